namespace Bartizan.Core.Elevation;

/// <summary>One person's signed yes to an access request.</summary>
public sealed record Approval
{
    /// <summary>The request's id.</summary>
    public required string Request { get; init; }

    /// <summary>Id of the account that approved.</summary>
    public required string Account { get; init; }

    /// <summary>Name of that account then.</summary>
    public required string Name { get; init; }

    /// <summary>Id of the key that signed.</summary>
    public required string Key { get; init; }

    /// <summary>How often the call may be made.</summary>
    public required int Uses { get; init; }

    /// <summary>Until when, to the second.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The signature, and what else its kind of key signs.</summary>
    public required ApprovalProof Proof { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset At { get; init; }
}
