using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Results;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;

namespace Bartizan.Gateway.Replay;

/// <summary>Asks other policies the questions of recorded exchanges, and compares what they say with what was decided.</summary>
/// <param name="policies">The policies.</param>
/// <param name="blueprints">The blueprints that records name; null where there are none.</param>
public sealed class Replayer(PolicyEngine policies, RecordedBlueprints? blueprints = null)
{
    private readonly RecordedAgents _agents = new();

    /// <summary>Replays one exchange up to the first decision that would be another one: what came after it would not have been the same.</summary>
    public ReplayedExchange Replay(ExchangeRecord exchange)
    {
        if (exchange.Decisions.All(d => d.Asked is null))
        {
            return new(exchange.Decisions.All(d => d.Action == SuspendedRefusal.Action) ? ReplayOutcome.NothingAsked : ReplayOutcome.NotRecorded, null);
        }

        var questions = new RecordedQuestions(exchange, _agents.Of(exchange), blueprints ?? RecordedBlueprints.None);
        try
        {
            foreach (var decision in exchange.Decisions)
            {
                if (decision.Asked is not { } asked)
                {
                    continue;
                }

                var question = questions.Next(decision.Action, asked);
                if (!question.KnowsPast(policies))
                {
                    return new(ReplayOutcome.NotRecorded, null);
                }

                if (Difference(question, decision, asked, questions.Blueprints) is { } difference)
                {
                    return new(ReplayOutcome.Differs, difference);
                }
            }
        }
        catch (Exception e) when (e is InputException or JsonException or ArgumentException or InvalidOperationException)
        {
            return new(ReplayOutcome.Unreadable, null);
        }

        return new(ReplayOutcome.Same, null);
    }

    private DecisionDifference? Difference(in PolicyQuestion question, Decision before, AskedQuestion asked, BlueprintSource blueprints)
    {
        var findings = RecordedQuestions.Findings(asked);
        var after = PolicyDecider.DecideAgain(policies, question, findings, asked.GuardFailed == true, before.Access);
        // What policy let pass and a blueprint of which nothing is known did not, still does not pass.
        var isBound = blueprints == BlueprintSource.Unknown && before.Code == PolicyDecider.OutsideBlueprint && PolicyDecider.Passes(after);
        return !isBound && PolicyDecider.Differ(before, after, findings) ? new(before, after) : null;
    }
}

/// <summary>What came of a replay.</summary>
public enum ReplayOutcome
{
    /// <summary>Every decision would be the same.</summary>
    Same,

    /// <summary>A decision would be another one.</summary>
    Differs,

    /// <summary>Policy was never asked: the request was refused before, for its key or its form.</summary>
    NothingAsked,

    /// <summary>The record is from before questions were kept, or does not hold what the policies ask about the past.</summary>
    NotRecorded,

    /// <summary>The record is damaged.</summary>
    Unreadable,
}

/// <summary>One exchange under other policies.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Difference">The first decision that differs, if one does.</param>
public readonly record struct ReplayedExchange(ReplayOutcome Outcome, DecisionDifference? Difference);

/// <summary>A decision, and what other policies say.</summary>
/// <param name="Before">As recorded.</param>
/// <param name="After">As it would be.</param>
public sealed record DecisionDifference(Decision Before, Decision After);
