using Bartizan.Gateway.Recording;
using Microsoft.Extensions.Hosting;

namespace Bartizan.Gateway.Hosting;

/// <summary>Records once a minute, and at the end, how many refusals of unknown callers were only counted.</summary>
internal sealed class RefusalSummaries(UnknownCallers callers, TimeProvider time) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await callers.SummarizeAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await callers.SummarizeAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
