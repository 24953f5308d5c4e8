using Bartizan.Policy.History;
using Bartizan.Policy.Partial;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Analysis.Cases;

/// <summary>Decides cases by one policy set: those known whole as the gateway would, others as far as what is unknown cannot change the answer.</summary>
public sealed class CaseDecider(PolicyEngine engine)
{
    private readonly LeftPolicy[] _enforced = [.. engine.Policies.Policies.Where(p => p.Decides).Select(p => new LeftPolicy(p, p.Syntax))];

    /// <summary>Decides one case, with what bounds it and all whom it is about.</summary>
    public CaseAnswer Decide(AnalysisCase asked)
    {
        var answer = DecideOne(asked);
        foreach (var bound in asked.Bounds)
        {
            answer = Within(answer, bound, asked);
        }

        foreach (var other in asked.Also)
        {
            answer = answer.Allowed == false ? answer : Both(answer, Decide(other));
        }

        return answer;
    }

    // Policies come first, as in the gateway: what they refuse is told of them, not of a bound.
    private static CaseAnswer Within(CaseAnswer answer, CaseBound bound, AnalysisCase asked)
    {
        if (answer.Allowed == false || bound is { Covers: true, Ceiling: null })
        {
            return answer;
        }

        return bound.Covers switch
        {
            false => Refused(answer, [bound.Name]),
            null => Both(answer, new CaseAnswer(null, [], [], [$"what {bound.Name} allows"])),
            _ => bound.Ceiling!.DecideOne(asked) switch
            {
                { Allowed: true } => answer,
                { Allowed: false } ceiling => Refused(answer, ceiling.Reasons.Count == 0 ? [bound.Name] : [.. ceiling.Reasons.Select(r => $"{bound.Name}/{r}")]),
                var ceiling => Both(answer, ceiling),
            },
        };
    }

    private static CaseAnswer Refused(CaseAnswer answer, IReadOnlyList<string> by) => new(false, [], answer.Errors, []) { Reasons = by };

    private static CaseAnswer Both(CaseAnswer one, CaseAnswer other) => other.Allowed == false ? other : new(
        one.Allowed is null || other.Allowed is null ? null : true,
        one.Allowed is null || other.Allowed is null ? [] : [.. one.Determining.Union(other.Determining)],
        [.. one.Errors.Union(other.Errors, StringComparer.Ordinal)],
        [.. one.Missing.Union(other.Missing, StringComparer.Ordinal)]);

    private CaseAnswer DecideOne(AnalysisCase asked)
    {
        // A question about the past that the case does not answer is unknown, though all else be known.
        if (asked.Request.Whole() is { } request && HistoryContext.Answers(request, asked.Entities, engine.History))
        {
            var answer = engine.Authorize(request, asked.Entities, asked.Lifted);
            return new(answer.Allowed, answer.Determining, [.. answer.Errors.Select(e => e.PolicyId)], []);
        }

        var unknown = asked.Request.UnknownContext;
        var left = PartialEvaluator.Reduce(asked.Lifted is null ? _enforced : Without(asked.Lifted), asked.Request, asked.Entities);
        var allowed = PartialEvaluator.Decide(left, unknown);
        var effect = allowed == true ? Effect.Permit : Effect.Forbid;
        return new(
            allowed,
            allowed is null ? [] : [.. left.Where(p => p.Policy.Effect == effect && p.SurelyHolds(unknown)).Select(p => p.Policy)],
            [.. left.Where(p => p.SurelyFails(unknown)).Select(p => p.Policy.Id)],
            allowed is null ? Missing(left, unknown) : []);
    }

    // A forbid that is lifted is not there, and a permit that waited for people no longer does.
    private LeftPolicy[] Without(IReadOnlySet<string> lifted) =>
        [.. engine.Policies.Policies.Where(p => lifted.Contains(p.Id) ? p is { IsShadow: false, Effect: Effect.Permit } : p.Decides).Select(p => new LeftPolicy(p, p.Syntax))];

    private static string[] Missing(List<LeftPolicy> left, IReadOnlySet<string>? unknown) =>
    [
        .. left.Where(p => p.MayHold(unknown) && !p.SurelyHolds(unknown)).Select(p => p.Left)
            .SelectMany(p => Heads(p).Concat(p.Conditions.SelectMany(c => ExprParts.All(c.Body)).Select(Read)))
            .OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Heads(PolicySyntax policy) =>
        from part in new[] { ("principal", policy.Principal), ("action", policy.Action), ("resource", policy.Resource) }
        where part.Item2.Kind != ScopeKind.Any
        select part.Item1;

    private static string? Read(Expr expression) => expression switch
    {
        AttributeExpr { Left: VariableExpr { Variable: Variable.Context } } e => $"context.{CedarText.Key(e.Name)}",
        HasExpr { Left: VariableExpr { Variable: Variable.Context } } e => $"context.{CedarText.Key(e.Path[0])}",
        HistoryExpr e => e.Query.Text,
        VariableExpr { Variable: not Variable.Context } e => e.Variable.Name(),
        _ => null,
    };
}
