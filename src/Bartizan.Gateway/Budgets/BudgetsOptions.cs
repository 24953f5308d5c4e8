using Bartizan.Core.Budgets;

namespace Bartizan.Gateway.Budgets;

/// <summary>What a person wrote about budgets. Checked whole by <see cref="BudgetsOptionsValidator"/> and compiled into a <see cref="BudgetTable"/>.</summary>
public sealed record BudgetsOptions
{
    /// <summary>The budgets. All that apply to an exchange must have room for it.</summary>
    public IReadOnlyList<BudgetOptions> Limits { get; init; } = [];

    /// <summary>Prices, besides those that are built in and before them where both fit equally well.</summary>
    public IReadOnlyList<PriceOptions> Prices { get; init; } = [];

    /// <summary>Tokens of output to reserve for a request that does not say how many it wants at most.</summary>
    public long DefaultOutput { get; init; } = 4_096;

    /// <summary>Tokens of output to reserve at most, whatever a request asks for: more than any model writes in one answer.</summary>
    public long MostOutput { get; init; } = 131_072;
}

/// <summary>One budget: how much may be spent, in what time, by whom.</summary>
public sealed record BudgetOptions
{
    /// <summary>Name shown in refusals, records and lists; unique.</summary>
    public required string Name { get; init; }

    /// <summary>What it counts.</summary>
    public required BudgetUnit Unit { get; init; }

    /// <summary>How much; money in whole units of its currency.</summary>
    public required decimal Limit { get; init; }

    /// <summary>ISO 4217 code where it counts money, else empty.</summary>
    public string Currency { get; init; } = "";

    /// <summary>How long what was spent counts; none for streams.</summary>
    public BudgetPeriod Period { get; init; }

    /// <summary>By what it counts apart; by nothing when everybody shares it.</summary>
    public IReadOnlyList<BudgetDimension> Each { get; init; } = [];

    /// <summary>Names of agents it is for; <c>*</c> stands for any run of characters.</summary>
    public IReadOnlyList<string> Agents { get; init; } = ["*"];

    /// <summary>Owners of agents it is for.</summary>
    public IReadOnlyList<string> Users { get; init; } = ["*"];

    /// <summary>Systems (the agents' tag <c>system</c>) it is for.</summary>
    public IReadOnlyList<string> Systems { get; init; } = ["*"];

    /// <summary>Models it is for.</summary>
    public IReadOnlyList<string> Models { get; init; } = ["*"];
}

/// <summary>By what a budget may count apart.</summary>
public enum BudgetDimension
{
    Agent,
    User,
    System,
    Model,
}

/// <summary>What a model costs, a million tokens each.</summary>
public sealed record PriceOptions
{
    /// <summary>Names of models; <c>*</c> stands for any run of characters. Of several that fit a model, the one with most letters counts.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Input tokens.</summary>
    public required decimal Input { get; init; }

    /// <summary>Input tokens that the provider had in its cache; as <see cref="Input"/> when null.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>Input tokens that the provider put into its cache; as <see cref="Input"/> when null.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Output tokens, reasoning included.</summary>
    public required decimal Output { get; init; }

    /// <summary>The most input tokens for which this price holds; null when it holds for any number.</summary>
    public long? UpTo { get; init; }

    /// <summary>Who says so.</summary>
    public string Source { get; init; } = "";

    /// <summary>When that was read.</summary>
    public string Date { get; init; } = "";
}
