using Bartizan.Policy.History;
using Bartizan.Policy.Partial;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Analysis.Cases;

/// <summary>Decides cases by one policy set: those known whole as the gateway would, others as far as what is unknown cannot change the answer.</summary>
public sealed class CaseDecider(PolicyEngine engine)
{
    private readonly LeftPolicy[] _enforced = [.. engine.Policies.Policies.Where(p => p.Decides).Select(p => new LeftPolicy(p, p.Syntax))];

    /// <summary>Decides one case.</summary>
    public CaseAnswer Decide(AnalysisCase asked)
    {
        // A question about the past that the case does not answer is unknown, though all else be known.
        if (asked.Request.Whole() is { } request && HistoryContext.Answers(request, asked.Entities, engine.History))
        {
            var answer = engine.Authorize(request, asked.Entities);
            return new(answer.Allowed, answer.Determining, [.. answer.Errors.Select(e => e.PolicyId)], []);
        }

        var unknown = asked.Request.UnknownContext;
        var left = PartialEvaluator.Reduce(_enforced, asked.Request, asked.Entities);
        var allowed = PartialEvaluator.Decide(left, unknown);
        var effect = allowed == true ? Effect.Permit : Effect.Forbid;
        return new(
            allowed,
            allowed is null ? [] : [.. left.Where(p => p.Policy.Effect == effect && p.SurelyHolds(unknown)).Select(p => p.Policy)],
            [.. left.Where(p => p.SurelyFails(unknown)).Select(p => p.Policy.Id)],
            allowed is null ? Missing(left, unknown) : []);
    }

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
