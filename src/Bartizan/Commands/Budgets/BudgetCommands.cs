using System.CommandLine;

namespace Bartizan.Commands.Budgets;

/// <summary>Shows what budgets have spent.</summary>
internal static class BudgetCommands
{
    public static Command Create() => new("budget", "Shows what budgets have spent.")
    {
        BudgetListCommand.Create(),
    };
}
