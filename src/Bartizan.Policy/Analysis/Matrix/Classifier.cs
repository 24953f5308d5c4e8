using System.Security.Cryptography;
using System.Text;
using Bartizan.Policy.Partial;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>
/// Puts entities together that policies cannot tell apart as principal, or as resource. Sound because what is left of the policies once the entity is
/// known answers every request as the policies did: entities of one type of which the same is left, and whose ceilings are the same, are answered alike.
/// </summary>
internal sealed class Classifier(MatrixQuestion question, IReadOnlyList<Policy> policies, bool ofPrincipals)
{
    // Only policies that speak of the entity can tell two apart.
    private readonly (int Place, LeftPolicy Policy)[] _telling =
        [.. policies.Select((p, i) => (i, new LeftPolicy(p, p.Syntax))).Where(p => SpeaksOf(p.Item2.Left, ofPrincipals ? Variable.Principal : Variable.Resource))];

    private readonly List<MatrixCeiling> _covering = [.. question.Ceilings.Values.Where(c => c.Covers is not null).DistinctBy(c => c.Name, StringComparer.Ordinal)];

    public List<MatrixClass> Classes(IEnumerable<EntityUid> entities)
    {
        var byName = new Dictionary<string, List<EntityUid>>(StringComparer.Ordinal);
        var ordered = new List<List<EntityUid>>();
        foreach (var uid in entities)
        {
            var name = Name(uid);
            if (!byName.TryGetValue(name, out var members))
            {
                ordered.Add(byName[name] = members = []);
            }

            members.Add(uid);
        }

        return [.. ordered.Select(m => new MatrixClass(m))];
    }

    private static bool SpeaksOf(PolicySyntax policy, Variable variable) =>
        (variable == Variable.Principal ? policy.Principal : policy.Resource).Kind != ScopeKind.Any
        || policy.Conditions.Any(c => ExprParts.All(c.Body).Any(e => e is VariableExpr v && v.Variable == variable));

    private string Name(EntityUid uid)
    {
        var known = PartialEntity.Of(uid);
        var request = new PartialRequest(
            ofPrincipals ? known : PartialEntity.Unknown, PartialEntity.Unknown, ofPrincipals ? PartialEntity.Unknown : known, question.Context, UnknownContext: null);
        var text = new StringBuilder(uid.Type);
        if (ofPrincipals)
        {
            text.Append(question.Ceilings.GetValueOrDefault(uid) is { } ceiling ? $" {ceiling.Name}" : "");
        }
        else
        {
            _covering.ForEach(c => text.Append(c.Covers!(uid) ? '+' : '-'));
        }

        foreach (var (place, policy) in _telling)
        {
            foreach (var (_, left) in PartialEvaluator.Reduce([policy], request, question.Entities))
            {
                text.Append('\n').Append(place).Append(' ').Append(PolicyPrinter.Print(left with { Annotations = [], Conditions = [.. left.Conditions.Select(Plain)] }));
            }
        }

        return text.Length <= 64 ? text.ToString() : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static Condition Plain(Condition condition) => condition with { Body = Failures.Plain(condition.Body) };
}
