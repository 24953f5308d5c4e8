using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Spans;

/// <summary>A hit with its place in the original text.</summary>
internal readonly record struct SettledHit(int Start, int Length, HitKind What, double Score, Folds Folds, string? Opened)
{
    /// <summary>One past the last unit.</summary>
    public int End => Start + Length;

    /// <summary>By start, longest first, label, plainest first.</summary>
    public static int Compare(SettledHit a, SettledHit b)
    {
        var order = a.Start.CompareTo(b.Start);
        order = order != 0 ? order : b.Length.CompareTo(a.Length);
        order = order != 0 ? order : string.CompareOrdinal(a.What.Label, b.What.Label);
        order = order != 0 ? order : (a.Opened is null ? 0 : 1).CompareTo(b.Opened is null ? 0 : 1);
        order = order != 0 ? order : a.Folds.CompareTo(b.Folds);
        order = order != 0 ? order : b.Score.CompareTo(a.Score);
        order = order != 0 ? order : string.CompareOrdinal(a.Opened, b.Opened);
        return order != 0 ? order : string.CompareOrdinal(a.What.Reason, b.What.Reason);
    }

    /// <summary>The finding it becomes.</summary>
    public Finding ToFinding(int segment) => new()
    {
        Label = What.Label,
        Score = Score,
        Segment = segment,
        Start = Start,
        Length = Length,
        Reason = What.Reason,
        Inspector = What.Inspector,
        Normalisations = Folder.NamesOf(Folds, Opened),
    };
}
