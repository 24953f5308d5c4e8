using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Histories;

namespace Bartizan.Gateway.Policies;

/// <summary>
/// Where an answer, or a call in it, would go, and what policy says of that as findings come in. A value counts where it would stand: its token is
/// restored only where the same message with the value's own label in it would pass too, and would still be allowed to have it restored.
/// </summary>
/// <param name="found">What is known so far.</param>
/// <param name="ask">Asks policy about the destination, given these findings.</param>
/// <param name="act">What remembers the decision; null where nobody asks for it later.</param>
internal sealed class Destination(IReadOnlyList<Finding> found, Func<IReadOnlyList<Finding>, PolicyOutcome> ask, HistoryAct? act)
{
    private List<Finding>? _found;
    private HashSet<string>? _labels;
    private bool _restored;

    /// <summary>What policy says now.</summary>
    public PolicyOutcome Outcome { get; private set; } = ask(found);

    /// <summary>The decision, as recorded.</summary>
    public Decision Decision => !_restored || Outcome.Stops
        ? Outcome.Decision
        : Outcome.Decision with { Verdict = Verdict.Redact, Restore = Outcome.RestorePatterns };

    private List<Finding> Found => _found ??= [.. found];

    private HashSet<string> Labels => _labels ??= new(found.Select(f => f.Label), StringComparer.Ordinal);

    /// <summary>Takes one more finding.</summary>
    public void Add(Finding finding)
    {
        var isNew = Labels.Add(finding.Label);
        Found.Add(finding);
        if (isNew)
        {
            Take(ask(Found));
        }
    }

    /// <summary>Asks once more, because something else changed.</summary>
    public void AskAgain() => Take(ask(Found));

    /// <summary>Whether the value of a token found here may stand here again; it then counts as found.</summary>
    public bool Restores(Finding token)
    {
        if (Outcome.Stops || !PolicyDecider.Matches(token.Label, Outcome.RestorePatterns))
        {
            return false;
        }

        if (!Labels.Contains(token.Label))
        {
            var value = token with { Token = null };
            var outcome = ask([.. Found, value]);
            if (outcome.Stops || !PolicyDecider.Matches(token.Label, outcome.RestorePatterns))
            {
                return false;
            }

            Labels.Add(token.Label);
            Found.Add(value);
            Take(outcome);
        }

        return _restored = true;
    }

    private void Take(PolicyOutcome outcome)
    {
        Outcome = outcome;
        act?.Tell(outcome.Decision);
    }
}
