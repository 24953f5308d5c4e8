using Bartizan.Core.Tools;

namespace Bartizan.Console.Contract;

/// <summary>A tool of an MCP server, and what people said of it.</summary>
/// <param name="Server">The server's name in the configuration.</param>
/// <param name="Name">The tool's name as the server gives it.</param>
/// <param name="State">Whether it is offered.</param>
/// <param name="Reason">Why it is not, for people; empty when it is, or when it only waits.</param>
/// <param name="Changed">Whether the definition last seen is another than the approved one.</param>
/// <param name="ApprovedBy">Who approved it; null before.</param>
/// <param name="ApprovedAt">When.</param>
/// <param name="Digest">SHA-256 of the definition last seen, lower-case hex: what an approval names.</param>
/// <param name="SeenAt">When that definition was first seen.</param>
public sealed record ToolView(
    string Server, string Name, ToolPinState State, string Reason, bool Changed, string? ApprovedBy, DateTimeOffset? ApprovedAt, string Digest, DateTimeOffset SeenAt);

/// <summary>All tools that were seen.</summary>
/// <param name="Items">Those that wait for a person first, then by server and name.</param>
public sealed record ToolList(IReadOnlyList<ToolView> Items);

/// <summary>What a tool says of itself, beside what was approved.</summary>
/// <param name="Digest">Digest of the definition last seen.</param>
/// <param name="Lines">Its JSON, a line each, with what an approved definition before it had and it has not; what people could not see is spelt out.</param>
public sealed record ToolDefinitionView(string Digest, IReadOnlyList<ToolLine> Lines);

/// <summary>One line of a definition.</summary>
/// <param name="Change">How it stands to the approved definition; <c>same</c> where none was approved.</param>
/// <param name="Text">The line.</param>
public sealed record ToolLine(LineChange Change, string Text);

/// <summary>Approves the definition that was looked at.</summary>
/// <param name="Server">The server.</param>
/// <param name="Name">The tool.</param>
/// <param name="Digest">Digest of the definition that was looked at; a conflict if another has been seen since.</param>
public sealed record ApproveTool(string Server, string Name, string Digest);

/// <summary>Takes a tool away until it is approved again.</summary>
/// <param name="Server">The server.</param>
/// <param name="Name">The tool.</param>
/// <param name="Reason">Why, for people; 1 to 500 characters.</param>
public sealed record SuspendTool(string Server, string Name, string Reason);
