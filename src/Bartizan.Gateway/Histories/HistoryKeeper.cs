using Bartizan.Core.Histories;
using Bartizan.Gateway.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Histories;

/// <summary>Forgets what no policy in force can ask about any more, and says since when there is anything to ask.</summary>
internal sealed partial class HistoryKeeper(HistoryBook book, IHistoryStore store, GatewayState state, TimeProvider time, ILogger<HistoryKeeper> logger) : BackgroundService
{
    /// <summary>What is kept however short the windows are, so that a policy with a longer one has something to ask.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromDays(1);

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private TimeSpan _longest;

    /// <summary>Does it once.</summary>
    public async Task OnceAsync(CancellationToken cancellationToken)
    {
        var longest = state.Current.Policies.History.Longest;
        var now = time.GetUtcNow();
        if (longest > _longest && await store.OldestAsync(cancellationToken) is var oldest && (oldest is null || oldest > (now - longest).ToUnixTimeMicroseconds()))
        {
            LogShort(longest, oldest is { } at ? DateTimeOffset.UnixEpoch.AddMicroseconds(at) : now);
        }

        _longest = longest;
        var before = (now - (longest > Least ? longest : Least)).ToUnixTimeMicroseconds();
        book.Sweep(before);
        while (await store.ForgetAsync(before, cancellationToken) > 0)
        {
            await Task.Yield();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            do
            {
                try
                {
                    await OnceAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    book.Failed(e);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(2025, LogLevel.Warning, "Policies ask what agents did in the last {Window}, and decisions are kept since {Since:u} only: what was before counts as not done.")]
    private partial void LogShort(TimeSpan window, DateTimeOffset since);
}
