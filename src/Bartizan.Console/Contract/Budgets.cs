using Bartizan.Core.Budgets;

namespace Bartizan.Console.Contract;

/// <summary>What is spent and left of a budget, for those it counts apart.</summary>
/// <param name="Budget">The budget's name in the configuration.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Currency">ISO 4217 code where it counts money, else null.</param>
/// <param name="Period">How long what was spent counts.</param>
/// <param name="Limit">The limit; money in whole units of its currency.</param>
/// <param name="Spent">What was spent in the period; at most a twentieth of the limit ahead of it.</param>
/// <param name="Left">What is left.</param>
/// <param name="Until">When what was spent last stops counting.</param>
/// <param name="Agent">Name of the agent it counts for; its id where it is gone; null for all.</param>
/// <param name="User">Owner it counts for; null for all.</param>
/// <param name="System">System it counts for; null for all.</param>
/// <param name="Model">Model it counts for; null for all.</param>
public sealed record BudgetView(
    string Budget, BudgetUnit Unit, string? Currency, BudgetPeriod Period, decimal Limit, decimal Spent, decimal Left, DateTimeOffset Until, string? Agent, string? User, string? System, string? Model);

/// <summary>All counts of which something is spent.</summary>
/// <param name="Items">The fullest first.</param>
public sealed record BudgetList(IReadOnlyList<BudgetView> Items);
