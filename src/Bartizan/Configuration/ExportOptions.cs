namespace Bartizan.Configuration;

/// <summary>Where a person wants events pushed.</summary>
internal sealed record ExportOptions
{
    /// <summary>Name, under which its place in the log is kept; unique.</summary>
    public required string Name { get; init; }

    /// <summary>What is spoken: <c>ocsf-http</c> for every event; <c>webhook</c>, <c>slack</c> or <c>teams</c> for access requests that wait.</summary>
    public required string Type { get; init; }

    /// <summary>Where it is posted: an address, or where the address is, <c>env:NAME</c> or <c>file:/path</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Where the bearer token, or the key that signs, is: <c>env:NAME</c> or <c>file:/path</c>; null for none.</summary>
    public string? Credential { get; init; }

    /// <summary>Events sent in one request, at most.</summary>
    public int Batch { get; init; } = 200;
}
