using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Core.Signals;
using Bartizan.Identity.Jose;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>Where clients ask for the signals of a stream (RFC 8936). A signal is given until it is acknowledged.</summary>
internal sealed class PollEndpoint(ISignalStreams streams, StreamCaller caller, SetSigner signer, TimeProvider clock) : IDisposable
{
    private const int MostAtOnce = 32;
    private const int MostWaiting = 64;
    private const int LongestId = 64;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _waiting = new(MostWaiting);

    /// <summary>Answers a request for a path that begins with <see cref="SignalPaths.Poll"/>.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        if (await caller.FindAsync(http, reads: true) is not { } client || await SignalAnswer.ReadAsync(http) is not { } json)
        {
            return;
        }

        var id = http.Request.Path.Value![SignalPaths.Poll.Length..];
        if (await FindAsync(client, id, http.RequestAborted) is not { } stream)
        {
            await SignalAnswer.NoStreamAsync(http);
            return;
        }

        if (Acknowledged(json) is not { } acknowledged || Errors(json) is not { } errors || Most(json) is not { } most)
        {
            await SignalAnswer.WrongAsync(http, "ack is a list of ids, setErrs an object of errors by id, maxEvents a number from 0 on.");
            return;
        }

        if (acknowledged.Count > 0)
        {
            await streams.DeliveredAsync(id, acknowledged, http.RequestAborted);
        }

        foreach (var (signal, error) in errors)
        {
            // Once refused, it would be each time.
            await streams.RefusedAsync(id, signal, error, 1, http.RequestAborted);
        }

        var now = json.TryGetProperty("returnImmediately", out var at) && at.ValueKind == JsonValueKind.True;
        var sets = most == 0 ? [] : await WaitAsync(stream, most, now, http.RequestAborted);
        await SignalAnswer.WriteAsync(http, new JsonObject
        {
            ["sets"] = new JsonObject(sets.Take(most).Select(s => KeyValuePair.Create(s.Id, (JsonNode?)signer.Sign(stream, s)))),
            ["moreAvailable"] = sets.Count > most,
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _waiting.Dispose();

    private async Task<IReadOnlyList<OutgoingSignal>> WaitAsync(SignalStream stream, int most, bool now, CancellationToken cancellationToken)
    {
        var sets = await LookAsync(stream, most, cancellationToken);
        if (sets.Count > 0 || now || !await _waiting.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return sets;
        }

        try
        {
            var began = clock.GetTimestamp();
            while (sets.Count == 0 && clock.GetElapsedTime(began) < LongestWait)
            {
                await Task.Delay(LookEvery, clock, cancellationToken);
                if (await FindAsync(stream.Client, stream.Id, cancellationToken) is not { } known)
                {
                    break;
                }

                sets = await LookAsync(known, most, cancellationToken);
            }

            return sets;
        }
        finally
        {
            _waiting.Release();
        }
    }

    // One more than asked for tells whether there are more.
    private async ValueTask<IReadOnlyList<OutgoingSignal>> LookAsync(SignalStream stream, int most, CancellationToken cancellationToken) =>
        signer.MayGo(stream) ? await streams.WaitingAsync(stream.Id, most + 1, cancellationToken) : [];

    private async ValueTask<SignalStream?> FindAsync(string client, string id, CancellationToken cancellationToken) =>
        (await streams.ListAsync(client, cancellationToken)).FirstOrDefault(s => s.Id == id && s.Endpoint is null);

    private static List<string>? Acknowledged(JsonElement json)
    {
        if (!json.TryGetProperty("ack", out var list))
        {
            return [];
        }

        return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(a => a.ValueKind == JsonValueKind.String) ? [.. list.EnumerateArray().Select(a => a.GetString()!)] : null;
    }

    private static List<(string Id, string Error)>? Errors(JsonElement json)
    {
        if (!json.TryGetProperty("setErrs", out var errors))
        {
            return [];
        }

        return errors.ValueKind == JsonValueKind.Object && errors.EnumerateObject().All(e => e.Value.ValueKind == JsonValueKind.Object && e.Name.Length <= LongestId)
            ? [.. errors.EnumerateObject().Select(e => (e.Name, e.Value.Text("err", 32) is { } code && code.All(c => char.IsAsciiLetterLower(c) || c == '_') ? code : "refused"))]
            : null;
    }

    private static int? Most(JsonElement json) =>
        !json.TryGetProperty("maxEvents", out var most) ? MostAtOnce
        : most.ValueKind == JsonValueKind.Number && most.TryGetInt32(out var count) && count >= 0 ? Math.Min(count, MostAtOnce)
        : null;
}
