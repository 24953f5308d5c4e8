using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects.OpenAi;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>Reads the body of a complete chat completion, or of an error.</summary>
internal static class OpenAiResponseReader
{
    /// <summary>Walks the whole response.</summary>
    public static void Read(ref JsonCursor cursor, ResponseReading reading)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            throw JsonRefusal.Field("The body must be a JSON object.");
        }

        var calls = new List<ProposedToolCall>();
        var stops = new List<string>();
        while (cursor.NextKey())
        {
            if (cursor.Is("choices"u8))
            {
                cursor.Read();
                Choices(ref cursor, reading.Store, calls, stops);
            }
            else if (cursor.Is("usage"u8))
            {
                cursor.Read();
                reading.Usage = UsageFields.Read(ref cursor, reading.Store, "prompt_tokens"u8, "completion_tokens"u8, default);
            }
            else if (cursor.Is("moderation"u8))
            {
                cursor.Read();
                Leaves.Composite(ref cursor, reading.Store, SegmentRole.Assistant, Provenance.Untrusted, "moderation", LeafStyle.Figures);
            }
            else
            {
                Leaves.Field(ref cursor, reading.Store, null, SegmentRole.Assistant);
            }
        }

        reading.ToolCalls = calls;
        reading.StopReasons = stops;
    }

    private static void Choices(ref JsonCursor cursor, SegmentStore store, List<ProposedToolCall> calls, List<string> stops)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.Assistant, "choices");
            return;
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            var path = Paths.Item("choices", i);
            if (cursor.Token == JsonTokenType.StartObject)
            {
                Choice(ref cursor, store, path, calls, stops);
            }
            else
            {
                Leaves.Generic(ref cursor, store, SegmentRole.Assistant, path);
            }
        }
    }

    private static void Choice(ref JsonCursor cursor, SegmentStore store, string path, List<ProposedToolCall> calls, List<string> stops)
    {
        var first = store.Count;
        var repeats = (Start: -1, End: -1);
        while (cursor.NextKey())
        {
            if (cursor.Is("message"u8))
            {
                cursor.Read();
                OpenAiMessageReader.Read(ref cursor, store, Paths.Member(path, "message"), Speaker.Model, calls);
            }
            else if (cursor.Is("logprobs"u8))
            {
                cursor.Read();
                repeats.Start = cursor.TokenStart;
                OpenAiLogprobs.Read(ref cursor, store, Paths.Member(path, "logprobs"));
                repeats.End = cursor.TokenEnd;
            }
            else if (cursor.Is("text"u8))
            {
                cursor.Read();
                Leaves.Text(ref cursor, store, SegmentRole.Assistant, Provenance.Model, Paths.Member(path, "text"));
            }
            else if (cursor.Is("finish_reason"u8))
            {
                if (Leaves.Word(ref cursor, store, path, SegmentRole.Assistant) is { } stop)
                {
                    stops.Add(stop);
                }
            }
            else
            {
                Leaves.Field(ref cursor, store, path, SegmentRole.Assistant);
            }
        }

        if (repeats.Start >= 0)
        {
            store.Depend(DependentKind.Null, repeats.Start, repeats.End, first, store.Count);
        }
    }
}
