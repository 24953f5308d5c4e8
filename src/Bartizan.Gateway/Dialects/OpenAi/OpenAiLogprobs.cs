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

    /// <summary>
    /// Reads the list of tokens at <paramref name="path"/>: first the tokens, as one text, then what stands beside them, so that nothing between two tokens
    /// keeps them apart.
    /// </summary>
    public static void ReadList(ref JsonCursor cursor, SegmentStore store, string path)
    {
        var again = cursor;
        store.Begin(SegmentRole.Assistant, Provenance.Model, path);
        if (cursor.Token != JsonTokenType.StartArray)
        {
            Leaves.Collect(ref cursor, store, LeafStyle.Data);
            store.End();
            return;
        }

        while (NextToken(ref cursor))
        {
            store.AddJoined(ref cursor);
        }

        store.End();
        store.Begin(SegmentRole.Assistant, Provenance.Untrusted, path);
        while (NextOther(ref again, out var style))
        {
            if (again.Token != JsonTokenType.PropertyName)
            {
                Leaves.Collect(ref again, store, style);
            }
            else if (!Plain.IsWord(again.Raw))
            {
                store.Add(ref again, PieceKind.Key);
            }
        }

        store.End();
    }

    /// <summary>The same in a stream's event: the tokens grow in the channel of a field, or come whole when there is no <paramref name="opener"/>.</summary>
    public static void ReadList(ref JsonCursor cursor, StreamTexts content, int index, string field, ChannelOpener? opener)
    {
        var again = cursor;
        if (opener is null)
        {
            content.BeginWhole();
        }

        while (NextToken(ref cursor))
        {
            if (opener is null)
            {
                content.AddJoined(ref cursor);
            }
            else
            {
                content.AddText(ref cursor, opener(content, index, field, SegmentRole.Assistant));
            }
        }

        if (opener is null)
        {
            content.EndWhole(index, field, SegmentRole.Assistant, Provenance.Model);
        }

        while (NextOther(ref again, out var style))
        {
            if (again.Token == JsonTokenType.PropertyName)
            {
                content.AddKey(ref again);
            }
            else
            {
                content.AddLeaves(ref again, style);
            }
        }
    }

    // Inside the list: moves to the text of the next token.
    private static bool NextToken(ref JsonCursor cursor)
    {
        while (Next(ref cursor))
        {
            if (cursor.Token == JsonTokenType.PropertyName)
            {
                var token = cursor.Is("token"u8);
                cursor.Read();
                if (token && cursor.Token == JsonTokenType.String)
                {
                    return true;
                }
            }

            cursor.Skip();
        }

        return false;
    }

    // Inside the list: moves to the next name of a member, or to the next value that is no token's text.
    private static bool NextOther(ref JsonCursor cursor, out LeafStyle style)
    {
        style = LeafStyle.Data;
        if (cursor.Token == JsonTokenType.PropertyName)
        {
            // Alternatives are one token long and not part of the answer; bytes spell the token again.
            var token = cursor.Is("token"u8);
            style = cursor.Is("top_logprobs"u8) || cursor.Is("bytes"u8) || cursor.Is("logprob"u8) ? LeafStyle.Alternatives : LeafStyle.Figures;
            cursor.Read();
            if (!(token && cursor.Token == JsonTokenType.String))
            {
                return true;
            }
        }

        return Next(ref cursor);
    }

    // Inside the list: moves to the next name of a member of an item, or to the next item that is no object; false at the list's end.
    private static bool Next(ref JsonCursor cursor)
    {
        do
        {
            cursor.Read();
        }
        while (cursor.Token is JsonTokenType.StartObject or JsonTokenType.EndObject);
        return cursor.Token != JsonTokenType.EndArray;
    }
}
