using Bartizan.Core.Budgets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Budgets;

/// <summary>
/// Keeps the book on disk: at once when a reservation waits for it, else once a second. While a budget is being spent a little more than was spent is
/// written, so that most reservations need not wait; when it rests, exactly what was.
/// </summary>
internal sealed partial class BudgetKeeper(BudgetBook book, IBudgetStore store, TimeProvider time, ILogger<BudgetKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    /// <summary>Reads what was kept before anything is served.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        book.Load(await store.LoadAsync(cancellationToken));
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Writes what was spent to the end, exactly.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // The first writes what moved, with slack, the second what was ahead, without.
        await WriteAsync(resting: true, [], CancellationToken.None);
        await WriteAsync(resting: true, [], CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var swept = time.GetTimestamp();
        try
        {
            while (true)
            {
                var wanted = await book.Wanted.WaitAsync(Rest, stoppingToken);
                IReadOnlyList<BudgetKey> gone = [];
                if (time.GetElapsedTime(swept) >= Sweep)
                {
                    (gone, swept) = (book.Sweep(), time.GetTimestamp());
                }

                await WriteAsync(resting: !wanted, gone, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task WriteAsync(bool resting, IReadOnlyList<BudgetKey> gone, CancellationToken cancellationToken)
    {
        var batch = book.Begin(resting);
        var written = false;
        try
        {
            if (batch.Counts.Count > 0 || gone.Count > 0)
            {
                await store.SaveAsync([.. batch.Counts.Select(c => c.Count)], gone, cancellationToken);
            }

            written = true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailure(e);
        }
        finally
        {
            book.Finish(batch, written);
        }
    }

    [LoggerMessage(2020, LogLevel.Error, "What was spent of budgets could not be written; exchanges with a budget are refused until it can.")]
    private partial void LogFailure(Exception exception);
}
