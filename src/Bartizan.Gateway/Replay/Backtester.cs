using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.Cases;

namespace Bartizan.Gateway.Replay;

/// <summary>How a recorded decision would come out under other policies. In the order in which a reviewer wants to see them.</summary>
public enum BacktestOutcome
{
    /// <summary>It was refused or held, and would pass.</summary>
    NewlyAllowed,

    /// <summary>It passed, and would be refused or held.</summary>
    NewlyRefused,

    /// <summary>It would pass or be stopped as it was, but with other masks, another approver, another code, or held instead of refused.</summary>
    OtherwiseChanged,

    /// <summary>What the record does not hold may change it.</summary>
    CannotTell,

    /// <summary>The same.</summary>
    Same,
}

/// <summary>A recorded decision under other policies.</summary>
/// <param name="Before">As recorded.</param>
/// <param name="Outcome">How it would come out.</param>
/// <param name="After">Ids of the policies that would determine it.</param>
/// <param name="Missing">What would have to be known, where it cannot be told.</param>
public readonly record struct BacktestedDecision(Decision Before, BacktestOutcome Outcome, IReadOnlyList<string> After, IReadOnlyList<string> Missing)
{
    /// <summary>Where the blueprints come from under which it was asked again.</summary>
    public BlueprintSource Blueprints { get; init; }
}

/// <summary>
/// Asks proposed policies about each recorded decision by itself. Where everything is known the whole decision is compared, masks and codes too; where not,
/// whether it passes.
/// </summary>
public sealed class Backtester(PolicyEngine policies)
{
    private readonly CaseDecider _partly = new(policies);

    /// <summary>Asks about one decision.</summary>
    public BacktestedDecision Ask(RecordedDecision recorded) =>
        (recorded.Question is { } question && question.KnowsPast(policies) ? AskWhole(recorded, question) : AskPartly(recorded))
        with
        { Blueprints = recorded.Blueprints };

    private BacktestedDecision AskWhole(RecordedDecision recorded, in PolicyQuestion question)
    {
        var before = recorded.Decision;
        Finding[] findings = before.Asked is { } asked ? RecordedQuestions.Findings(asked) : [];
        var after = PolicyDecider.DecideAgain(policies, question, findings, recorded.MayHaveFailed, before.Access);
        if (recorded.Blueprints == BlueprintSource.Unknown && !PolicyDecider.Passes(before) && PolicyDecider.Passes(after))
        {
            // What the blueprint refused then it still does; what policy refused it was never asked.
            return before.Code == PolicyDecider.OutsideBlueprint ? new(before, BacktestOutcome.Same, before.Policies, []) : new(before, BacktestOutcome.CannotTell, [], [RecordedCases.UnknownBlueprint]);
        }

        var outcome = (PolicyDecider.Passes(before), PolicyDecider.Passes(after)) switch
        {
            (false, true) => BacktestOutcome.NewlyAllowed,
            (true, false) => BacktestOutcome.NewlyRefused,
            _ => PolicyDecider.Differ(before, after, findings) ? BacktestOutcome.OtherwiseChanged : BacktestOutcome.Same,
        };
        return new(before, outcome, after.Policies, []);
    }

    private BacktestedDecision AskPartly(RecordedDecision recorded)
    {
        var answer = _partly.Decide(recorded.Case);
        var before = recorded.Decision;
        if (answer.Allowed == true && recorded.MayHaveFailed && (recorded.Case.Also.Count > 0 || !answer.Determining.Any(p => Obligations.Of(p).PassesGuardFailure)))
        {
            return new(before, BacktestOutcome.CannotTell, [], ["whether the guard had failed"]);
        }

        var outcome = (PolicyDecider.Passes(before), answer.Allowed) switch
        {
            (_, null) => BacktestOutcome.CannotTell,
            (false, true) => BacktestOutcome.NewlyAllowed,
            (true, false) => BacktestOutcome.NewlyRefused,
            _ => BacktestOutcome.Same,
        };
        return new(before, outcome, answer.Reasons, answer.Missing);
    }
}
