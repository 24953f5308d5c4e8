using Bartizan.Configuration;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Identity.Reviews;
using Bartizan.Storage;

namespace Bartizan.Commands.Reviews;

/// <summary>What commands about reviews share: the parts that do the work, over a store that may be served by another process.</summary>
internal sealed class ReviewParts : IDisposable
{
    private readonly ReviewEnforcer _enforcer;

    private ReviewParts(BartizanStore store, ReviewOptions options)
    {
        var (clock, ids) = (TimeProvider.System, new SortableIdSource(TimeProvider.System));
        _enforcer = new ReviewEnforcer(store.Reviews, store.Registry, store.Consents, clock);
        Desk = new ReviewDesk(
            store.Reviews,
            new ReviewPlanner(store.Reviews, store.Registry, store.Agents, store.Identity, store.Consents, store.ToolPins, store.Exchanges),
            _enforcer,
            ids,
            clock);
        RightSizing = new RightSizing(store.Reviews, store.Registry, store.Agents, store.Exchanges, ids, clock, options);
    }

    public ReviewDesk Desk { get; }

    public RightSizing RightSizing { get; }

    /// <summary>Takes in what was recorded, unless the server does it, so that what is counted is whole.</summary>
    public static async Task<ReviewParts> OfAsync(BartizanStore store, string folder, CancellationToken cancellationToken, ReviewOptions? options = null)
    {
        if (!BartizanStore.IsServed(folder))
        {
            await store.ProjectAsync(cancellationToken);
        }

        return new ReviewParts(store, options ?? new ReviewOptions());
    }

    /// <summary>Reads a length of time.</summary>
    public static TimeSpan Duration(string option, string text) =>
        Quantities.Duration(text) ?? throw new InputException(new InputError($"{option}: '{text}' is no duration.", $"Write {Quantities.DurationExpected}, or 14d."));

    public void Dispose() => _enforcer.Dispose();
}
