using Bartizan.Core.Budgets;
using Bartizan.Core.Results;

namespace Bartizan.Gateway.Budgets;

/// <summary>Checks what a person wrote about budgets and reports every mistake at once, naming the setting and the fix.</summary>
public static class BudgetsOptionsValidator
{
    private const decimal MostPrice = 10_000m;
    private const long MostTokens = 10_000_000;
    private const int LongestName = 64;

    /// <summary>All mistakes, empty when the options are sound.</summary>
    public static IReadOnlyList<InputError> Validate(BudgetsOptions options)
    {
        var errors = new List<InputError>();
        for (var i = 0; i < options.Limits.Count; i++)
        {
            ValidateLimit(options.Limits[i], $"budgets.limits[{i}]", errors);
        }

        foreach (var twice in options.Limits.GroupBy(b => b.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            errors.Add(new($"budgets.limits: the name {twice.Key} stands there {twice.Count()} times.", "Give each budget its own name."));
        }

        for (var i = 0; i < options.Prices.Count; i++)
        {
            ValidatePrice(options.Prices[i], $"budgets.prices[{i}]", errors);
        }

        if (options.MostOutput is < 1 or > MostTokens)
        {
            errors.Add(new("budgets.mostOutput: it is out of range.", $"Choose between 1 and {MostTokens}."));
        }

        if (options.DefaultOutput < 1 || options.DefaultOutput > options.MostOutput)
        {
            errors.Add(new("budgets.defaultOutput: it is out of range.", "Choose between 1 and mostOutput."));
        }

        return errors;
    }

    private static void ValidateLimit(BudgetOptions budget, string where, List<InputError> errors)
    {
        if (budget.Name.Length is 0 or > LongestName || budget.Name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            errors.Add(new($"{where}.name: it must be 1 to {LongestName} letters, digits, '-', '_' or '.'.", "Write for example team-day."));
        }

        if (!new BudgetAmount(budget.Unit, budget.Limit, budget.Currency).IsCountable())
        {
            errors.Add(new($"{where}.limit: it must be more than 0 and at most {BudgetAmount.Most(budget.Unit)}, and whole unless it is money.", "Write for example 100 requests."));
        }

        if (budget.Unit == BudgetUnit.Money != BudgetAmount.IsCurrency(budget.Currency))
        {
            errors.Add(new($"{where}.limit: '{budget.Currency}' is not a currency.", "Write its three capital letters, for example 5 USD."));
        }

        if (budget.Unit == BudgetUnit.Streams != (budget.Period == BudgetPeriod.None))
        {
            errors.Add(new(
                $"{where}.per: {(budget.Unit == BudgetUnit.Streams ? "streams are counted while they are open, and have no period." : "it is missing.")}",
                budget.Unit == BudgetUnit.Streams ? "Leave it out." : "Write minute, hour, day or month."));
        }

        foreach (var (name, patterns) in (ReadOnlySpan<(string, IReadOnlyList<string>)>)
            [("agents", budget.Agents), ("users", budget.Users), ("systems", budget.Systems), ("models", budget.Models)])
        {
            if (patterns.Count == 0 || patterns.Any(p => p.Length is 0 or > 256))
            {
                errors.Add(new($"{where}.{name}: every entry must be a name or pattern of 1 to 256 characters.", "Leave it out for all."));
            }
        }
    }

    private static void ValidatePrice(PriceOptions price, string where, List<InputError> errors)
    {
        if (price.Models.Count == 0 || price.Models.Any(m => m.Length is 0 or > 256))
        {
            errors.Add(new($"{where}.models: every entry must be a model's name or pattern of 1 to 256 characters.", "Write for example [gpt-4o], or [\"*\"] for all that have no price."));
        }

        if (!BudgetAmount.IsCurrency(price.Currency))
        {
            errors.Add(new($"{where}.currency: '{price.Currency}' is not a currency.", "Write its three capital letters, for example USD."));
        }

        foreach (var (name, value) in (ReadOnlySpan<(string, decimal?)>)
            [("input", price.Input), ("cachedInput", price.CachedInput), ("cacheWrite", price.CacheWrite), ("output", price.Output)])
        {
            if (value is < 0 or > MostPrice)
            {
                errors.Add(new($"{where}.{name}: it must lie between 0 and {MostPrice}.", "Write the price of a million tokens, for example 2.50."));
            }
        }

        if (price.UpTo is <= 0)
        {
            errors.Add(new($"{where}.upTo: it must be a number of tokens.", "Leave it out when the price holds for any number."));
        }
    }
}
