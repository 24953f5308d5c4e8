using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads calls of tools, with the results that some of them carry along.</summary>
internal static class ItemCallReader
{
    /// <summary>Reads the call at <paramref name="path"/>.</summary>
    public static void Read(ref JsonCursor cursor, ItemTarget target, string path, ItemKind kind, bool proposed)
    {
        var call = new ItemCall(kind);
        var mark = target.Mark;
        if (proposed)
        {
            target.BeginCall(call);
        }

        while (cursor.NextKey())
        {
            if (!call.HasArguments && IsArguments(ref cursor, kind))
            {
                var field = Paths.Key(ref cursor, path);
                call.HasArguments = true;
                cursor.Read();
                target.Arguments(ref cursor, call, field);
            }
            else if (cursor.Is("name"u8))
            {
                call.GivenName = target.Word(ref cursor, path, SegmentRole.ToolCall) ?? "";
            }
            else if (cursor.Is("call_id"u8))
            {
                call.CallId = target.Word(ref cursor, path, SegmentRole.ToolCall) ?? "";
            }
            else if (cursor.Is("id"u8))
            {
                call.ItemId = target.Word(ref cursor, path, SegmentRole.ToolCall) ?? "";
            }
            else
            {
                Outcome(ref cursor, target, path);
            }
        }

        if (proposed)
        {
            target.EndCall(call);
        }
        else
        {
            target.Called(call, mark);
        }
    }

    private static void Outcome(ref JsonCursor cursor, ItemTarget target, string path)
    {
        if (cursor.Is("output"u8) || cursor.Is("outputs"u8) || cursor.Is("results"u8) || cursor.Is("error"u8))
        {
            var field = Paths.Key(ref cursor, path);
            cursor.Read();
            PartReader.ReadAll(ref cursor, target, field, Speaker.Tool);
        }
        else if (cursor.Is("result"u8))
        {
            cursor.Read();
            target.Payload(ref cursor, Speaker.Tool, Paths.Member(path, "result"));
        }
        else
        {
            target.Field(ref cursor, path, SegmentRole.ToolCall);
        }
    }

    private static bool IsArguments(ref JsonCursor cursor, ItemKind kind)
    {
        if (kind.Bare)
        {
            return false;
        }

        var key = cursor.Text();
        return kind.Arguments.Length > 0 ? key == kind.Arguments : ItemKind.AnyArguments.Contains(key);
    }
}
