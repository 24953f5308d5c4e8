namespace Bartizan.Gateway.Budgets;

/// <summary>What a model's tokens cost, compiled. Amounts are billionths of the currency's unit, rounded up.</summary>
internal sealed class Price(string model, PriceOptions options)
{
    // A price per million tokens in units is a thousand times the price per token in billionths.
    private const decimal BillionthsPerToken = 1_000m;

    private readonly decimal _input = options.Input * BillionthsPerToken;
    private readonly decimal _cached = (options.CachedInput ?? options.Input) * BillionthsPerToken;
    private readonly decimal _write = (options.CacheWrite ?? options.Input) * BillionthsPerToken;
    private readonly decimal _output = options.Output * BillionthsPerToken;

    /// <summary>Name or pattern of the models.</summary>
    public string Model => model;

    public string Currency => options.Currency;

    public long UpTo { get; } = options.UpTo ?? long.MaxValue;

    /// <summary>Letters of the pattern that must be there: the more, the better it fits.</summary>
    public int Letters { get; } = model.Count(c => c != '*');

    /// <summary>What tokens cost.</summary>
    public long Of(in TokenBill bill) => decimal.ToInt64(decimal.Ceiling(
        (bill.Input * _input) + (bill.CachedInput * _cached) + (bill.CacheWrites * _write) + (bill.Output * _output)));

    /// <summary>What tokens cost at most, whatever part of the input is put into a cache.</summary>
    public long AtMost(long input, long output) => decimal.ToInt64(decimal.Ceiling((input * Math.Max(_input, _write)) + (output * _output)));
}
