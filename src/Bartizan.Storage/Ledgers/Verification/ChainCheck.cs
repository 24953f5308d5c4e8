using Bartizan.Storage.Merkle;
using Bartizan.Storage.Sqlite;

namespace Bartizan.Storage.Ledgers.Verification;

/// <summary>Checks each record against its own two halves and against the one before.</summary>
internal sealed class ChainCheck(ProblemList problems)
{
    private byte[]? _previousLeaf = new byte[MerkleHash.Size];
    private bool _isPreviousClean = true;
    private (long Sequence, string Id)? _previous;

    // A link that does not fit, between two records that are each sound in themselves: the next link tells which of the two was touched.
    private (long Sequence, string Id, (long Sequence, string Id)? Before)? _pending;

    /// <summary>Whether a problem is seen whose place the next record will tell.</summary>
    public bool IsPending => _pending is not null;

    /// <summary>Checks one record that has both halves; returns the leaf hash of its entry.</summary>
    public byte[] Check(long number, EventFields stored, byte[] entryBytes)
    {
        var leaf = MerkleHash.Leaf(entryBytes);
        var entry = LedgerEntry.Parse(entryBytes);
        var isClean = entry is null
            ? Unreadable(number, stored)
            : Fields(number, stored, entry);
        var fits = entry is null || _previousLeaf is null || entry.Previous.AsSpan().SequenceEqual(_previousLeaf);
        Resolve(fits);
        if (isClean && !fits && _isPreviousClean)
        {
            _pending = (number, stored.Id, _previous);
            // Whichever of the two it is, what follows from it is not reported again.
            isClean = false;
        }

        (_previousLeaf, _isPreviousClean, _previous) = (leaf, isClean, (number, stored.Id));
        return leaf;
    }

    /// <summary>A record has no entry, so the next one's link cannot be checked.</summary>
    public void Skip()
    {
        Resolve(fits: false);
        (_previousLeaf, _isPreviousClean, _previous) = (null, false, null);
    }

    /// <summary>No record follows.</summary>
    public void Finish() => Resolve(fits: false);

    private void Resolve(bool fits)
    {
        if (_pending is not { } pending)
        {
            return;
        }

        _pending = null;
        if (fits && pending.Before is { } before)
        {
            problems.Add(LedgerProblemKind.Rewritten, before.Sequence, before.Id, "Event and entry fit each other, but the next entry was chained to another one.");
        }
        else
        {
            problems.Add(LedgerProblemKind.Changed, pending.Sequence, pending.Id, "The entry's link (prev) is not the hash of the entry before it.");
        }
    }

    private bool Unreadable(long number, EventFields stored)
    {
        problems.Add(LedgerProblemKind.Changed, number, stored.Id, "The entry is not in the form of an entry any more.");
        return false;
    }

    private bool Fields(long number, EventFields stored, LedgerEntry entry)
    {
        var different = new List<string>();
        Compare("time", entry.Time.ToMicroseconds() == stored.Time);
        Compare("source", entry.Source == stored.Source);
        Compare("kind", entry.Kind == stored.Kind);
        Compare("id", entry.Id == stored.Id);
        Compare("content", entry.EventHash.AsSpan().SequenceEqual(stored.Hash));
        if (entry.Sequence != number)
        {
            var shift = entry.Sequence - number;
            problems.Add(
                different.Count == 0 ? LedgerProblemKind.Moved : LedgerProblemKind.Changed,
                number,
                stored.Id,
                $"The entry that stands here was written {Math.Abs(shift)} {(shift > 0 ? "later" : "earlier")}{And(different)}.");
            return false;
        }

        if (different.Count > 0)
        {
            problems.Add(LedgerProblemKind.Changed, number, entry.Id, $"Event and entry differ in {string.Join(", ", different)}.");
        }

        return different.Count == 0;

        void Compare(string field, bool same)
        {
            if (!same)
            {
                different.Add(field);
            }
        }
    }

    private static string And(List<string> different) => different.Count == 0 ? "" : $", and differs from its event in {string.Join(", ", different)}";
}
