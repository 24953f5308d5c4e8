namespace Bartizan.Configuration;

/// <summary>Where a person wants events pushed.</summary>
internal sealed record ExportOptions
{
    /// <summary>Name, under which its place in the log is kept; unique.</summary>
    public required string Name { get; init; }

    /// <summary>What is spoken: <c>ocsf-http</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Where batches are posted.</summary>
    public required string Url { get; init; }

    /// <summary>Where the bearer token is: <c>env:NAME</c> or <c>file:/path</c>; null for none.</summary>
    public string? Credential { get; init; }

    /// <summary>Events sent in one request, at most.</summary>
    public int Batch { get; init; } = 200;
}
