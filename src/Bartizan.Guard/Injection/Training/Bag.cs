namespace Bartizan.Guard.Injection.Training;

/// <summary>One labelled row as features: the text and its decoded views. It is an attack if any window of any piece is.</summary>
/// <param name="Pieces">The text first, then its views.</param>
/// <param name="Attack">Whether it is an attack.</param>
/// <param name="PayloadStart">Where the planted instruction stands in the first piece, or -1 when that is not known.</param>
/// <param name="PayloadEnd">One past its end.</param>
internal sealed record Bag(Piece[] Pieces, bool Attack, int PayloadStart = -1, int PayloadEnd = -1)
{
    /// <summary>Whether a window may stand for the attack: it must share at least half of the shorter of the two with the payload.</summary>
    public bool MayStandFor(int piece, int start, int end)
    {
        if (PayloadStart < 0 || piece > 0)
            return true;
        var shared = Math.Min(end, PayloadEnd) - Math.Max(start, PayloadStart);
        return 2 * shared >= Math.Min(end - start, PayloadEnd - PayloadStart);
    }
}
