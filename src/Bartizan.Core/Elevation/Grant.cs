namespace Bartizan.Core.Elevation;

/// <summary>Leave to make one call that policy holds, so often and until then.</summary>
public sealed record Grant
{
    /// <summary>Id, prefix <c>grt</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The request that was approved.</summary>
    public required string Request { get; init; }

    /// <summary>The Cedar policy that it is: <see cref="GrantPolicy"/>.</summary>
    public required string Policy { get; init; }

    /// <summary>How often it may be used.</summary>
    public required int Uses { get; init; }

    /// <summary>How often it was.</summary>
    public int Used { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset Ends { get; init; }

    /// <summary>When it was taken back; null while it was not.</summary>
    public DateTimeOffset? Revoked { get; init; }

    /// <summary>Who took it back.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>Whether it can be used at a time, as far as it says itself.</summary>
    public bool IsLive(DateTimeOffset now) => Revoked is null && Used < Uses && now < Ends;
}
