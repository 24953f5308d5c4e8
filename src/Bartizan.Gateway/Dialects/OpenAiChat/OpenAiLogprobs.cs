using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>
/// Log-probabilities say the answer again, token by token. The tokens are inspected joined, since what they spell need not be what the message says;
/// when anything of the choice is masked, the whole value becomes null.
/// </summary>
internal static class OpenAiLogprobs
{
    /// <summary>Reads the value at <paramref name="path"/>.</summary>
    public static void Read(ref JsonCursor cursor, SegmentStore store, string path)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.Assistant, path);
            return;
        }

        while (cursor.NextKey())
        {
            var field = Paths.Key(ref cursor, path);
            var known = cursor.Is("content"u8) || cursor.Is("refusal"u8);
            if (!known)
            {
                Leaves.Field(ref cursor, store, path, SegmentRole.Assistant);
                continue;
            }

            cursor.Read();
            store.Begin(SegmentRole.Assistant, Provenance.Model, field);
            if (cursor.Token == JsonTokenType.StartArray)
            {
                Tokens(ref cursor, store);
            }
            else
            {
                Leaves.Collect(ref cursor, store, LeafStyle.Data);
            }

            store.End();
        }
    }

    private static void Tokens(ref JsonCursor cursor, SegmentStore store)
    {
        while (cursor.NextItem())
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                Leaves.Collect(ref cursor, store, LeafStyle.Figures);
                continue;
            }

            while (cursor.NextKey())
            {
                var token = cursor.Is("token"u8);
                // Alternatives are one token long and not part of the answer; bytes spell the token again.
                var passed = cursor.Is("top_logprobs"u8) || cursor.Is("bytes"u8) || cursor.Is("logprob"u8);
                cursor.Read();
                if (token && cursor.Token == JsonTokenType.String)
                {
                    store.AddJoined(ref cursor);
                }
                else if (passed)
                {
                    cursor.Skip();
                }
                else
                {
                    Leaves.Collect(ref cursor, store, LeafStyle.Figures);
                }
            }
        }
    }
}
