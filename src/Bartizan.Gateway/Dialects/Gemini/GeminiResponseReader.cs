using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Reads the body of a complete response, or of an error.</summary>
internal static class GeminiResponseReader
{
    /// <summary>Walks the whole response.</summary>
    public static void Read(ref JsonCursor cursor, ResponseReading reading)
    {
        var calls = new List<ProposedToolCall>();
        var stops = new List<string>();

        // An error in answer to streamGenerateContent comes as an array of one. More than one is a stream, whose texts go on from one to the next.
        var list = cursor.Token == JsonTokenType.StartArray;
        for (var i = 0; list ? cursor.NextItem() : i == 0; i++)
        {
            if (cursor.Token != JsonTokenType.StartObject || i > 0)
            {
                throw JsonRefusal.Field("The body must be one JSON object.");
            }

            Response(ref cursor, reading, calls, stops);
        }

        reading.ToolCalls = calls;
        reading.StopReasons = stops;
    }

    private static void Response(ref JsonCursor cursor, ResponseReading reading, List<ProposedToolCall> calls, List<string> stops)
    {
        var store = reading.Store;
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            switch (fields.Take(ref cursor))
            {
                case GeminiField.Candidates:
                    cursor.Read();
                    Candidates(ref cursor, store, calls, stops);
                    break;
                case GeminiField.UsageMetadata:
                    cursor.Read();
                    reading.Usage = GeminiUsage.Read(ref cursor, store);
                    break;
                case GeminiField.PromptFeedback:
                    var place = Paths.Key(ref cursor);
                    cursor.Read();
                    PromptFeedback(ref cursor, store, place, stops);
                    break;
                default:
                    Leaves.Field(ref cursor, store, null, SegmentRole.Assistant);
                    break;
            }
        }
    }

    private static void Candidates(ref JsonCursor cursor, SegmentStore store, List<ProposedToolCall> calls, List<string> stops)
    {
        var list = cursor.Token == JsonTokenType.StartArray;
        for (var i = 0; list ? cursor.NextItem() : i == 0; i++)
        {
            var path = list ? Paths.Item("candidates", i) : "candidates";
            if (cursor.Token == JsonTokenType.StartObject)
            {
                Candidate(ref cursor, store, path, calls, stops);
            }
            else
            {
                Leaves.Generic(ref cursor, store, SegmentRole.Assistant, path);
            }
        }
    }

    private static void Candidate(ref JsonCursor cursor, SegmentStore store, string path, List<ProposedToolCall> calls, List<string> stops)
    {
        var first = store.Count;
        var repeats = (Start: -1, End: -1);
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            var field = fields.Take(ref cursor);
            switch (field)
            {
                case GeminiField.Content:
                    cursor.Read();
                    GeminiContentReader.Read(ref cursor, store, Paths.Member(path, "content"), Speaker.Model, calls);
                    break;
                case GeminiField.FinishReason:
                    Stop(ref cursor, store, path, stops);
                    break;
                case GeminiField.LogprobsResult:
                    var place = Paths.Key(ref cursor, path);
                    cursor.Read();
                    repeats.Start = cursor.TokenStart;
                    GeminiLogprobs.Read(ref cursor, store, place);
                    repeats.End = cursor.TokenEnd;
                    break;
                case GeminiField.AvgLogprobs or GeminiField.SafetyRatings:
                    Figures(ref cursor, store, path);
                    break;
                default:
                    // groundingMetadata, citationMetadata and urlContextMetadata quote documents
                    Leaves.Field(ref cursor, store, path, SegmentRole.Document);
                    break;
            }
        }

        if (repeats.Start >= 0)
        {
            store.Depend(DependentKind.Null, repeats.Start, repeats.End, first, store.Count);
        }
    }

    // Of a prompt that was blocked there is no candidate to say why.
    private static void PromptFeedback(ref JsonCursor cursor, SegmentStore store, string path, List<string> stops)
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
                case GeminiField.BlockReason:
                    Stop(ref cursor, store, path, stops);
                    break;
                case GeminiField.SafetyRatings:
                    Figures(ref cursor, store, path);
                    break;
                default:
                    Leaves.Field(ref cursor, store, path, SegmentRole.Assistant);
                    break;
            }
        }
    }

    private static void Stop(ref JsonCursor cursor, SegmentStore store, string path, List<string> stops)
    {
        if (Leaves.Word(ref cursor, store, path, SegmentRole.Assistant) is { } stop)
        {
            stops.Add(stop);
        }
    }

    private static void Figures(ref JsonCursor cursor, SegmentStore store, string path)
    {
        var place = Paths.Key(ref cursor, path);
        cursor.Read();
        Leaves.Composite(ref cursor, store, SegmentRole.Assistant, Provenance.Untrusted, place, LeafStyle.Figures);
    }
}
