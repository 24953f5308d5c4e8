using Bartizan.Core.Budgets;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Budgets;

/// <summary>A budget, compiled: for whom it is, and on whose count an exchange goes.</summary>
internal sealed class Budget(BudgetOptions options)
{
    private const string NoSystem = "(none)";
    private const decimal Billion = 1_000_000_000m;

    private readonly bool _eachAgent = options.Each.Contains(BudgetDimension.Agent);
    private readonly bool _eachUser = options.Each.Contains(BudgetDimension.User);
    private readonly bool _eachSystem = options.Each.Contains(BudgetDimension.System);
    private readonly bool _eachModel = options.Each.Contains(BudgetDimension.Model);

    public string Name => options.Name;

    /// <summary>The mandate whose limit it is; null where somebody configured it.</summary>
    public Mandate? Mandate { get; private init; }

    public BudgetUnit Unit => options.Unit;

    public string Currency => options.Currency;

    public BudgetPeriod Period => options.Period;

    /// <summary>The limit; of money in billionths.</summary>
    public long Limit { get; } = (long)(options.Unit == BudgetUnit.Money ? options.Limit * Billion : options.Limit);

    /// <summary>A mandate's limit as a budget, shared by all who work under it.</summary>
    public static Budget Of(Mandate mandate, BudgetAmount limit) => new(new BudgetOptions
    {
        Name = mandate.Budget,
        Unit = limit.Unit,
        Limit = limit.Amount,
        Currency = limit.Currency,
        Period = BudgetPeriod.Mandate,
    })
    {
        Mandate = mandate,
    };

    /// <summary>Whether it is for an exchange with a model.</summary>
    public bool IsFor(Principal principal, string model, bool stream) =>
        Unit != BudgetUnit.Calls && (stream || Unit != BudgetUnit.Streams) && IsFor(principal, model);

    /// <summary>Whether it is for calls of a tool.</summary>
    public bool IsForCalls(Principal principal, string tool) => Unit == BudgetUnit.Calls && IsFor(principal, tool);

    /// <summary>The count on which an exchange goes.</summary>
    public BudgetKey KeyOf(Principal principal, string model) => Key(new(
        _eachAgent ? principal.AgentId : "",
        _eachUser ? principal.Owner : "",
        _eachSystem ? SystemOf(principal) : "",
        _eachModel ? model : ""));

    public BudgetKey Key(in BudgetSubject subject) => new(Name, Unit, Currency, Period, subject);

    /// <summary>An amount as people write it: money in whole units of its currency.</summary>
    public decimal InUnits(long amount) => Unit == BudgetUnit.Money ? amount / Billion : amount;

    private bool IsFor(Principal principal, string model) =>
        ModelPattern.MatchesAny(options.Agents, principal.Name)
        && ModelPattern.MatchesAny(options.Users, principal.Owner)
        && ModelPattern.MatchesAny(options.Systems, SystemOf(principal))
        && ModelPattern.MatchesAny(options.Models, model);

    private static string SystemOf(Principal principal) => principal.SystemName ?? NoSystem;
}
