using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Reads one part: text or a thought, a call or its result, data or a file.</summary>
internal static class GeminiPartReader
{
    /// <summary>Reads the part at <paramref name="path"/>.</summary>
    public static void Read(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker, List<ProposedToolCall>? calls)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, path);
            return;
        }

        var text = cursor.PeekTrue("thought"u8) ? speaker with { Role = SegmentRole.Reasoning } : speaker;
        var first = store.Count;
        var signature = (Start: -1, End: -1);
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            var field = fields.Take(ref cursor);
            if (!HasRule(field))
            {
                var role = speaker.Role == SegmentRole.ToolResult ? SegmentRole.ToolResult : SegmentRole.Document;
                Leaves.Field(ref cursor, store, path, role);
                continue;
            }

            var place = Paths.Key(ref cursor, path);
            cursor.Read();
            var start = cursor.TokenStart;
            switch (field)
            {
                case GeminiField.Text:
                    Leaves.Text(ref cursor, store, text.Role, text.Provenance, place);
                    break;
                case GeminiField.ThoughtSignature:
                    Leaves.Payload(ref cursor, store, SegmentRole.Reasoning, Provenance.Untrusted, place);
                    signature = (start, cursor.TokenEnd);
                    break;
                case GeminiField.FunctionCall or GeminiField.ToolCall or GeminiField.ExecutableCode:
                    GeminiCallReader.Read(ref cursor, store, place, field, calls);
                    break;
                case GeminiField.InlineData or GeminiField.FileData:
                    Attachment(ref cursor, store, place, speaker.Document);
                    break;
                default:
                    Result(ref cursor, store, place);
                    break;
            }
        }

        // What was signed and then altered must not look signed.
        if (signature.Start >= 0)
        {
            store.Depend(DependentKind.EmptyString, signature.Start, signature.End, first, store.Count);
        }
    }

    private static bool HasRule(GeminiField field) => field is
        GeminiField.Text or GeminiField.ThoughtSignature
        or GeminiField.FunctionCall or GeminiField.ToolCall or GeminiField.ExecutableCode
        or GeminiField.FunctionResponse or GeminiField.ToolResponse or GeminiField.CodeExecutionResult
        or GeminiField.InlineData or GeminiField.FileData;

    // What a function, a tool of the vendor's or its code runner returned.
    private static void Result(ref JsonCursor cursor, SegmentStore store, string path)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.ToolResult, path);
            return;
        }

        var first = store.Count;
        var tool = cursor.PeekString("name"u8);
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            switch (fields.Take(ref cursor))
            {
                case GeminiField.Response or GeminiField.Output:
                    var place = Paths.Key(ref cursor, path);
                    cursor.Read();
                    Leaves.Composite(ref cursor, store, SegmentRole.ToolResult, Provenance.Untrusted, place);
                    break;
                case GeminiField.Parts:
                    cursor.Read();
                    GeminiContentReader.Parts(ref cursor, store, Paths.Member(path, "parts"), Speaker.Tool, calls: null);
                    break;
                case GeminiField.Name or GeminiField.ToolType:
                    Leaves.Word(ref cursor, store, path, SegmentRole.ToolResult);
                    break;
                default:
                    Leaves.Field(ref cursor, store, path, SegmentRole.ToolResult);
                    break;
            }
        }

        store.History.AnsweredBy(first, store.Count, tool);
    }

    private static void Attachment(ref JsonCursor cursor, SegmentStore store, string path, Speaker speaker)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Payload(ref cursor, store, speaker.Role, speaker.Provenance, path);
            return;
        }

        var saysText = Base64Text.SaysText(cursor.PeekString("mimeType"u8, "mime_type"u8));
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            switch (fields.Take(ref cursor))
            {
                case GeminiField.Data:
                    cursor.Read();
                    Leaves.Payload(ref cursor, store, speaker.Role, speaker.Provenance, Paths.Member(path, "data"), saysText);
                    break;
                case GeminiField.FileUri or GeminiField.DisplayName:
                    if (cursor.Is("fileUri"u8) || cursor.Is("file_uri"u8))
                    {
                        store.Hides();
                    }

                    var place = Paths.Key(ref cursor, path);
                    cursor.Read();
                    Leaves.Text(ref cursor, store, speaker.Role, speaker.Provenance, place);
                    break;
                default:
                    Leaves.Field(ref cursor, store, path, speaker.Role);
                    break;
            }
        }
    }
}
