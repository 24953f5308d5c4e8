using Bartizan.Gateway.Dialects;

namespace Bartizan.Gateway.Budgets;

/// <summary>The tokens of one exchange that are to be paid.</summary>
/// <param name="Input">Input tokens at the full price.</param>
/// <param name="CachedInput">Input tokens that the provider had in its cache.</param>
/// <param name="CacheWrites">Input tokens that it put there.</param>
/// <param name="Output">Output tokens.</param>
/// <param name="Estimated">Whether any of these was counted here because the upstream did not say.</param>
internal readonly record struct TokenBill(long Input, long CachedInput, long CacheWrites, long Output, bool Estimated)
{
    public long AllInput => Input + CachedInput + CacheWrites;

    public long All => AllInput + Output;

    /// <summary>The bill of an answer: the upstream's word where it gave one that can be, else what was counted here.</summary>
    /// <param name="usage">The upstream's word.</param>
    /// <param name="input">Input tokens as counted here.</param>
    /// <param name="output">Output tokens as counted here, of as much of the answer as came.</param>
    /// <param name="whole">Whether all of the answer came; of half an answer the upstream's count is a beginning, not a sum.</param>
    public static TokenBill Of(TokenUsage usage, long input, long output, bool whole)
    {
        var cached = Math.Min(usage.CachedInput ?? 0, usage.Input ?? 0);
        var said = whole ? usage.Output : Math.Max(usage.Output ?? 0, output);
        return new(
            (usage.Input ?? input) - cached,
            cached + (usage.CacheReads ?? 0),
            usage.CacheWrites ?? 0,
            said ?? output,
            usage.Input is null || !whole || usage.Output is null);
    }
}
