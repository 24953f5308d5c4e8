using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Streaming;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Reads one part of a streamed candidate: a piece of its text or of its thoughts, or a call, which always comes whole.</summary>
internal static class GeminiStreamPart
{
    /// <summary>Reads a part of candidate <paramref name="index"/>.</summary>
    public static void Read(ref JsonCursor cursor, StreamTexts content, int index)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            GrowingFields.Value(ref cursor, content, index, "parts", Speaker.Model, GeminiStreamContent.PathOf);
            return;
        }

        var thought = cursor.PeekTrue("thought"u8);
        TextChannel? text = null;
        StreamCall? call = null;
        var signature = (Start: -1, Length: 0);
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            var field = fields.Take(ref cursor);
            switch (field)
            {
                case GeminiField.Text:
                    cursor.Read();
                    text = thought
                        ? GeminiStreamContent.Channel(content, index, "thought", SegmentRole.Reasoning)
                        : GeminiStreamContent.Channel(content, index, "text", SegmentRole.Assistant);
                    content.AddText(ref cursor, text);
                    break;
                case GeminiField.ThoughtSignature:
                    cursor.Read();
                    content.AddPayload(ref cursor, saidToBeText: false);
                    signature = cursor.Token == JsonTokenType.String ? (cursor.RawStart, cursor.Raw.Length) : signature;
                    break;
                case GeminiField.FunctionCall or GeminiField.ToolCall or GeminiField.ExecutableCode:
                    cursor.Read();
                    call = Call(ref cursor, content, index, field);
                    break;
                case GeminiField.InlineData:
                    cursor.Read();
                    Attachment(ref cursor, content);
                    break;
                case GeminiField.FileData or GeminiField.FunctionResponse or GeminiField.ToolResponse or GeminiField.CodeExecutionResult:
                    cursor.Read();
                    content.AddLeaves(ref cursor, LeafStyle.Data);
                    break;
                default:
                    GeminiStreamContent.Unknown(ref cursor, content, index);
                    break;
            }
        }

        if (signature.Start >= 0)
        {
            content.AddPieceSignature(signature.Start, signature.Length, text, call);
        }
    }

    private static StreamCall? Call(ref JsonCursor cursor, StreamTexts content, int index, GeminiField kind)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddLeaves(ref cursor, LeafStyle.Data);
            return null;
        }

        var call = content.NewCall(index, GeminiStreamContent.PathOf(index, "calls"), GeminiCallReader.RunsUpstream(kind));
        content.AddToCall(call);
        content.EndOfCalls(index);
        if (kind == GeminiField.ExecutableCode)
        {
            call.SetName(GeminiCallReader.CodeTool);
            content.AddArguments(ref cursor, call);
            return call;
        }

        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            var field = fields.Take(ref cursor);
            if (field == GeminiField.Args)
            {
                cursor.Read();
                content.AddArguments(ref cursor, call);
            }
            else if (field == GeminiField.Id)
            {
                call.SetId(content.AddWord(ref cursor) ?? "");
            }
            else if (field == GeminiCallReader.NameOf(kind))
            {
                call.SetName(content.AddWord(ref cursor) ?? "");
            }
            else
            {
                GeminiCallReader.RefusePiece(field);
                content.AddField(ref cursor);
            }
        }

        return call;
    }

    private static void Attachment(ref JsonCursor cursor, StreamTexts content)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            content.AddPayload(ref cursor, saidToBeText: false);
            return;
        }

        var saysText = Base64Text.SaysText(cursor.PeekString("mimeType"u8, "mime_type"u8));
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            if (fields.Take(ref cursor) == GeminiField.Data)
            {
                cursor.Read();
                content.AddPayload(ref cursor, saysText);
            }
            else
            {
                content.AddField(ref cursor);
            }
        }
    }
}
