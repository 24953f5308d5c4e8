using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Log-probabilities, which say the answer again token by token: inspected joined, null once anything of the candidate is masked.</summary>
internal static class GeminiLogprobs
{
    /// <summary>Reads the value at <paramref name="path"/>.</summary>
    public static void Read(ref JsonCursor cursor, SegmentStore store, string path)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.Assistant, path);
            return;
        }

        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            switch (fields.Take(ref cursor))
            {
                case GeminiField.ChosenCandidates:
                    var place = Paths.Key(ref cursor, path);
                    cursor.Read();
                    var again = cursor;
                    store.Begin(SegmentRole.Assistant, Provenance.Model, place);
                    Tokens(ref cursor, store, ofTokens: true);
                    store.End();
                    // What stands between two tokens must not keep them apart.
                    store.Begin(SegmentRole.Assistant, Provenance.Untrusted, place);
                    Tokens(ref again, store, ofTokens: false);
                    store.End();
                    break;
                case GeminiField.TopCandidates:
                    // Alternatives are one token long and not part of the answer.
                    var alternatives = Paths.Key(ref cursor, path);
                    cursor.Read();
                    Leaves.Composite(ref cursor, store, SegmentRole.Assistant, Provenance.Untrusted, alternatives, LeafStyle.Alternatives);
                    break;
                default:
                    Leaves.Field(ref cursor, store, path, SegmentRole.Assistant);
                    break;
            }
        }
    }

    // The tokens' texts, or all but these.
    private static void Tokens(ref JsonCursor cursor, SegmentStore store, bool ofTokens)
    {
        var list = cursor.Token == JsonTokenType.StartArray;
        for (var i = 0; list ? cursor.NextItem() : i == 0; i++)
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                Other(ref cursor, store, LeafStyle.Data, ofTokens);
                continue;
            }

            var fields = default(GeminiFields);
            while (cursor.NextKey())
            {
                var token = fields.Take(ref cursor) == GeminiField.Token;
                if (!ofTokens && !Plain.IsWord(cursor.Raw))
                {
                    store.Add(ref cursor, PieceKind.Key);
                }

                cursor.Read();
                if (!token || cursor.Token != JsonTokenType.String)
                {
                    Other(ref cursor, store, LeafStyle.Figures, ofTokens);
                }
                else if (ofTokens)
                {
                    store.AddJoined(ref cursor);
                }
            }
        }
    }

    private static void Other(ref JsonCursor cursor, SegmentStore store, LeafStyle style, bool skips)
    {
        if (skips)
        {
            cursor.Skip();
        }
        else
        {
            Leaves.Collect(ref cursor, store, style);
        }
    }
}
