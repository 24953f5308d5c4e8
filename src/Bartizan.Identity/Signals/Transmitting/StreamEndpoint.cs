using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Core.Ids;
using Bartizan.Core.Signals;
using Bartizan.Identity.Jose;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Where clients make, read, change and delete their streams (SSF 1.0 §8.1.1). Nobody sees another's.</summary>
internal sealed class StreamEndpoint(ISignalStreams streams, StreamCaller caller, SignalFetcher fetcher, Issuer issuer, IIdSource ids, TimeProvider clock)
{
    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        if (await caller.FindAsync(http, HttpMethods.IsGet(http.Request.Method)) is not { } client)
        {
            return;
        }

        await (http.Request.Method switch
        {
            "GET" => ReadAsync(http, client),
            "POST" => MakeAsync(http, client),
            "DELETE" => DeleteAsync(http, client),
            var method => ChangeAsync(http, client, replaces: method == "PUT"),
        });
    }

    private async Task ReadAsync(HttpContext http, string client)
    {
        var all = await streams.ListAsync(client, http.RequestAborted);
        if (http.Request.Query["stream_id"].ToString() is not { Length: > 0 } id)
        {
            await SignalAnswer.WriteAsync(http, new JsonArray([.. all.Select(s => StreamView.Of(s, issuer))]));
            return;
        }

        await (all.FirstOrDefault(s => s.Id == id) is { } stream ? SignalAnswer.WriteAsync(http, StreamView.Of(stream, issuer)) : SignalAnswer.NoStreamAsync(http));
    }

    private async Task MakeAsync(HttpContext http, string client)
    {
        if (await SignalAnswer.ReadAsync(http) is not { } json)
        {
            return;
        }

        var (draft, wrong) = StreamDraft.Read(json, null, fetcher);
        if (draft is null)
        {
            await SignalAnswer.WrongAsync(http, wrong!);
            return;
        }

        var stream = draft.Apply(new SignalStream { Id = ids.NewId("sst"), Client = client, Created = clock.GetUtcNow() }, replaces: true);
        await (await streams.AddAsync(stream, draft.Authorization, http.RequestAborted)
            ? SignalAnswer.WriteAsync(http, StreamView.Of(stream, issuer), StatusCodes.Status201Created)
            : SignalAnswer.RefuseAsync(http, StatusCodes.Status409Conflict, "conflict", $"A client has at most {SignalStream.MostOfOne} streams."));
    }

    private async Task ChangeAsync(HttpContext http, string client, bool replaces)
    {
        if (await SignalAnswer.ReadAsync(http) is not { } json)
        {
            return;
        }

        if (json.Text("stream_id") is not { } id || (await streams.ListAsync(client, http.RequestAborted)).FirstOrDefault(s => s.Id == id) is not { } now)
        {
            await SignalAnswer.NoStreamAsync(http);
            return;
        }

        var (draft, wrong) = StreamDraft.Read(json, JsonElement.Parse(StreamView.Of(now, issuer).ToJsonString()), fetcher);
        if (draft is null)
        {
            await SignalAnswer.WrongAsync(http, wrong!);
            return;
        }

        // A header is for one address: with another one it does not go along.
        var moves = (replaces || draft.Pushed is not null) && draft.Endpoint != now.Endpoint;
        var header = draft.Authorization ?? (replaces || moves ? "" : null);
        await (await streams.ChangeAsync(id, client, s => draft.Apply(s, replaces), header, http.RequestAborted) is { } changed
            ? SignalAnswer.WriteAsync(http, StreamView.Of(changed, issuer))
            : SignalAnswer.NoStreamAsync(http));
    }

    private async Task DeleteAsync(HttpContext http, string client)
    {
        if (!await streams.DeleteAsync(http.Request.Query["stream_id"].ToString(), client, http.RequestAborted))
        {
            await SignalAnswer.NoStreamAsync(http);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
