using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Reviews;

/// <summary>Keeps reviews going: what is due is removed, what was answered carried out, what changed asked about, and every few hours unused authority looked for.</summary>
internal sealed partial class ReviewKeeper(ReviewDesk desk, ReviewTriggers triggers, RightSizing rightSizing, TimeProvider clock, ILogger<ReviewKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(6);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var looked = DateTimeOffset.MinValue;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await desk.ReconcileAsync(stoppingToken);
                await triggers.RunAsync(stoppingToken);
                await rightSizing.ReconcileAsync(stoppingToken);
                if (clock.GetUtcNow() - looked >= LookEvery)
                {
                    await rightSizing.LookAsync(stoppingToken);
                    looked = clock.GetUtcNow();
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure);
            }
        }
    }

    [LoggerMessage(2040, LogLevel.Error, "Reviews could not be carried out; it is tried again.")]
    private partial void LogFailed(Exception failure);
}
