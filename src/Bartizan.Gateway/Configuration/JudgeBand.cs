using Bartizan.Gateway.Scopes;

namespace Bartizan.Gateway.Configuration;

/// <summary>Between which scores of the injection model the judge is asked; an empty band asks about nothing.</summary>
public sealed record JudgeBand
{
    /// <summary>The exchanges it is for.</summary>
    public ExchangeScope For { get; init; } = ExchangeScope.All;

    /// <summary>The lowest score in it.</summary>
    public double From { get; init; } = 0.1;

    /// <summary>Its end, itself not in it.</summary>
    public double To { get; init; } = 0.95;

    /// <summary>Whether the judge is asked about a text with this score.</summary>
    public bool Holds(double score) => score >= From && score < To;
}
