using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiChat;

/// <summary>Reads tool calls: <c>tool_calls[]</c> with a <c>function</c> or <c>custom</c> body, and the older <c>function_call</c>.</summary>
internal static class OpenAiToolCallReader
{
    private sealed class Call
    {
        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public string Arguments { get; set; } = "";

        public int Segment { get; set; } = -1;
    }

    /// <summary>Reads the array of calls at <paramref name="path"/>.</summary>
    public static void ReadAll(ref JsonCursor cursor, SegmentStore store, string path, List<ProposedToolCall>? calls)
    {
        if (cursor.Token != JsonTokenType.StartArray)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.ToolCall, path);
            return;
        }

        for (var i = 0; cursor.NextItem(); i++)
        {
            var item = Paths.Item(path, i);
            if (cursor.Token != JsonTokenType.StartObject)
            {
                Leaves.Generic(ref cursor, store, SegmentRole.ToolCall, item);
                continue;
            }

            var call = new Call();
            while (cursor.NextKey())
            {
                if (cursor.Is("function"u8) || cursor.Is("custom"u8))
                {
                    var field = Paths.Key(ref cursor, item);
                    cursor.Read();
                    Body(ref cursor, store, field, call);
                }
                else if (cursor.Is("id"u8))
                {
                    call.Id = Leaves.Word(ref cursor, store, item, SegmentRole.ToolCall) ?? "";
                }
                else
                {
                    Leaves.Field(ref cursor, store, item, SegmentRole.ToolCall);
                }
            }

            if (calls is null)
            {
                store.History.Called(call.Id, call.Name);
            }

            calls?.Add(new ProposedToolCall(call.Id, call.Name, call.Arguments, call.Segment));
        }
    }

    /// <summary>Reads the older single call at <paramref name="path"/>.</summary>
    public static void ReadFunction(ref JsonCursor cursor, SegmentStore store, string path, List<ProposedToolCall>? calls)
    {
        if (cursor.Token == JsonTokenType.Null)
        {
            return;
        }

        var call = new Call();
        Body(ref cursor, store, path, call);
        calls?.Add(new ProposedToolCall("", call.Name, call.Arguments, call.Segment));
    }

    private static void Body(ref JsonCursor cursor, SegmentStore store, string path, Call call)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, store, SegmentRole.ToolCall, path);
            return;
        }

        while (cursor.NextKey())
        {
            if (cursor.Is("arguments"u8) || cursor.Is("input"u8))
            {
                var field = Paths.Key(ref cursor, path);
                cursor.Read();
                var start = cursor.TokenStart;
                var text = cursor.Token == JsonTokenType.String ? cursor.Text() : null;
                call.Segment = Leaves.Arguments(ref cursor, store, Provenance.Model, field);
                call.Arguments = text ?? Encoding.UTF8.GetString(cursor.Slice(start, cursor.TokenEnd));
            }
            else if (cursor.Is("name"u8))
            {
                call.Name = Leaves.Word(ref cursor, store, path, SegmentRole.ToolCall) ?? "";
            }
            else
            {
                Leaves.Field(ref cursor, store, path, SegmentRole.ToolCall);
            }
        }
    }
}
