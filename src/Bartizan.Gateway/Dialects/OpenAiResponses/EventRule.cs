using System.Buffers;
using System.Text;
using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Dialects.OpenAiResponses;

/// <summary>What a stream's event brings.</summary>
internal enum EventKind
{
    /// <summary>A type without a rule of its own: its texts grow by the names of their fields.</summary>
    Unknown,

    /// <summary>The response so far.</summary>
    Response,

    /// <summary>The response at its end.</summary>
    ResponseEnd,

    /// <summary>An item that begins.</summary>
    ItemStart,

    /// <summary>An item at its end.</summary>
    ItemEnd,

    /// <summary>A part of an item that begins.</summary>
    PartStart,

    /// <summary>A part at its end.</summary>
    PartEnd,

    /// <summary>A piece of a text.</summary>
    Text,

    /// <summary>A text at its end.</summary>
    TextEnd,

    /// <summary>A piece of a call's arguments.</summary>
    Arguments,

    /// <summary>A call's arguments at their end.</summary>
    ArgumentsEnd,

    /// <summary>A piece of a shell command.</summary>
    Command,

    /// <summary>A shell command at its end.</summary>
    CommandEnd,

    /// <summary>A remark on a text.</summary>
    Annotation,

    /// <summary>A picture so far.</summary>
    Image,

    /// <summary>An error, on which clients throw.</summary>
    Error,
}

/// <summary>What is known of events of one type.</summary>
/// <param name="Kind">What they bring.</param>
/// <param name="List">The item's list that they are about.</param>
/// <param name="Field">The field that they are about.</param>
/// <param name="Role">Whose words they bring.</param>
/// <param name="Item">The kind of call that they are about.</param>
internal sealed record EventRule(EventKind Kind, string List = "content", string Field = "", SegmentRole Role = SegmentRole.Assistant, ItemKind? Item = null)
{
    private static readonly Dictionary<string, EventRule> ByType = new(StringComparer.Ordinal)
    {
        ["response.created"] = new(EventKind.Response),
        ["response.queued"] = new(EventKind.Response),
        ["response.in_progress"] = new(EventKind.Response),
        ["response.completed"] = new(EventKind.ResponseEnd),
        ["response.incomplete"] = new(EventKind.ResponseEnd),
        ["response.failed"] = new(EventKind.ResponseEnd),
        ["response.output_item.added"] = new(EventKind.ItemStart),
        ["response.output_item.done"] = new(EventKind.ItemEnd),
        ["response.content_part.added"] = new(EventKind.PartStart),
        ["response.content_part.done"] = new(EventKind.PartEnd),
        ["response.reasoning_summary_part.added"] = new(EventKind.PartStart, "summary"),
        ["response.reasoning_summary_part.done"] = new(EventKind.PartEnd, "summary"),
        ["response.output_text.delta"] = new(EventKind.Text, Field: "text"),
        ["response.output_text.done"] = new(EventKind.TextEnd, Field: "text"),
        ["response.refusal.delta"] = new(EventKind.Text, Field: "refusal", Role: SegmentRole.Refusal),
        ["response.refusal.done"] = new(EventKind.TextEnd, Field: "refusal", Role: SegmentRole.Refusal),
        ["response.reasoning_text.delta"] = new(EventKind.Text, Field: "text", Role: SegmentRole.Reasoning),
        ["response.reasoning_text.done"] = new(EventKind.TextEnd, Field: "text", Role: SegmentRole.Reasoning),
        ["response.reasoning_summary_text.delta"] = new(EventKind.Text, "summary", "text", SegmentRole.Reasoning),
        ["response.reasoning_summary_text.done"] = new(EventKind.TextEnd, "summary", "text", SegmentRole.Reasoning),
        ["response.function_call_arguments.delta"] = new(EventKind.Arguments, Field: "arguments", Item: ItemKind.Of("function_call"u8)),
        ["response.function_call_arguments.done"] = new(EventKind.ArgumentsEnd, Field: "arguments", Item: ItemKind.Of("function_call"u8)),
        ["response.mcp_call_arguments.delta"] = new(EventKind.Arguments, Field: "arguments", Item: ItemKind.Of("mcp_call"u8)),
        ["response.mcp_call_arguments.done"] = new(EventKind.ArgumentsEnd, Field: "arguments", Item: ItemKind.Of("mcp_call"u8)),
        ["response.custom_tool_call_input.delta"] = new(EventKind.Arguments, Field: "input", Item: ItemKind.Of("custom_tool_call"u8)),
        ["response.custom_tool_call_input.done"] = new(EventKind.ArgumentsEnd, Field: "input", Item: ItemKind.Of("custom_tool_call"u8)),
        ["response.code_interpreter_call_code.delta"] = new(EventKind.Arguments, Field: "code", Item: ItemKind.Of("code_interpreter_call"u8)),
        ["response.code_interpreter_call_code.done"] = new(EventKind.ArgumentsEnd, Field: "code", Item: ItemKind.Of("code_interpreter_call"u8)),
        ["response.shell_call_command.added"] = new(EventKind.Command, Item: ItemKind.Of("shell_call"u8)),
        ["response.shell_call_command.delta"] = new(EventKind.Command, Item: ItemKind.Of("shell_call"u8)),
        ["response.shell_call_command.done"] = new(EventKind.CommandEnd, Item: ItemKind.Of("shell_call"u8)),
        ["response.output_text.annotation.added"] = new(EventKind.Annotation),
        ["response.image_generation_call.partial_image"] = new(EventKind.Image),
        ["error"] = new(EventKind.Error),
    };

    private static readonly EventRule Unknown = new(EventKind.Unknown);

    /// <summary>Whether these events say which item of the output they belong to.</summary>
    public bool HasPlace => Kind is not (EventKind.Response or EventKind.ResponseEnd or EventKind.Error);

    /// <summary>The rule for a type.</summary>
    public static EventRule Of(ReadOnlySpan<byte> type)
    {
        Span<char> name = stackalloc char[64];
        return type.Length <= name.Length
            && Ascii.ToUtf16(type, name, out var length) == OperationStatus.Done
            && ByType.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..length], out var rule)
            ? rule
            : Unknown;
    }
}
