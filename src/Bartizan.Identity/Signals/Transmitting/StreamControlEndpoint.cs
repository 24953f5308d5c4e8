using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Core.Signals;
using Bartizan.Identity.Jose;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Where clients read and set the status of their streams, add and remove subjects, and ask for a verification (SSF 1.0 §8.1.2 to 8.1.4).</summary>
internal sealed class StreamControlEndpoint(ISignalStreams streams, StreamCaller caller, OutgoingClaims claims, TimeProvider clock)
{
    private const int LongestState = 1_024;
    private const int LongestReason = 500;
    private const int MostRemoved = 200;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _verified = new(StringComparer.Ordinal);

    /// <summary>Answers a question for a stream's status.</summary>
    public async Task ReadStatusAsync(HttpContext http)
    {
        if (await caller.FindAsync(http, reads: true) is { } client)
        {
            await (await FindAsync(http, client, http.Request.Query["stream_id"].ToString()) is { } stream ? SignalAnswer.WriteAsync(http, StreamView.StatusOf(stream)) : SignalAnswer.NoStreamAsync(http));
        }
    }

    /// <summary>Sets a stream's status.</summary>
    public async Task SetStatusAsync(HttpContext http)
    {
        if (await BodyAsync(http) is not (var client, var json))
        {
            return;
        }

        StreamStatus? status = json.Text("status", 16) switch { "enabled" => StreamStatus.Enabled, "paused" => StreamStatus.Paused, "disabled" => StreamStatus.Disabled, _ => null };
        if (status is null || json.Has("subject"))
        {
            await SignalAnswer.WrongAsync(http, "status is enabled, paused or disabled, and is that of the whole stream.");
            return;
        }

        var changed = await streams.ChangeAsync(json.Text("stream_id") ?? "", client, s => s with { Status = status.Value, StatusReason = json.Text("reason", LongestReason) }, null, http.RequestAborted);
        await (changed is null ? SignalAnswer.NoStreamAsync(http) : SignalAnswer.WriteAsync(http, StreamView.StatusOf(changed)));
    }

    /// <summary>Has a stream tell of a subject again; all are told of that were not removed.</summary>
    public Task AddAsync(HttpContext http) => ChangeSubjectsAsync(http, StatusCodes.Status200OK, (removed, subject) => [.. removed.Where(r => r != subject)]);

    /// <summary>Has a stream no longer tell of a subject.</summary>
    public Task RemoveAsync(HttpContext http) => ChangeSubjectsAsync(http, StatusCodes.Status204NoContent, (removed, subject) => removed.Contains(subject) ? removed : [.. removed, subject]);

    /// <summary>Has a stream verified: a signal comes by it that says what the client said.</summary>
    public async Task VerifyAsync(HttpContext http)
    {
        if (await BodyAsync(http) is not (var client, var json))
        {
            return;
        }

        if (json.Has("state") && json.Text("state", LongestState) is null)
        {
            await SignalAnswer.WrongAsync(http, $"state is a text of at most {LongestState} characters.");
            return;
        }

        if (await FindAsync(http, client, json.Text("stream_id") ?? "") is not { } stream)
        {
            await SignalAnswer.NoStreamAsync(http);
            return;
        }

        if (stream.Status == StreamStatus.Disabled)
        {
            await SignalAnswer.WrongAsync(http, "The stream is disabled.");
            return;
        }

        var now = clock.GetUtcNow();
        if (_verified.TryGetValue(stream.Id, out var last) && now - last < TimeSpan.FromSeconds(StreamView.MinVerificationInterval))
        {
            await SignalAnswer.RefuseAsync(http, StatusCodes.Status429TooManyRequests, "too_many_requests", $"A stream is verified at most every {StreamView.MinVerificationInterval} seconds.");
            return;
        }

        _verified[stream.Id] = now;
        var said = json.Text("state", LongestState) is { } state ? new JsonObject { ["state"] = state } : [];
        await streams.TellAsync([], [claims.Make(stream, new Told(EventTypes.Verification, Subjects.Opaque(stream.Id), said))], http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ChangeSubjectsAsync(HttpContext http, int done, Func<IReadOnlyList<string>, string, IReadOnlyList<string>> change)
    {
        if (await BodyAsync(http) is not (var client, var json))
        {
            return;
        }

        if (!json.TryGetProperty("subject", out var sent) || Subjects.Canonical(sent) is not { } subject)
        {
            await SignalAnswer.WrongAsync(http, "subject is a subject identifier with a format.");
            return;
        }

        var full = false;
        var changed = await streams.ChangeAsync(
            json.Text("stream_id") ?? "",
            client,
            s =>
            {
                var removed = change(s.Removed, subject);
                full = removed.Count > MostRemoved;
                return full ? s : s with { Removed = removed };
            },
            null,
            http.RequestAborted);
        if (changed is null || full)
        {
            await (full ? SignalAnswer.RefuseAsync(http, StatusCodes.Status403Forbidden, "forbidden", $"At most {MostRemoved} subjects are removed from a stream.") : SignalAnswer.NoStreamAsync(http));
            return;
        }

        http.Response.StatusCode = done;
    }

    private async ValueTask<(string Client, JsonElement Json)?> BodyAsync(HttpContext http) =>
        await caller.FindAsync(http, reads: false) is { } client && await SignalAnswer.ReadAsync(http) is { } json ? (client, json) : null;

    private async ValueTask<SignalStream?> FindAsync(HttpContext http, string client, string id) => (await streams.ListAsync(client, http.RequestAborted)).FirstOrDefault(s => s.Id == id);
}
