namespace Bartizan.Gateway.Dialects;

/// <summary>A tool call that the model proposes.</summary>
/// <param name="Id">The model's id of the call; may be empty.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">Its arguments as the model wrote them: JSON text, or what it wrote instead.</param>
/// <param name="Segment">Index of the segment that holds the arguments' text, or -1 when they hold none.</param>
/// <param name="RunsUpstream">Whether the model's vendor runs it, so that refusing it only hides its result.</param>
public sealed record ProposedToolCall(string Id, string Name, string Arguments, int Segment, bool RunsUpstream = false);
