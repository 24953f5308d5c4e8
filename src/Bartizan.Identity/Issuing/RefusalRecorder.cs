using Bartizan.Core.Events;
using Bartizan.Identity.Tokens;
using Microsoft.Extensions.Hosting;

namespace Bartizan.Identity.Issuing;

/// <summary>
/// Records refusals. Those of clients that proved who they are all are; of strangers' only the first in each minute, and how many more there were, so that
/// nobody can fill the disk from outside.
/// </summary>
internal sealed class RefusalRecorder(IEventLog log, IssuanceEvents events, TimeProvider clock) : BackgroundService
{
    private const int OneByOne = 60;

    private int _strangers;
    private long _counted;

    /// <summary>Records one.</summary>
    public async ValueTask RecordAsync(string? client, string? grant, AccessToken? subject, OAuthError error, CancellationToken cancellationToken)
    {
        if (client is null && Interlocked.Increment(ref _strangers) > OneByOne)
        {
            Interlocked.Increment(ref _counted);
            return;
        }

        await log.AppendAsync(events.Refused(client, grant, subject, error), cancellationToken);
    }

    /// <summary>Records how many were only counted, if any, and begins anew.</summary>
    public async Task SummarizeAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _strangers, 0);
        if (Interlocked.Exchange(ref _counted, 0) is > 0 and var count)
        {
            await log.AppendAsync(events.Counted(count), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SummarizeAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await SummarizeAsync(stoppingToken);
        }
    }
}
