using Bartizan.Console.Contract;
using Bartizan.Console.Live;
using Bartizan.Storage;

namespace Bartizan.Console.Exchanges;

/// <summary>Reads pages of exchanges: which ones from the store's views, what they say from the log itself.</summary>
internal static class ExchangeList
{
    private const string IdPrefix = "exc_";

    /// <summary>One page, newest first.</summary>
    public static async Task<ExchangePage> ReadAsync(BartizanStore store, ExchangeFilter filter, int size, string? cursor, CancellationToken cancellationToken)
    {
        // Where the list ends and following begins: before it is read, so that what the views take in meanwhile is rather told twice than never.
        var (last, listed) = (await store.Events.HeadAsync(cancellationToken), await store.Exchanges.PositionAsync(cancellationToken));
        var head = last - listed > LiveFeed.FurthestResume ? last : listed;
        if (filter.Q?.StartsWith(IdPrefix, StringComparison.Ordinal) == true)
        {
            var found = await store.Exchanges.FindAsync(filter.Q, cancellationToken);
            return new ExchangePage(found is { } one ? [ExchangeRows.Of(one.Position, one.Exchange)] : [], null, head);
        }

        var page = await store.Exchanges.PageAsync(filter.ForStore(), size, cursor, cancellationToken);
        var rows = new List<ExchangeRow>(page.Items.Count);
        foreach (var item in page.Items)
        {
            if (await store.Exchanges.FindAsync(item.Id, cancellationToken) is { } whole)
            {
                rows.Add(ExchangeRows.Of(whole.Position, whole.Exchange));
            }
        }

        return new ExchangePage(rows, page.Next, head);
    }
}
