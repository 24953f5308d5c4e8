using Bartizan.Core.Results;

namespace Bartizan.Gateway.Budgets;

/// <summary>Every budget and price: compiled from <see cref="BudgetsOptions"/>, immutable, swapped whole on reload. What was spent is elsewhere.</summary>
public sealed class BudgetTable
{
    private BudgetTable(BudgetsOptions options, IEnumerable<PriceOptions> builtIn)
    {
        Options = options;
        Budgets = [.. options.Limits.Select(b => new Budget(b))];
        // Configured prices first: of two that fit equally well the first counts.
        Prices = new PriceTable([.. options.Prices, .. builtIn]);
    }

    /// <summary>No budget at all.</summary>
    public static BudgetTable None { get; } = new(new BudgetsOptions(), []);

    /// <summary>What it was compiled from.</summary>
    public BudgetsOptions Options { get; }

    internal Budget[] Budgets { get; }

    internal PriceTable Prices { get; }

    /// <summary>Checks and compiles.</summary>
    /// <param name="options">What a person wrote.</param>
    /// <param name="builtIn">Prices that came with the program.</param>
    /// <exception cref="InputException">Something is wrong; carries every mistake.</exception>
    public static BudgetTable Compile(BudgetsOptions options, IEnumerable<PriceOptions> builtIn)
    {
        var errors = BudgetsOptionsValidator.Validate(options);
        return errors.Count > 0 ? throw new InputException(errors) : new BudgetTable(options, builtIn);
    }
}
