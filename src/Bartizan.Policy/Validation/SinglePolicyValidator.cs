using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Validation;

/// <summary>Checks one policy for every kind of request that its head admits.</summary>
internal sealed class SinglePolicyValidator(PolicySchema schema)
{
    public List<ValidationFinding> Validate(Policy policy, PolicyPlaces places)
    {
        var findings = new Findings(policy, places);
        var syntax = policy.Syntax;
        new EntityNames(schema, findings).Check(syntax);
        if (syntax.Action is { Kind: ScopeKind.In, Uids.Count: 0 })
        {
            findings.Report(syntax.Span, "The list of actions is empty.", "Name the actions, or leave it out to mean all.");
        }

        var (kinds, possible) = (0, 0);
        foreach (var kind in new RequestKinds(schema).Of(syntax))
        {
            kinds++;
            possible += MayHold(syntax.Conditions, new TypeChecker(schema, kind, findings)) ? 1 : 0;
        }

        if (kinds == 0)
        {
            findings.Warn("This policy never applies: no request that the schema allows fits its head.", HeadHint(syntax));
        }
        else if (possible == 0)
        {
            findings.Warn("This policy never applies: its conditions are false for every request that the schema allows.", "Compare types and actions with the schema.");
        }

        return [.. findings.All(kinds)];
    }

    // The conditions are one && of all, each unless turned round.
    private static bool MayHold(IReadOnlyList<Condition> conditions, TypeChecker checker)
    {
        var prior = Capabilities.None;
        foreach (var condition in conditions)
        {
            var typing = checker.CheckBool(condition.Body, prior, condition.IsWhen ? "when needs a Bool" : "unless needs a Bool");
            if (typing.Type is BoolType { Value: { } value } && value != condition.IsWhen)
            {
                return false;
            }

            prior = condition.IsWhen ? prior.With(typing.Gained) : prior;
        }

        return true;
    }

    private static string HeadHint(PolicySyntax policy) =>
        policy.Principal.Kind == ScopeKind.Equal || policy.Resource.Kind == ScopeKind.Equal
            ? "Look which principals and resources the action applies to; members of a group need in, not ==."
            : "Look which principals and resources the action applies to.";
}
