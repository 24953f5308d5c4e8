using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Bartizan.Core.Signals;
using Bartizan.Identity.Jose;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>
/// Pushes signals (RFC 8935), each stream's in their order and each at least once: one is forgotten when its receiver has it. Streams do not wait for each other.
/// </summary>
internal sealed partial class PushWorker(ISignalStreams streams, SetSigner signer, SignalFetcher fetcher, TimeProvider clock, ILogger<PushWorker> log) : BackgroundService
{
    /// <summary>So often a receiver may refuse a signal before it is left out.</summary>
    public const int MostRefusals = 8;

    private const int AtOnce = 16;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    // Touched by the loop alone.
    private readonly Dictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (TimeSpan Pause, DateTimeOffset Next)> _pauses = new(StringComparer.Ordinal);

    /// <summary>Pushes what waits for a stream, up to the first that does not get through.</summary>
    public async Task PushAsync(SignalStream stream, CancellationToken cancellationToken)
    {
        var authorization = await streams.AuthorizationAsync(stream.Id, cancellationToken);
        foreach (var signal in await streams.WaitingAsync(stream.Id, AtOnce, cancellationToken))
        {
            if (signer.Sign(stream, signal) is not { } token)
            {
                return;
            }

            using var body = new StringContent(token, Encoding.ASCII);
            body.Headers.ContentType = new MediaTypeHeaderValue("application/secevent+jwt");
            var answer = await fetcher.Fetcher.PostAsync(new Uri(stream.Endpoint!), body, authorization, cancellationToken);
            if (answer is { Status: >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices })
            {
                await streams.DeliveredAsync(stream.Id, [signal.Id], cancellationToken);
                _pauses.TryRemove(stream.Id, out _);
                continue;
            }

            if (answer is { Status: HttpStatusCode.BadRequest } refused)
            {
                // The receiver's own code, if it is one of those that the standard has (§2.4).
                await streams.RefusedAsync(stream.Id, signal.Id, refused.Json is { } told && StrictJson.Object(told)?.Text("err", 32) is { } err && err.All(c => char.IsAsciiLetterLower(c) || c == '_') ? err : "refused", MostRefusals, cancellationToken);
            }

            await FailAsync(stream, answer is not null ? $"It answers with status {(int)answer.Status}." : "It cannot be reached, is not on the open internet, or does not answer in time.", cancellationToken);
            return;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var stream in await streams.ListAsync(null, stoppingToken))
                {
                    if (stream is { Endpoint: not null, Waiting: > 0 } && signer.MayGo(stream) && !IsPausing(stream.Id) && !IsRunning(stream.Id))
                    {
                        _running[stream.Id] = RunAsync(stream, stoppingToken);
                    }
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
    }

    private bool IsRunning(string stream) => _running.TryGetValue(stream, out var running) && !running.IsCompleted;

    private bool IsPausing(string stream) => _pauses.TryGetValue(stream, out var pause) && clock.GetUtcNow() < pause.Next;

    private async Task RunAsync(SignalStream stream, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            await PushAsync(stream, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure);
        }
    }

    private async Task FailAsync(SignalStream stream, string problem, CancellationToken cancellationToken)
    {
        var pause = _pauses.TryGetValue(stream.Id, out var before) ? before.Pause * 2 : FirstPause;
        pause = pause < LongestPause ? pause : LongestPause;
        _pauses[stream.Id] = (pause, clock.GetUtcNow() + pause);
        if (stream.Problem != problem)
        {
            await streams.FailedAsync(stream.Id, problem, cancellationToken);
            LogLater(stream.Id, problem);
        }
    }

    [LoggerMessage(2052, LogLevel.Warning, "Signals of stream {Stream} wait: {Problem}")]
    private partial void LogLater(string stream, string problem);

    [LoggerMessage(2053, LogLevel.Error, "Signals could not be pushed; they are once the store answers.")]
    private partial void LogFailed(Exception failure);
}
