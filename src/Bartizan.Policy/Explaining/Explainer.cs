using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Indexing;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Explaining;

/// <summary>Tells, for every policy that applies, what its parts came to.</summary>
internal static class Explainer
{
    public static Explanation Explain(AuthorizationAnswer answer, PolicyIndex index, EvaluationContext context)
    {
        var determining = answer.Reasons.ToHashSet(StringComparer.Ordinal);
        var applicable = index.All.Where(p => p.Applies(context)).ToList();
        return new Explanation(
            answer,
            [.. applicable.Select(p => Explain(p, determining.Contains(p.Policy.Id), context))],
            index.All.Count - applicable.Count);
    }

    private static PolicyExplanation Explain(CompiledPolicy policy, bool isDetermining, EvaluationContext context)
    {
        var syntax = policy.Policy.Syntax;
        var conditions = new List<ConditionExplanation>();
        var reached = true;
        foreach (var condition in syntax.Conditions)
        {
            var reason = Reasons.Explain(condition.Body, context, reached);
            bool? holds = reason.Outcome switch
            {
                ReasonOutcome.True => condition.IsWhen,
                ReasonOutcome.False => !condition.IsWhen,
                _ => null,
            };
            conditions.Add(new ConditionExplanation(condition.IsWhen, holds, reason));
            reached = reached && holds == true;
        }

        var value = policy.Evaluate(context);
        var fault = value as Fault;
        var outcome = fault is not null ? PolicyOutcome.Error
            : ReferenceEquals(value, CedarBool.True) ? PolicyOutcome.Satisfied
            : PolicyOutcome.NotSatisfied;
        return new PolicyExplanation(policy.Policy, outcome, isDetermining, fault?.Message, Head(syntax), conditions);
    }

    private static string[] Head(PolicySyntax syntax) =>
    [
        PolicyPrinter.Print("principal", syntax.Principal),
        PolicyPrinter.Print("action", syntax.Action),
        PolicyPrinter.Print("resource", syntax.Resource),
    ];
}
