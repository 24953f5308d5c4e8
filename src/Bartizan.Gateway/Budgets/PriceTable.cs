using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Budgets;

/// <summary>Finds the price of a model: of all patterns that fit, the one with most letters, and of those the first.</summary>
internal sealed class PriceTable
{
    private readonly Price[] _prices;

    public PriceTable(IEnumerable<PriceOptions> prices) =>
        _prices = [.. prices.SelectMany(p => p.Models.Select(m => new Price(m, p))).OrderByDescending(p => p.Letters).ThenBy(p => p.UpTo)];

    /// <summary>The price of a prompt of so many tokens, or null when none is known.</summary>
    public Price? Find(ReadOnlySpan<char> model, string currency, long input)
    {
        string? pattern = null;
        foreach (var price in _prices)
        {
            // Once a pattern fits, a longer prompt is dearer under that pattern, never cheaper under a vaguer one.
            if ((pattern is null ? ModelPattern.Matches(price.Model, model) : price.Model == pattern) && price.Currency == currency)
            {
                if (input <= price.UpTo)
                {
                    return price;
                }

                pattern = price.Model;
            }
        }

        return null;
    }

    /// <summary>The most that a prompt of about so many tokens costs, since the count may turn out higher; null when no price is known.</summary>
    public long? AtMost(ReadOnlySpan<char> model, string currency, long input, long output)
    {
        var here = Find(model, currency, input);
        var above = here is { UpTo: < long.MaxValue } && input > here.UpTo / 2 ? Find(model, currency, here.UpTo + 1) ?? here : here;
        return here is null ? null : Math.Max(here.AtMost(input, output), above!.AtMost(input, output));
    }
}
