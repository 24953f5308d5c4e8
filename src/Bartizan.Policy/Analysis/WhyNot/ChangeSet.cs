namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>Changes that go together. Compared by what they say, in any order.</summary>
public sealed class ChangeSet
{
    /// <summary>Changes in one proposal at most.</summary>
    public const int MostChanges = 5;

    private ChangeSet(IEnumerable<Change> changes)
    {
        Changes = [.. changes.OrderBy(c => c.Text, StringComparer.Ordinal)];
        Key = string.Join('\n', Changes.Select(c => c.Text));
    }

    /// <summary>Nothing to change.</summary>
    public static ChangeSet Empty { get; } = new([]);

    /// <summary>The changes.</summary>
    public IReadOnlyList<Change> Changes { get; }

    internal string Key { get; }

    internal int Weight => Changes.Sum(c => c.Weight);

    /// <summary>The situation with all of them done.</summary>
    public Situation Apply(Situation to) => Changes.Aggregate(to, (situation, change) => change.Apply(situation));

    internal static ChangeSet Of(params IEnumerable<Change> changes) => new(changes);

    /// <summary>Both together; null where they contradict each other or are too many. That a value is there at all goes without saying where it is set.</summary>
    internal static ChangeSet? Join(ChangeSet one, ChangeSet other)
    {
        if (one.Changes.Count == 0 || other.Changes.Count == 0)
        {
            return one.Changes.Count == 0 ? other : one;
        }

        var all = one.Changes.Concat(other.Changes).DistinctBy(c => c.Text, StringComparer.Ordinal).ToList();
        all.RemoveAll(c => c is SetValue { IsAny: true } any && all.Exists(o => !ReferenceEquals(o, c) && Place(o) is { } place && place.Overlaps(any.Place) && place.Path.Count >= any.Place.Path.Count));
        return all.Count <= MostChanges && !all.Exists(c => all.Exists(o => !ReferenceEquals(o, c) && (c.Contradicts(o) || o.Contradicts(c)))) ? new ChangeSet(all) : null;
    }

    internal static int Compare(ChangeSet one, ChangeSet other) =>
        one.Changes.Count != other.Changes.Count ? one.Changes.Count.CompareTo(other.Changes.Count)
        : one.Weight != other.Weight ? one.Weight.CompareTo(other.Weight)
        : string.CompareOrdinal(one.Key, other.Key);

    /// <summary>Every smaller choice among these changes but none of them, smallest first.</summary>
    internal IEnumerable<ChangeSet> Parts() => Enumerable.Range(1, Math.Max(0, (1 << Changes.Count) - 2))
        .OrderBy(bits => int.PopCount(bits))
        .Select(bits => new ChangeSet(Changes.Where((_, i) => (bits & (1 << i)) != 0)));

    private static ValuePlace? Place(Change change) => change switch
    {
        SetValue c => c.Place,
        ChangeElement c => c.Place,
        _ => null,
    };
}
