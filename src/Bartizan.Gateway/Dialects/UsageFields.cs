using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects;

/// <summary>Token counts of a response.</summary>
internal static class UsageFields
{
    /// <summary>Reads the usage object; what it does not say stays as in <paramref name="before"/>. Words in it are inspected, numbers pass.</summary>
    public static TokenUsage Read(ref JsonCursor cursor, SegmentStore store, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output, TokenUsage before)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.Assistant, "usage");
            return before;
        }

        var usage = before;
        store.Begin(SegmentRole.Assistant, Provenance.Untrusted, "usage");
        while (cursor.NextKey())
        {
            var vocabulary = Vocabulary.Has(cursor.Raw);
            var field = UsageCounts.FieldOf(ref cursor, input, output);
            if (!Plain.IsWord(cursor.Raw))
            {
                store.Add(ref cursor, PieceKind.Key);
            }

            cursor.Read();
            usage = UsageCounts.Take(field, ref cursor, usage);
            if (!(vocabulary && cursor.Passes(vocabulary)))
            {
                Leaves.Collect(ref cursor, store, LeafStyle.Figures);
            }
        }

        store.End();
        return usage;
    }
}
