using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Reviews;

namespace Bartizan.Identity.Reviews;

/// <summary>What may be answered of an item.</summary>
public static class ReviewItems
{
    /// <summary>Whether those names may stay that were used, in the place of an entry for many.</summary>
    public static bool CanBeNarrowed(this ReviewItem item) =>
        item.Subject.Entry.EndsWith('*') && item.Subject.Kind is ReviewKind.Model or ReviewKind.Tool && item.Evidence.NamesInAll > 0
        && item.Evidence.NamesInAll <= item.Evidence.Names.Count && item.Evidence.Names.All(n => TokenAuthority.IsEntry(n) && !n.EndsWith('*'));
}
