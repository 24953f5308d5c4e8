using System.Text;
using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;

namespace Bartizan.Gateway.Dialects.Gemini;

/// <summary>Reads calls: of the application's functions, and of tools and code that the vendor runs.</summary>
internal static class GeminiCallReader
{
    /// <summary>The tool's name for code that the model writes and the vendor runs.</summary>
    public const string CodeTool = "codeExecution";

    private sealed class Call
    {
        public string Id { get; set; } = "";

        public string Name { get; set; } = "";

        public string Arguments { get; set; } = "";

        public int Segment { get; set; } = -1;
    }

    /// <summary>Reads the call at <paramref name="path"/>, found under <paramref name="kind"/>; <paramref name="calls"/> is null in a request.</summary>
    public static void Read(ref JsonCursor cursor, SegmentStore store, string path, GeminiField kind, List<ProposedToolCall>? calls)
    {
        var call = new Call();
        if (kind == GeminiField.ExecutableCode)
        {
            call.Name = CodeTool;
            Arguments(ref cursor, store, path, call);
        }
        else if (cursor.Token == JsonTokenType.StartObject)
        {
            Members(ref cursor, store, path, kind, call, history: calls is null);
        }
        else
        {
            Leaves.Generic(ref cursor, store, SegmentRole.ToolCall, path);
            return;
        }

        calls?.Add(new ProposedToolCall(call.Id, call.Name, call.Arguments, call.Segment, RunsUpstream(kind)));
    }

    /// <summary>The field that names the tool.</summary>
    public static GeminiField NameOf(GeminiField kind) => kind == GeminiField.ToolCall ? GeminiField.ToolType : GeminiField.Name;

    /// <summary>Whether the vendor runs it.</summary>
    public static bool RunsUpstream(GeminiField kind) => kind != GeminiField.FunctionCall;

    /// <summary>Refuses a call that is one piece of several: policy decides on whole arguments, and every client puts the pieces together in its own way.</summary>
    public static void RefusePiece(GeminiField field)
    {
        if (field is GeminiField.PartialArgs or GeminiField.WillContinue)
        {
            throw JsonRefusal.Field("A function call comes in pieces.");
        }
    }

    private static void Members(ref JsonCursor cursor, SegmentStore store, string path, GeminiField kind, Call call, bool history)
    {
        var fields = default(GeminiFields);
        while (cursor.NextKey())
        {
            var field = fields.Take(ref cursor);
            if (field == GeminiField.Args)
            {
                cursor.Read();
                Arguments(ref cursor, store, Paths.Member(path, "args"), call);
            }
            else if (field == GeminiField.Id)
            {
                call.Id = Leaves.Word(ref cursor, store, path, SegmentRole.ToolCall) ?? "";
            }
            else if (field == NameOf(kind))
            {
                call.Name = Leaves.Word(ref cursor, store, path, SegmentRole.ToolCall) ?? "";
            }
            else
            {
                if (!history)
                {
                    RefusePiece(field);
                }

                Leaves.Field(ref cursor, store, path, SegmentRole.ToolCall);
            }
        }
    }

    private static void Arguments(ref JsonCursor cursor, SegmentStore store, string path, Call call)
    {
        var start = cursor.TokenStart;
        call.Segment = Leaves.Composite(ref cursor, store, SegmentRole.ToolCall, Provenance.Model, path);
        call.Arguments = Encoding.UTF8.GetString(cursor.Slice(start, cursor.TokenEnd));
    }
}
