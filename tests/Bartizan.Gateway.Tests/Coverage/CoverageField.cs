namespace Bartizan.Gateway.Tests.Coverage;

/// <summary>Places where a message can carry text. Each dialect has a row for each, or says why it has none.</summary>
internal enum CoverageField
{
    SystemPrompt,
    User,
    Assistant,
    ToolDefinition,
    ToolArguments,
    ToolResult,
    Document,
    Reasoning,
    Refusal,
    Citation,
    Logprobs,
    FileText,
    ImageAddress,
    SecondChoice,
    UnknownField,
}

/// <summary>Which way a message goes.</summary>
internal enum CoverageFlow
{
    Request,
    Answer,
    StreamedAnswer,
}

/// <summary>One place of one dialect in one direction.</summary>
/// <param name="Dialect">The dialect's name.</param>
/// <param name="Flow">Which way.</param>
/// <param name="Field">Which place.</param>
/// <param name="Template">
/// A whole message with <c>@@</c> where text stands, or <c>@1@</c> and <c>@2@</c> where a stream cuts it in two, or <c>@64@</c> where it stands in base64;
/// null when the format has no such place.
/// </param>
/// <param name="Reason">Why there is none.</param>
internal sealed record CoverageRow(string Dialect, CoverageFlow Flow, CoverageField Field, string? Template, string Reason = "")
{
    /// <summary>Whether a masked span leaves its mask behind; not where the whole value goes.</summary>
    public bool LeavesMask { get; init; } = true;

    /// <summary>Whether a value stands again where its token stood in an answer: not in reasoning, which may be signed, nor in an address.</summary>
    public bool Restores => Field != CoverageField.Reasoning && Template?.Contains("://x.example/?to=@", StringComparison.Ordinal) != true;
}

/// <summary>What is done to a message, or what goes wrong with it.</summary>
internal enum CoverageCase
{
    Allow,
    Redact,
    Unmask,
    Hold,
    Block,
    InspectorThrows,
    InspectorTooSlow,
    TooLarge,
    Malformed,
}
