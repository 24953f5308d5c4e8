using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.OpenAi;

/// <summary>
/// Log-probabilities say the answer again, token by token. The tokens are inspected joined, since what they spell need not be what the message says;
/// when anything of the answer is masked, the whole value goes.
/// </summary>
internal static class OpenAiLogprobs
{
    /// <summary>Reads the object at <paramref name="path"/>, which holds a list for each text of a choice.</summary>
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
            ReadList(ref cursor, store, field);
        }
    }

    /// <summary>Reads the list of tokens at <paramref name="path"/>.</summary>
    public static void ReadList(ref JsonCursor cursor, SegmentStore store, string path)
    {
        store.Begin(SegmentRole.Assistant, Provenance.Model, path);
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

    /// <summary>
    /// Reads a list of tokens in a stream's event; they grow in the channel of a field, or join the whole text that was begun, when there is no
    /// <paramref name="opener"/>.
    /// </summary>
    public static void ReadList(ref JsonCursor cursor, StreamTexts content, int index, string field, ChannelOpener? opener)
    {
        while (cursor.NextItem())
        {
            if (cursor.Token != JsonTokenType.StartObject)
            {
                content.AddLeaves(ref cursor, LeafStyle.Figures);
                continue;
            }

            while (cursor.NextKey())
            {
                var (token, passed) = (cursor.Is("token"u8), Passes(ref cursor));
                cursor.Read();
                if (token && opener is null)
                {
                    content.AddJoined(ref cursor);
                }
                else if (token)
                {
                    content.AddText(ref cursor, opener!(content, index, field, SegmentRole.Assistant));
                }
                else if (passed)
                {
                    cursor.Skip();
                }
                else
                {
                    content.AddLeaves(ref cursor, LeafStyle.Figures);
                }
            }
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
                var (token, passed) = (cursor.Is("token"u8), Passes(ref cursor));
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

    // Alternatives are one token long and not part of the answer; bytes spell the token again.
    private static bool Passes(ref JsonCursor cursor) => cursor.Is("top_logprobs"u8) || cursor.Is("bytes"u8) || cursor.Is("logprob"u8);
}
