using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Live;
using Bartizan.Policy;

namespace Bartizan.Gateway.Policies;

/// <summary>
/// Makes a decision of Cedar's answer and the annotations of the policies that determined it. Deny by default; a denial is a hold only when
/// every determining forbid asks for one; a failed inspector means block unless a determining permit says otherwise.
/// </summary>
internal static class PolicyDecider
{
    public const string Blocked = "blocked_by_policy";
    public const string Held = "held_for_approval";
    public const string OutsideToken = "outside_token";
    public const string OutsideBlueprint = "outside_blueprint";
    public const string GuardUnavailable = "guard_unavailable";

    /// <summary>Decides on one message or tool call. What policies in shadow mode would change is noted in the decision, and changes nothing.</summary>
    /// <param name="policies">The policies.</param>
    /// <param name="question">The question.</param>
    /// <param name="findings">What was found in the message or call.</param>
    /// <param name="guardFailed">Whether an inspector failed on it.</param>
    /// <param name="lifted">Ids of forbids that a person lifted for this call; null for none.</param>
    public static PolicyOutcome Decide(PolicyEngine policies, in PolicyQuestion question, IReadOnlyList<Finding> findings, bool guardFailed, IReadOnlySet<string>? lifted = null) =>
        question.Act is { } act ? act.Decide(policies, question, findings, guardFailed, lifted) : DecideNow(policies, question, findings, guardFailed, lifted);

    /// <summary>The same, where what is asked of the past is in the question already.</summary>
    public static PolicyOutcome DecideNow(PolicyEngine policies, in PolicyQuestion question, IReadOnlyList<Finding> findings, bool guardFailed, IReadOnlySet<string>? lifted)
    {
        var outcome = Answer(policies, question, findings, guardFailed, AskedQuestions.Of(question, findings, guardFailed), lifted);
        if (policies.Shadow is not { } shadow)
        {
            return outcome;
        }

        var tried = Answer(shadow, question, findings, guardFailed, null, lifted).Decision;
        return outcome with
        {
            Decision = outcome.Decision with
            {
                Shadow = Differ(outcome.Decision, tried, findings) ? tried : null,
                Trials = Trials(policies, question, Passes(outcome.Decision)),
            },
        };
    }

    /// <summary>Whether two decisions on the same message or call do different things: to it, or in the eyes of the client.</summary>
    public static bool Differ(Decision one, Decision other, IReadOnlyList<Finding> findings) =>
        Passes(one) != Passes(other)
        || (!Passes(one) && one.Verdict != other.Verdict)
        || one.Code != other.Code
        || one.HoldFor != other.HoldFor
        || (Passes(one) && findings.Any(f => Matches(f, one.Redact) != Matches(f, other.Redact) || Matches(f, one.Tokenise) != Matches(f, other.Tokenise)));

    /// <summary>Whether one of the patterns asks to mask a finding; none does for a token, which is masked already.</summary>
    public static bool Matches(Finding finding, IReadOnlyList<string> patterns) => finding.Token is null && Matches(finding.Label, patterns);

    /// <summary>Whether one of the patterns names a label.</summary>
    public static bool Matches(string label, IReadOnlyList<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (Finding.LabelMatches(label, pattern))
            {
                return true;
            }
        }

