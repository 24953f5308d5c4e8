using System.Globalization;
using Bartizan.Core.Budgets;
using Bartizan.Gateway.Budgets;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>budgets</c>, and lists of prices in the same form.</summary>
internal static class BudgetsReader
{
    private const string Tokens = "a number of tokens";
    private const string Money = "the price of a million tokens, for example 2.50";
    private const string Limit = "an amount and what of: 100 requests, 2000000 tokens, 50 calls, 8 streams or 5 USD";

    public static BudgetsOptions Read(YamlSection section)
    {
        var defaults = new BudgetsOptions();
        var budgets = new BudgetsOptions
        {
            Limits = [.. section.Sections("limits").Select(Budget)],
            Prices = Prices(section),
            DefaultOutput = section.Value("defaultOutput", defaults.DefaultOutput, Whole, Tokens),
            MostOutput = section.Value("mostOutput", defaults.MostOutput, Whole, Tokens),
        };
        section.Close();
        return budgets;
    }

    /// <summary>The list <c>prices</c> of a section.</summary>
    public static IReadOnlyList<PriceOptions> Prices(YamlSection section) => [.. section.Sections("prices").Select(Price)];

    private static BudgetOptions Budget(YamlSection section)
    {
        var limit = section.Required("limit").Length == 0 ? default : section.Value("limit", default, BudgetAmount.Parse, Limit);
        var budget = new BudgetOptions
        {
            Name = section.Required("name"),
            Limit = limit.Amount,
            Unit = limit.Unit,
            Currency = limit.Currency ?? "",
            Period = section.Value("per", BudgetPeriod.None, Period, "minute, hour, day or month"),
            Each = section.Values("each", ConfigReader.ParseName<BudgetDimension>, "agent, user, system or model"),
            Agents = section.Texts("agents") ?? ["*"],
            Users = section.Texts("users") ?? ["*"],
            Systems = section.Texts("systems") ?? ["*"],
            Models = section.Texts("models") ?? ["*"],
        };
        section.Close();
        return budget;
    }

    private static PriceOptions Price(YamlSection section)
    {
        section.Required("input");
        section.Required("output");
        var price = new PriceOptions
        {
            Models = section.Texts("models") ?? [],
            Currency = section.Text("currency") ?? "USD",
            Input = section.Value("input", 0m, Number, Money),
            CachedInput = Optional(section, "cachedInput"),
            CacheWrite = Optional(section, "cacheWrite"),
            Output = section.Value("output", 0m, Number, Money),
            UpTo = section.Text("upTo") is null ? null : section.Value("upTo", 0L, Whole, Tokens),
            Source = section.Text("source") ?? "",
            Date = section.Text("date") ?? "",
        };
        section.Close();
        return price;
    }

    private static decimal? Optional(YamlSection section, string name) => section.Text(name) is null ? null : section.Value(name, 0m, Number, Money);

    private static BudgetPeriod? Period(string text) => ConfigReader.ParseName<BudgetPeriod>(text) is { } period and not (BudgetPeriod.None or BudgetPeriod.Mandate) ? period : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
