using System.Text.Json;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Streaming;

/// <summary>Token counts in a stream's events.</summary>
internal static class StreamUsage
{
    /// <summary>Reads a usage object; what it does not say stays as in <paramref name="before"/>.</summary>
    public static TokenUsage Read(ref JsonCursor cursor, StreamTexts content, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output, TokenUsage before)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddValue(ref cursor, vocabulary: false);
            return before;
        }

        var usage = before;
        while (cursor.NextKey())
        {
            var vocabulary = Vocabulary.Has(cursor.Raw);
            var field = UsageCounts.FieldOf(ref cursor, input, output);
            content.AddKey(ref cursor);
            cursor.Read();
            usage = UsageCounts.Take(field, ref cursor, usage);
            if (!(vocabulary && cursor.Passes(vocabulary)))
            {
                content.AddLeaves(ref cursor, LeafStyle.Figures);
            }
        }

        return usage;
    }
}