        return false;
    }

    // A forbid is no trial of what does not pass anyway, unless it takes the place of one that may have stopped it.
    private static string[]? Trials(PolicyEngine policies, in PolicyQuestion question, bool passes)
    {
        string[] trials = [.. policies.Trials(question.Request, question.Entities).Where(p => passes || p.Effect == Effect.Permit || p.Replaces is not null).Select(p => $"{p.Id}@{p.Digest}")];
        return trials.Length == 0 ? null : trials;
    }

    /// <summary>Whether a decision lets something pass, masked or not.</summary>
    public static bool Passes(Decision decision) => decision.Verdict is Verdict.Allow or Verdict.Redact; // what is masked tells them apart; the verdict is only a name

    /// <summary>Decides by the enforced policies alone, for those who ask about what was recorded.</summary>
    public static Decision DecideAgain(PolicyEngine policies, in PolicyQuestion question, IReadOnlyList<Finding> findings, bool guardFailed, AccessRecord? access) =>
        Answer(policies, question, findings, guardFailed, null, access?.Lifted is { } lifted ? lifted.ToHashSet(StringComparer.Ordinal) : null).Decision;

    private static PolicyOutcome Answer(
        PolicyEngine policies, in PolicyQuestion question, IReadOnlyList<Finding> findings, bool guardFailed, AskedQuestion? asked, IReadOnlySet<string>? lifted)
    {
        var outcome = AnswerOne(policies, question, findings, guardFailed, asked, lifted);
        foreach (var agent in question.Token?.ActsFor ?? [])
        {
            outcome = outcome.Stops ? outcome : ActingChain.Join(outcome, AnswerOne(policies, question.About(agent), findings, guardFailed, asked, lifted));
        }

        return outcome.Stops || question.Token?.Person is not { } person
            ? outcome
            : ActingChain.Join(outcome, AnswerOne(policies, question.About(person), findings, guardFailed, asked, lifted));
    }

    private static PolicyOutcome AnswerOne(
        PolicyEngine policies, in PolicyQuestion question, IReadOnlyList<Finding> findings, bool guardFailed, AskedQuestion? asked, IReadOnlySet<string>? lifted)
    {
        var answer = policies.Authorize(question.Request, question.Entities, lifted);
        var decision = new Decision
        {
            Verdict = Verdict.Allow,
            Action = question.Request.Action.Id,
            Policies = answer.Reasons,
            Errors = answer.Errors.Count == 0 ? [] : [.. answer.Errors.Select(e => $"{e.PolicyId}: {e.Message}")],
            Asked = asked,
        };
        return !answer.Allowed ? Denied(decision, answer)
            : KillBound.Stopping(question) is { } thrown ? new(KillBound.Decide(thrown, decision.Action), [], false)
            : !TokenBound.Covers(question) ? Outside(decision, OutsideToken, "The access token is not good for this.")
            : BlueprintBound.Refuses(question) is { } against
            ? Outside(decision with { Policies = against }, OutsideBlueprint, "The agent's blueprint does not allow this.")
            : Permitted(decision, answer, findings, guardFailed);
    }

    private static PolicyOutcome Outside(Decision decision, string code, string message) =>
        new(decision with { Verdict = Verdict.Block, Code = code, Message = message }, [], false);

    private static PolicyOutcome Unavailable(Decision decision) => new(
        decision with
        {
            Verdict = Verdict.Block,
            Redact = [],
            Code = GuardUnavailable,
            Message = "The message could not be fully inspected, so it does not pass.",
        },
        [],
        false);

    private static PolicyOutcome Permitted(Decision decision, AuthorizationAnswer answer, IReadOnlyList<Finding> findings, bool guardFailed)
    {
        bool passesGuardFailure = false, spotlights = false;
        IReadOnlyList<string> redact = [], tokenise = [], restore = [];
        foreach (var policy in answer.Determining)
        {
            var obligations = Obligations.Of(policy);
            passesGuardFailure |= obligations.PassesGuardFailure;
            spotlights |= obligations.Spotlights;
            redact = Union(redact, obligations.Redact);
            tokenise = Union(tokenise, obligations.Tokenise);
            restore = Union(restore, obligations.Restore);
        }

        if (guardFailed && !passesGuardFailure)
        {
            return Unavailable(decision);
        }

        var masks = AnyMatches(findings, redact);
        var replaces = decision.Action == PolicyQuestion.InvokeModelAction.Id && AnyMatches(findings, tokenise);
        decision = masks || replaces
            ? decision with { Verdict = Verdict.Redact, Redact = masks ? redact : [], Tokenise = replaces ? tokenise : [] }
            : decision;
        return new(decision, redact, passesGuardFailure)
        {
            TokenisePatterns = tokenise,
            RestorePatterns = restore,
            Spotlights = spotlights,
        };
    }

    private static bool AnyMatches(IReadOnlyList<Finding> findings, IReadOnlyList<string> patterns)
    {
        foreach (var finding in findings)
        {
            if (Matches(finding, patterns))
            {
                return true;
            }
        }

        return false;
    }

    private static IReadOnlyList<string> Union(IReadOnlyList<string> patterns, IReadOnlyList<string> more) =>
        more.Count == 0 ? patterns : patterns.Count == 0 ? more : [.. patterns.Union(more, StringComparer.Ordinal)];

    private static PolicyOutcome Denied(Decision decision, AuthorizationAnswer answer)
    {
        string? hold = null, message = null, code = null;
        var everyForbidHolds = answer.Determining.Count > 0;
        foreach (var policy in answer.Determining)
        {
            var obligations = Obligations.Of(policy);
            everyForbidHolds &= obligations.Hold is not null;
            hold ??= obligations.Hold;
            message ??= obligations.Message;
            // Beside a plain refusal, what a hold says would mislead.
            code ??= obligations.Hold is null ? obligations.Code : null;
        }

        if (everyForbidHolds)
        {
            decision = decision with { Verdict = Verdict.Hold, Code = Held, HoldFor = hold, Message = message ?? "This needs a person's approval." };
            return new(decision, [], false) { Holding = answer.Determining };
        }

        var stepUp = answer.Determining.Count == 0 ? null : StepUp.Of(answer.Determining);
        decision = decision with
        {
            Verdict = Verdict.Block,
            Code = stepUp is not null ? StepUp.Code : code ?? Blocked,
            Message = message ?? (answer.Determining.Count == 0 ? "No policy permits this." : "A policy forbids this."),
        };
        return new(decision, [], false) { StepUp = stepUp };
    }
}
