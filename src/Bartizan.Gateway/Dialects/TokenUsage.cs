namespace Bartizan.Gateway.Dialects;

/// <summary>Tokens as the upstream counted them; null where it did not say, or said what cannot be.</summary>
/// <param name="Input">Tokens of the request.</param>
/// <param name="Output">Tokens of the response.</param>
public readonly record struct TokenUsage(long? Input, long? Output)
{
    /// <summary>No exchange has more tokens of one kind: a larger count, or one below zero, is not believed.</summary>
    public const long Most = 100_000_000;

    /// <summary>Tokens of <see cref="Input"/> that the provider had in its cache.</summary>
    public long? CachedInput { get; init; }

    /// <summary>Tokens of the request beside <see cref="Input"/> that the provider had in its cache (Anthropic).</summary>
    public long? CacheReads { get; init; }

    /// <summary>Tokens of the request beside <see cref="Input"/> that the provider put into its cache (Anthropic).</summary>
    public long? CacheWrites { get; init; }

    /// <summary>A count, if it can be one.</summary>
    public static long? Believed(long? count) => count is >= 0 and <= Most ? count : null;
}
