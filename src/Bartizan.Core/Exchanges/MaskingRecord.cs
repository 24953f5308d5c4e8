namespace Bartizan.Core.Exchanges;

/// <summary>What was replaced by tokens in an exchange, and what was restored for whom. Holds neither values nor tokens.</summary>
public sealed record MaskingRecord
{
    /// <summary>First 16 hex digits of the session's id: the same in every exchange of one session.</summary>
    public required string Session { get; init; }

    /// <summary>Places in the request where a token stands instead of a value, by label.</summary>
    public IReadOnlyList<TokenisedCount> Tokenised { get; init; } = [];

    /// <summary>Places in the answer where a value stands again, by destination and label.</summary>
    public IReadOnlyList<RestoredCount> Restored { get; init; } = [];
}

/// <summary>How often values of one label were replaced.</summary>
public sealed record TokenisedCount(string Label, int Count);

/// <summary>How often values of one label were restored for one destination: <c>client</c>, or <c>tool:</c> and the tool's name.</summary>
public sealed record RestoredCount(string Destination, string Label, int Count);
