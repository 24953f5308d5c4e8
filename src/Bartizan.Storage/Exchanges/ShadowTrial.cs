using Bartizan.Core.Statistics;

namespace Bartizan.Storage.Exchanges;

/// <summary>Whether a policy in shadow mode has seen enough.</summary>
public enum TrialState
{
    /// <summary>Too few exchanges to tell.</summary>
    Watching,

    /// <summary>At 95 % confidence it would change no larger share of benign exchanges than the budget allows.</summary>
    Enough,

    /// <summary>At 95 % confidence it would change a larger share.</summary>
    TooMany,
}

/// <summary>What a policy in shadow mode was asked so far.</summary>
/// <param name="Policy">Its id.</param>
/// <param name="Digest">First eight hex digits of the SHA-256 of its text.</param>
/// <param name="Asked">Exchanges that it was asked of, while enforcing it could have changed something.</param>
/// <param name="Changed">Those of which it would have changed a decision.</param>
/// <param name="Attacks">Those among the changed that people marked as attacks: it would have been right.</param>
/// <param name="First">When it was first asked.</param>
/// <param name="Last">When it was last asked.</param>
public sealed record ShadowTrial(string Policy, string Digest, long Asked, long Changed, long Attacks, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>Share of benign exchanges that may be changed, unless another is asked for.</summary>
    public const double DefaultBudget = 0.01;

    /// <summary>Exchanges not marked as attacks: all of them count as benign.</summary>
    public long Benign => Asked - Attacks;

    /// <summary>Those of them that would have been changed.</summary>
    public long FalseAlarms => Changed - Attacks;

    /// <summary>The most that their share may really be, at 95 % confidence.</summary>
    public double Most => BinomialBound.Upper(FalseAlarms, Benign);

    /// <summary>Benign exchanges that would be enough if no more of them are changed than so far.</summary>
    public long Needed(double budget) => BinomialBound.TrialsNeeded(budget, FalseAlarms);

    /// <summary>What is to be said of it.</summary>
    public TrialState State(double budget) =>
        Benign > 0 && Most <= budget ? TrialState.Enough
        : BinomialBound.Lower(FalseAlarms, Benign) > budget ? TrialState.TooMany
        : TrialState.Watching;
}
