using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Tools;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Identity.Reviews;

/// <summary>Keeps reviews going: what is due is removed, what was answered carried out, what changed asked about, whoever did not answer reminded, and every few hours unused authority looked for.</summary>
internal sealed partial class ReviewKeeper(
    ReviewDesk desk, IReviewStore reviews, ReviewTriggers triggers, RightSizing rightSizing, ReviewOptions options, IIdentityStore identities, IToolPinStore tools, TimeProvider clock, ILogger<ReviewKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TriggersEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(6);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var (looked, triggered, known) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue, (-1L, -1L));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await desk.ReconcileAsync(stoppingToken);
                await reviews.RemindAsync(clock.GetUtcNow(), options.Remind, stoppingToken);
                // All that triggers reviews is read only where some of it changed, and once in a while, because models move without a change.
                var version = (await identities.VersionAsync(stoppingToken), await tools.VersionAsync(stoppingToken));
                if (version != known || clock.GetUtcNow() - triggered >= TriggersEvery)
                {
                    await triggers.RunAsync(stoppingToken);
                    (known, triggered) = (version, clock.GetUtcNow());
                }

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
