namespace Bartizan.Gateway.Configuration;

/// <summary>Where the parts of an AWS access key pair are: <c>env:NAME</c> or <c>file:/path</c> each, never the parts themselves.</summary>
public sealed record AwsKeyOptions
{
    /// <summary>The access key id.</summary>
    public required string Id { get; init; }

    /// <summary>The secret access key.</summary>
    public required string Secret { get; init; }

    /// <summary>The session token of a temporary pair; null for a lasting one.</summary>
    public string? SessionToken { get; init; }
}
