using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Reads what a candidate of a stream adds to its texts.</summary>
internal static class GeminiStreamContent
{
    /// <summary>Reads the content of candidate <paramref name="index"/>.</summary>
    public static void Read(ref JsonCursor cursor, StreamTexts content, int index)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            GrowingFields.Value(ref cursor, content, index, "content", new Speaker(SegmentRole.Assistant, Provenance.Model), PathOf);
            return;
        }

        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            if (fields.Take(ref cursor) != GeminiField.Parts)
            {
                Unknown(ref cursor, content, index);
                continue;
            }

            cursor.Read();
            var list = cursor.Token == JsonTokenType.StartArray;
            for (var i = 0; list ? cursor.NextItem() : i == 0; i++)
            {
                GeminiStreamPart.Read(ref cursor, content, index);
            }
        }
    }

    /// <summary>On a key without a rule of its own: its strings grow, untrusted.</summary>
    public static void Unknown(ref JsonCursor cursor, StreamTexts content, int index) =>
        GrowingFields.Member(ref cursor, content, index, null, new Speaker(SegmentRole.Assistant, Provenance.Untrusted), PathOf);

    /// <summary>The channel of a text of candidate <paramref name="index"/>.</summary>
    public static TextChannel Channel(StreamTexts content, int index, string field, SegmentRole role) =>
        content.Find(index, field) ?? content.Open(index, field, role, Provenance.Model, PathOf(index, field));

    /// <summary>Reads log-probabilities: their tokens grow in a channel of their own, and the value goes when anything of the event is masked.</summary>
    public static void Logprobs(ref JsonCursor cursor, StreamTexts content, int index)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddValue(ref cursor, vocabulary: false);
            return;
        }

        var start = cursor.TokenStart;
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            switch (fields.Take(ref cursor))
            {
                case GeminiField.ChosenCandidates:
                    cursor.Read();
                    Tokens(ref cursor, content, index);
                    break;
                case GeminiField.TopCandidates:
                    cursor.Read();
                    content.AddLeaves(ref cursor, LeafStyle.Alternatives);
                    break;
                default:
                    content.AddField(ref cursor);
                    break;
            }
        }

        content.AddRepeat(start, cursor.TokenEnd);
    }

    /// <summary>Where a text stands; which part it came in says nothing, since a stream cuts parts as it likes.</summary>
    public static string PathOf(int index, string field) => $"candidates[{index}].content.{field}";

    private static void Tokens(ref JsonCursor cursor, StreamTexts content, int index)
    {
        var list = cursor.Token == JsonTokenType.StartArray;
        for (var i = 0; list ? cursor.NextItem() : i == 0; i++)
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                content.AddLeaves(ref cursor, LeafStyle.Data);
                continue;
            }

            var fields = default(GeminiFields);
            while (cursor.NextKey())
            {
                var token = fields.Take(ref cursor) == GeminiField.Token;
                content.AddKey(ref cursor);
                cursor.Read();
                if (token)
                {
                    content.AddText(ref cursor, Channel(content, index, "logprobs", SegmentRole.Assistant));
                }
                else
                {
                    content.AddLeaves(ref cursor, LeafStyle.Figures);
                }
            }
        }
    }
}
