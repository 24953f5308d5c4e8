using Bartizan.Core.Elevation;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Deciding;
using Bartizan.Identity.AuthZen.Http;
using Bartizan.Policy.Holds;

namespace Bartizan.Identity.AuthZen.Access;

/// <summary>
/// What becomes of an evaluation that policy holds: the grant that the enforcement point names lifts what its approvers saw, for one use; otherwise the denial
/// tells how people are asked. Everything else is evaluated as always, with the policies and entities of now.
/// </summary>
internal sealed class HeldEvaluations(IAccessStore store, DenialBook denials, TimeProvider clock)
{
    /// <summary>The decision, where people have a part in it; else as it was.</summary>
    public async ValueTask<Decided> ConsiderAsync(AuthZenCall call, Decided decided)
    {
        if (call.Caller is not { } caller || !call.Point.AsksPeople || decided is not { Allowed: false, Error: null, Question: { } question })
        {
            return decided;
        }

        if (Held(call.Point, decided, out var holding) is not { } lifted || HeldEvaluation.Of(caller, question) is not { } evaluation)
        {
            return question.Approval is null ? decided : decided with { Outlook = Outlook.None };
        }

        var now = clock.GetUtcNow();
        if (question.Approval is { } approval
            && store.FindGrants(evaluation.Digest, now).FirstOrDefault(g => g.Grant.Id == approval) is { } granted
            && GrantCheck.Lifts(granted, evaluation.Granted, holding, now)
            && await store.UseAsync(granted.Grant.Id, granted.Request.Exchange, now, CancellationToken.None))
        {
            return lifted with { Granted = granted };
        }

        return decided with
        {
            Denial = denials.Add(caller.AgentId, evaluation, question.Context.Fields.Select(f => f.Key)),
            Outlook = question.Approval is null ? null : Outlook.Request,
        };
    }

    /// <summary>What policies say once all that hold a denied question are lifted; null where others are against it too, or nothing holds it.</summary>
    public static Decided? Held(DecisionPoint point, Decided decided, out List<Policy.Policy> holding)
    {
        holding = [];
        var without = new HashSet<string>(StringComparer.Ordinal);
        var now = decided;
        while (now is { Allowed: false, Error: null } && now.Answer.Determining.Count > 0 && now.Answer.Determining.All(Hold.Holds))
        {
            holding.AddRange(now.Answer.Determining.Where(p => without.Add(p.Id)));
            now = Decider.Decide(point, decided.Question!, without);
        }

        return now.Allowed ? now : null;
    }
}

/// <summary>What an enforcement point should do whose approval was good for nothing (same draft, "Approval and Re-evaluation").</summary>
internal enum Outlook
{
    /// <summary>Ask again.</summary>
    Request,

    /// <summary>Nothing: asking would not help.</summary>
    None,
}
