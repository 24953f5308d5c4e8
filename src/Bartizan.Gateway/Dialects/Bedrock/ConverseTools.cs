using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Bedrock;

/// <summary>Reads tools offered and tools used.</summary>
internal static class ConverseTools
{
    /// <summary>Reads <c>toolConfig</c>: the tools offered, and which of them the model shall choose.</summary>
    public static void Config(ref JsonCursor cursor, ConverseContext context)
    {
        if (cursor.Token != JsonTokenType.StartObject)
        {
            Leaves.Generic(ref cursor, context.Store, SegmentRole.ToolDefinition, "toolConfig");
            return;
        }

        while (cursor.NextKey())
        {
            var place = Paths.Key(ref cursor, "toolConfig");
            var tools = cursor.Is("tools"u8);
            if (!tools && !cursor.Is("toolChoice"u8))
            {
                Leaves.Field(ref cursor, context.Store, "toolConfig", SegmentRole.ToolDefinition);
                continue;
            }

            cursor.Read();
            if (tools)
            {
                ToolDefinitions.Read(ref cursor, context.Store, context.Tools, place);
            }
            else
            {
                Leaves.Composite(ref cursor, context.Store, SegmentRole.ToolDefinition, Provenance.Trusted, place, LeafStyle.Schema);
            }
        }
    }

    /// <summary>Reads a <c>toolUse</c>.</summary>
    public static void Use(ref JsonCursor cursor, ConverseContext context, string path)
    {
        string id = "", name = "", arguments = "";
        var segment = -1;
        var upstream = RunsUpstream(cursor.PeekString("type"u8));
        while (cursor.NextKey())
        {
            if (cursor.Is("input"u8))
            {
                cursor.Read();
                var start = cursor.TokenStart;
                segment = Leaves.Composite(ref cursor, context.Store, SegmentRole.ToolCall, Provenance.Model, Paths.Member(path, "input"));
                arguments = context.Calls is null ? "" : Encoding.UTF8.GetString(cursor.Slice(start, cursor.TokenEnd));
            }
            else if (cursor.Is("toolUseId"u8))
            {
                id = Leaves.Word(ref cursor, context.Store, path, SegmentRole.ToolCall) ?? "";
            }
            else if (cursor.Is("name"u8))
            {
                name = Leaves.Word(ref cursor, context.Store, path, SegmentRole.ToolCall) ?? "";
            }
            else
            {
                Leaves.Field(ref cursor, context.Store, path, SegmentRole.ToolCall);
            }
        }

        if (context.Calls is null)
        {
            context.Store.History.Called(id, name);
        }

        context.Calls?.Add(new ProposedToolCall(id, name, arguments, segment, upstream));
    }

    /// <summary>Reads a block that adds or removes a tool in the middle of a conversation. A removed one counts as offered: it was, until here.</summary>
    public static void Change(ref JsonCursor cursor, ConverseContext context, string path)
    {
        while (cursor.NextKey())
        {
            if (!cursor.Is("tool"u8))
            {
                Leaves.Field(ref cursor, context.Store, path, SegmentRole.ToolDefinition);
                continue;
            }

            cursor.Read();
            if (cursor.Token == JsonTokenType.StartObject)
            {
                context.Tools.Add(Encoding.UTF8.GetString(cursor.PeekString("name"u8)));
            }

            Leaves.Composite(ref cursor, context.Store, SegmentRole.ToolDefinition, Provenance.Trusted, Paths.Member(path, "tool"), LeafStyle.Schema);
        }
    }

    /// <summary>Whether a call of this type is run by Amazon.</summary>
    public static bool RunsUpstream(ReadOnlySpan<byte> type) => type.SequenceEqual("server_tool_use"u8);
}
