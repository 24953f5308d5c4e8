using System.Globalization;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Identity.Reviews;

namespace Bartizan.Identity.Reviews;

/// <summary>
/// Works out what of a blueprint's authority was not used, and what would be left without it. What is younger than the time looked at stays: nobody had the
/// chance to use it. Never wider than what is in force.
/// </summary>
internal static class Narrowing
{
    /// <summary>Entries that stand for several names are replaced by those that were used where these are no more than this.</summary>
    public const int MostNamesInstead = ReviewEvidence.MostNames;

    private const int MostExamples = 5;

    /// <summary>What would be left; null where nothing is to be narrowed, or nothing of it was used at all, which is a question for a review.</summary>
    /// <param name="versions">All versions of the blueprint, the newest first.</param>
    /// <param name="uses">What its agents used since <paramref name="from"/>.</param>
    /// <param name="everUsed">What they ever used, as far as the log goes back.</param>
    /// <param name="from">Since when it is looked at.</param>
    public static Narrower? Of(IReadOnlyList<Blueprint> versions, IReadOnlyList<PermissionUse> uses, IReadOnlyList<PermissionUse> everUsed, DateTimeOffset from)
    {
        var (now, used) = (versions[0], new UsedNames(uses));
        if (used.All.Count == 0)
        {
            return null;
        }

        var changes = new List<Narrowed>();
        var authority = now.Uses is null ? Bound(versions, used, new UsedNames(everUsed), from, changes) : new TokenAuthority(
            Narrow(ReviewKind.Model, b => b.Uses?.Models, versions, used, from, changes),
            Narrow(ReviewKind.Tool, b => b.Uses?.Tools, versions, used, from, changes));
        var depth = now.Depth;
        if (used.Deepest < now.Depth && Since(versions, b => b.Depth >= now.Depth) <= from)
        {
            depth = used.Deepest;
            changes.Add(new Narrowed("depth", now.Depth.ToString(CultureInfo.InvariantCulture), [depth.ToString(CultureInfo.InvariantCulture)]));
        }

        return changes.Count == 0 ? null : new Narrower(authority, depth, changes);
    }

    /// <summary>What of the log lists and depth would have let pass, and what not: each use anew, exactly, because lists look at nothing but names.</summary>
    public static NarrowingBacktest Backtest(TokenAuthority? authority, int depth, IReadOnlyList<PermissionUse> uses, DateTimeOffset? since)
    {
        var used = new UsedNames(uses);
        var refused = used.All.Where(n => !UsedNames.Covers(authority, n)).Select(n => n.Use)
            .Concat(uses.Where(u => u.Action == PermissionUse.ActedFor && int.Parse(u.Resource, CultureInfo.InvariantCulture) > depth))
            .OrderByDescending(u => u.Last).ToList();
        return new NarrowingBacktest(
            since, used.All.Sum(n => n.Use.Passed), refused.Sum(u => u.Passed), [.. refused.Take(MostExamples).Select(Told)]);
    }

    /// <summary>Since when all versions up to the newest have something.</summary>
    public static DateTimeOffset Since(IReadOnlyList<Blueprint> versions, Func<Blueprint, bool> has) => versions.TakeWhile(has).Last().Created;

    private static List<string> Narrow(
        ReviewKind kind, Func<Blueprint, IReadOnlyList<string>?> list, IReadOnlyList<Blueprint> versions, UsedNames used, DateTimeOffset from, List<Narrowed> changes)
    {
        var entries = list(versions[0])!;
        var left = new List<string>();
        foreach (var (entry, i) in entries.Select((e, i) => (e, i)))
        {
            var names = UsedNames.Ranked(used.Under(kind, entry));
            var isWide = entry.EndsWith('*');
            var instead = names.Where(n => TokenAuthority.IsEntry(n) && !n.EndsWith('*')).ToList();
            var room = TokenAuthority.MaxEntries - left.Count - (entries.Count - i - 1);
            // What was never bounded did not have the entry, but allowed it.
            var isYoung = Since(versions, b => list(b)?.Contains(entry) ?? b.Uses is null) > from;
            if (isYoung || (names.Count > 0 && (!isWide || names.Count > Math.Min(MostNamesInstead, room) || instead.Count < names.Count)))
            {
                left.Add(entry);
                continue;
            }

            left.AddRange(instead.Except(left, StringComparer.Ordinal));
            changes.Add(new Narrowed(Setting(kind), entry, instead));
        }

        return left;
    }

    // Without a list everything was allowed that policy allows: the names that were ever used are the bound.
    private static TokenAuthority? Bound(IReadOnlyList<Blueprint> versions, UsedNames used, UsedNames everUsed, DateTimeOffset from, List<Narrowed> changes)
    {
        if (everUsed.HasUnnamed || Since(versions, b => b.Uses is null) > from)
        {
            return null;
        }

        var (models, tools) = (Names(ReviewKind.Model), Names(ReviewKind.Tool));
        if (models is null || tools is null)
        {
            return null;
        }

        changes.Add(new Narrowed("models", "", models));
        changes.Add(new Narrowed("tools", "", tools));
        return new TokenAuthority(models, tools);

        IReadOnlyList<string>? Names(ReviewKind kind)
        {
            var names = UsedNames.Ranked(used.All.Where(n => n.Kind == kind));
            return names.Count <= TokenAuthority.MaxEntries && names.All(n => TokenAuthority.IsEntry(n) && !n.EndsWith('*')) ? names : null;
        }
    }

    private static string Setting(ReviewKind kind) => kind == ReviewKind.Model ? "models" : "tools";

    private static string Told(PermissionUse use) => use.Action == PermissionUse.ActedFor
        ? string.Create(CultureInfo.InvariantCulture, $"{use.Resource} agents acted for it, one after the other, last {use.Last:yyyy-MM-dd}")
        : string.Create(CultureInfo.InvariantCulture, $"{use.Action} {use.Resource}, {use.Passed} times, last {use.Last:yyyy-MM-dd}");
}

/// <summary>A narrower authority.</summary>
/// <param name="Uses">The lists; null for none.</param>
/// <param name="Depth">How many agents may act for its agents.</param>
/// <param name="Changes">What goes, entry by entry.</param>
internal sealed record Narrower(TokenAuthority? Uses, int Depth, IReadOnlyList<Narrowed> Changes);
