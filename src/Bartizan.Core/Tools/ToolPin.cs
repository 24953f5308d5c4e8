namespace Bartizan.Core.Tools;

/// <summary>What people have said of a tool.</summary>
public enum ToolPinState
{
    /// <summary>Seen, and never approved: not offered.</summary>
    Pending,

    /// <summary>Offered as long as its definition is the approved one.</summary>
    Approved,

    /// <summary>Taken away, by a person or because its definition changed: not offered until approved again.</summary>
    Suspended,
}

/// <summary>A tool's definition: RFC 8785 canonical JSON, and the SHA-256 of that in lower-case hex.</summary>
/// <param name="Digest">The digest.</param>
/// <param name="Json">The canonical JSON.</param>
public sealed record ToolDefinition(string Digest, string Json);

/// <summary>A tool of an MCP server, with the definition that was approved and the one last seen.</summary>
public sealed record ToolPin
{
    /// <summary>The server's name in the configuration.</summary>
    public required string Server { get; init; }

    /// <summary>The tool's name as the server gives it.</summary>
    public required string Name { get; init; }

    public required ToolPinState State { get; init; }

    /// <summary>Why it is not offered, one sentence for people; empty when it is, or when it only waits for approval.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The definition that a person, or first use, approved; null before.</summary>
    public ToolDefinition? Approved { get; init; }

    /// <summary>Who approved it; <c>first use</c> when the configuration did.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When it was approved.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>The definition that the server gave last.</summary>
    public required ToolDefinition Seen { get; init; }

    /// <summary>When that definition was first seen.</summary>
    public required DateTimeOffset SeenAt { get; init; }
}
