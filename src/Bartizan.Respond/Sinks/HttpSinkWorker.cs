using System.Buffers;
using Bartizan.Core.Events;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Respond.Sinks;

/// <summary>
/// Pushes the log to one HTTP address, in the form that the sink wants. It reads the log and never waits for it to be written, so a slow or absent receiver costs
/// requests nothing. Its cursor moves only once a batch is taken: what is sent is sent at least once, and the events' ids tell repeats.
/// </summary>
internal sealed partial class HttpSinkWorker(HttpSink sink, SinkState state, IEventLog log, IEventCursors cursors, TimeProvider clock, ILogger<HttpSinkWorker> logger)
    : BackgroundService
{
    /// <summary>A request is closed once it holds so many bytes, whatever the batch.</summary>
    public const int FullRequest = 1 << 20;

    // An event may hold megabytes of sealed text, so few are in memory at once.
    private const int ReadAtOnce = 16;

    // Of events that the other side is not told of, so many are passed over before the cursor moves.
    private const int LookedAtOnce = 10_000;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        // The credential goes to the configured address or nowhere.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    });

    private readonly ArrayBufferWriter<byte> _body = new();
    private int _size = sink.Batch;
    private TimeSpan _pause = FirstPause;

    public override void Dispose()
    {
        _client.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var isKnown = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!isKnown)
                {
                    state.Position = await cursors.ReadAsync(sink.Name, stoppingToken);
                    isKnown = true;
                }

                await Task.Delay(await StepAsync(stoppingToken), clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A full disk or a busy store must not end the export, let alone the server.
                await PauseAsync(new SinkAnswer(SinkVerdict.Later, e.Message), stoppingToken);
            }
        }
    }

    /// <summary>Sends one batch, if there is one; returns how long to wait before the next.</summary>
    private async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        if (await FillAsync(cancellationToken) is not { } batch)
        {
            return Idle;
        }

        var (first, last) = batch;
        // Nothing of it is for the other side.
        var answer = _body.WrittenCount == 0 ? new SinkAnswer(SinkVerdict.Taken, "") : await SendAsync(first.Event.Id, cancellationToken);
        switch (answer.Verdict)
        {
            case SinkVerdict.Taken:
                await MoveAsync(last.Position, cancellationToken);
                _size = Math.Min(sink.Batch, _size * 2);
                _pause = FirstPause;
                return TimeSpan.Zero;
            case SinkVerdict.Refused when last.Position == first.Position:
                LogSkipped(sink.Name, last.Event.Id, answer.Reason);
                state.CountSkipped();
                await MoveAsync(last.Position, cancellationToken);
                return TimeSpan.Zero;
            case SinkVerdict.Refused:
                // One of them is at fault: halve until it stands alone.
                _size = Math.Max(1, _size / 2);
                return TimeSpan.Zero;
            default:
                await PauseAsync(answer, cancellationToken);
                return TimeSpan.Zero;
        }
    }

    /// <summary>Writes the next batch into the body; returns the first event in it and the last that was looked at, or null when there is none.</summary>
    private async ValueTask<(StoredEvent First, StoredEvent Last)?> FillAsync(CancellationToken cancellationToken)
    {
        _body.ResetWrittenCount();
        StoredEvent? first = null, last = null;
        for (var (left, looked) = (_size, 0); looked < LookedAtOnce;)
        {
            var events = await log.ReadAsync(last?.Position ?? state.Position, ReadAtOnce, cancellationToken);
            foreach (var stored in events)
            {
                last = stored;
                if (sink.Form.Write(stored, clock.GetUtcNow(), _body))
                {
                    first ??= stored;
                    left--;
                }

                if (left == 0 || _body.WrittenCount >= FullRequest)
                {
                    return (first!, last);
                }
            }

            looked += events.Count;
            if (events.Count < ReadAtOnce)
            {
                break;
            }
        }

        return last is null ? null : (first ?? last, last);
    }

    private async Task<SinkAnswer> SendAsync(string id, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Post, sink.Url) { Content = new ReadOnlyMemoryContent(_body.WrittenMemory) };
        request.Content.Headers.ContentType = sink.Form.ContentType;
        sink.Form.Sign(request, _body.WrittenSpan, id, clock.GetUtcNow());

        try
        {
            using var response = await _client.SendAsync(request, patience.Token);
            return SinkAnswer.Of(response);
        }
        catch (HttpRequestException e)
        {
            return new SinkAnswer(SinkVerdict.Later, e.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SinkAnswer(SinkVerdict.Later, "no answer in time");
        }
    }

    private async Task MoveAsync(long position, CancellationToken cancellationToken)
    {
        await cursors.MoveAsync(sink.Name, position, cancellationToken);
        state.Position = position;
    }

    private async Task PauseAsync(SinkAnswer answer, CancellationToken cancellationToken)
    {
        state.CountFailure();
        var pause = answer.After is { } asked && asked > _pause ? asked : _pause;
        pause = pause < LongestPause ? pause : LongestPause;
        LogLater(sink.Name, answer.Reason, pause);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        try
        {
            await Task.Delay(pause, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the loop sees it.
        }
    }

    [LoggerMessage(3000, LogLevel.Warning, "Export {Sink}: {Reason}; trying again in {Pause}.")]
    private partial void LogLater(string sink, string reason, TimeSpan pause);

    [LoggerMessage(3001, LogLevel.Error, "Export {Sink} left out event {EventId}, which the other side refuses even alone: {Reason}.")]
    private partial void LogSkipped(string sink, string eventId, string reason);
}
