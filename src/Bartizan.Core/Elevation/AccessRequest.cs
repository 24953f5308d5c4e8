namespace Bartizan.Core.Elevation;

/// <summary>A call that policy holds, and the question whether somebody approves it.</summary>
public sealed record AccessRequest
{
    /// <summary>Id, prefix <c>arq</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The agent that would make the call.</summary>
    public required ChainMember Agent { get; init; }

    /// <summary>Those on whose behalf it would act, the nearest first.</summary>
    public required IReadOnlyList<ChainMember> Chain { get; init; }

    /// <summary>The action, e.g. <c>callTool</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The resource as Cedar writes it, e.g. <c>Tool::"files/write"</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>SHA-256 of <see cref="Call"/>, 64 hex digits.</summary>
    public required string Digest { get; init; }

    /// <summary>The exact call as RFC 8785 canonical JSON; null where it was not read, because it may hold personal data.</summary>
    public string? Call { get; init; }

    /// <summary>The exchange in which it was first asked for.</summary>
    public required string Exchange { get; init; }

    /// <summary>The policies that hold it.</summary>
    public required IReadOnlyList<HeldPolicy> Policies { get; init; }

    /// <summary>What became of it, at the time of reading.</summary>
    public AccessRequestState State { get; init; }

    /// <summary>When it was first asked for.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Until when somebody can decide; after a denial, until when it is not asked again.</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>How often it was asked for so far.</summary>
    public int Asked { get; init; } = 1;

    /// <summary>Who denied it; null while nobody has.</summary>
    public string? DeniedBy { get; init; }

    /// <summary>Why, in that person's words.</summary>
    public string? Reason { get; init; }

    /// <summary>What policy said where it approved the request itself; null where people decide.</summary>
    public AutomaticApproval? Automatic { get; init; }

    /// <summary>
    /// By what exchanges about the same are kept: a model's name, or an MCP server's and tool's. Null for a tool that a model proposes, which exchanges are
    /// not told apart by.
    /// </summary>
    public string? KeptAs => Resource.IndexOf('"', StringComparison.Ordinal) is > 0 and var quote && Resource[(quote + 1)..^1] is var name
        && (Action == "invokeModel" || name.Contains('/', StringComparison.Ordinal)) ? name : null;

    /// <summary>How many different people must approve.</summary>
    public int Needs => Policies.Count == 0 ? 1 : Policies.Max(p => p.Approvals);
}
