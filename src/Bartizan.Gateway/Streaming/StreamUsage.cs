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
            var (isInput, isOutput) = (cursor.Is(input), cursor.Is(output));
            content.AddKey(ref cursor);
            cursor.Read();
            if (isInput)
            {
                usage = usage with { Input = cursor.Integer() ?? usage.Input };
            }
            else if (isOutput)
            {
                usage = usage with { Output = cursor.Integer() ?? usage.Output };
            }

            if (!(vocabulary && cursor.Passes(vocabulary)))
            {
                content.AddLeaves(ref cursor, LeafStyle.Figures);
            }
        }

        return usage;
    }
}
