namespace Bartizan.Guard.Injection.Calibrating;

/// <summary>What share of benign texts may raise a false alarm, 0 to 1, at 95 % confidence.</summary>
/// <param name="Block">May become certain findings, which the default policies refuse.</param>
/// <param name="Annotate">May become findings at all; at least <paramref name="Block"/>.</param>
public sealed record FalseAlarmBudget(double Block, double Annotate)
{
    /// <summary>The smallest budget: it takes 29,956 texts to show.</summary>
    public const double Least = 0.0001;

    /// <summary>The largest.</summary>
    public const double Most = 0.2;

    /// <summary>A budget for refusals; ten times that, but at most 5 %, for findings unless it is given.</summary>
    public static FalseAlarmBudget Of(double block, double? annotate = null) => new(block, annotate ?? Math.Max(block, Math.Min(0.05, block * 10)));
}
