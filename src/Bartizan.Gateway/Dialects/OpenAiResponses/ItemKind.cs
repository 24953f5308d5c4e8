using System.Text;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>How an item is read.</summary>
internal enum ItemShape
{
    /// <summary>A type without a rule of its own: every leaf is inspected, untrusted.</summary>
    Unknown,

    /// <summary>Somebody's words, in parts.</summary>
    Message,

    /// <summary>A call that the model proposes or proposed.</summary>
    Call,

    /// <summary>What a call returned.</summary>
    Result,

    /// <summary>The model's reasoning.</summary>
    Reasoning,

    /// <summary>Tools that somebody offers in the middle of a conversation.</summary>
    Tools,

    /// <summary>A yes or no to a proposed call.</summary>
    Approval,

    /// <summary>An item that the upstream keeps.</summary>
    Reference,

    /// <summary>Earlier context, sealed by the upstream.</summary>
    Sealed,
}

/// <summary>What is known of items of one type.</summary>
/// <param name="Shape">How they are read.</param>
/// <param name="ToolName">For a call: the tool that items of this type always call; empty when the item names it.</param>
/// <param name="Arguments">For a call: the field that holds the arguments; empty when it may be any of <see cref="AnyArguments"/>.</param>
/// <param name="RunsUpstream">For a call: whether the model's vendor runs it.</param>
/// <param name="Bare">For a call: whether it has no arguments that policy could wait for, so that it is whole when it begins.</param>
internal sealed record ItemKind(ItemShape Shape, string ToolName = "", string Arguments = "", bool RunsUpstream = false, bool Bare = false)
{
    private static readonly Dictionary<string, ItemKind> ByType = new(StringComparer.Ordinal)
    {
        ["message"] = new(ItemShape.Message),
        ["reasoning"] = new(ItemShape.Reasoning),
        ["item_reference"] = new(ItemShape.Reference),
        ["compaction"] = new(ItemShape.Sealed),
        ["compaction_summary"] = new(ItemShape.Sealed),
        ["additional_tools"] = new(ItemShape.Tools),
        ["mcp_list_tools"] = new(ItemShape.Tools),
        ["tool_search_output"] = new(ItemShape.Tools),
        ["mcp_approval_response"] = new(ItemShape.Approval),
        ["program_output"] = new(ItemShape.Result),
        ["function_call"] = new(ItemShape.Call, Arguments: "arguments"),
        ["custom_tool_call"] = new(ItemShape.Call, Arguments: "input"),
        ["mcp_call"] = new(ItemShape.Call, Arguments: "arguments", RunsUpstream: true),
        ["mcp_approval_request"] = new(ItemShape.Call, Arguments: "arguments", RunsUpstream: true),
        ["web_search_call"] = new(ItemShape.Call, "web_search", "action", RunsUpstream: true),
        ["file_search_call"] = new(ItemShape.Call, "file_search", "queries", RunsUpstream: true),
        ["code_interpreter_call"] = new(ItemShape.Call, "code_interpreter", "code", RunsUpstream: true),
        ["image_generation_call"] = new(ItemShape.Call, "image_generation", RunsUpstream: true, Bare: true),
        ["tool_search_call"] = new(ItemShape.Call, "tool_search", "arguments", RunsUpstream: true),
        ["program"] = new(ItemShape.Call, "program", "code", RunsUpstream: true),
        ["computer_call"] = new(ItemShape.Call, "computer"),
        ["local_shell_call"] = new(ItemShape.Call, "local_shell", "action"),
        ["shell_call"] = new(ItemShape.Call, "shell", "action"),
        ["apply_patch_call"] = new(ItemShape.Call, "apply_patch", "operation"),
    };

    private static readonly ItemKind Unknown = new(ItemShape.Unknown);
    private static readonly ItemKind UnknownResult = new(ItemShape.Result);

    /// <summary>Fields that may hold the arguments of a call of a type which is not known.</summary>
    public static readonly IReadOnlyList<string> AnyArguments = ["arguments", "input", "code", "action", "actions", "operation"];

    /// <summary>The kind that a type names. Calls and results of types yet to come are told by how their names end.</summary>
    public static ItemKind Of(ReadOnlySpan<byte> type)
    {
        if (type.Length > 64 || !Ascii.IsValid(type))
        {
            return Unknown;
        }

        var name = Encoding.ASCII.GetString(type);
        if (ByType.TryGetValue(name, out var kind))
        {
            return kind;
        }

        return name.EndsWith("_call_output", StringComparison.Ordinal) ? UnknownResult
            : name.EndsWith("_call", StringComparison.Ordinal) ? new ItemKind(ItemShape.Call, name[..^"_call".Length])
            : Unknown;
    }

    /// <summary>Who speaks in a message of this role.</summary>
    public static Speaker SpeakerOf(ReadOnlySpan<byte> role) => role switch
    {
        _ when role.SequenceEqual("user"u8) => Speaker.User,
        _ when role.SequenceEqual("assistant"u8) => Speaker.Model,
        _ when role.SequenceEqual("system"u8) || role.SequenceEqual("developer"u8) => Speaker.Application,
        _ => Speaker.Unknown,
    };
}
