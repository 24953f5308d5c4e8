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
                    store.Begin(SegmentRole.Assistant, Provenance.Model, place);
                    Tokens(ref cursor, store);
                    store.End();
                    break;
                case GeminiField.TopCandidates:
                    // Alternatives are one token long and not part of the answer.
                    cursor.Read();
                    cursor.Skip();
                    break;
                default:
                    Leaves.Field(ref cursor, store, path, SegmentRole.Assistant);
                    break;
            }
        }
    }

    private static void Tokens(ref JsonCursor cursor, SegmentStore store)
    {
        var list = cursor.Token == JsonTokenType.StartArray;
        for (var i = 0; list ? cursor.NextItem() : i == 0; i++)
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                Leaves.Collect(ref cursor, store, LeafStyle.Data);
                continue;
            }

            var fields = default(GeminiFields);
            while (cursor.NextKey())
            {
                var token = fields.Take(ref cursor) == GeminiField.Token;
                if (!Plain.IsWord(cursor.Raw))
                {
                    store.Add(ref cursor, PieceKind.Key);
                }

                cursor.Read();
                if (token && cursor.Token == JsonTokenType.String)
                {
                    store.AddJoined(ref cursor);
                }
                else
                {
                    Leaves.Collect(ref cursor, store, LeafStyle.Figures);
                }
            }
        }
    }
}
