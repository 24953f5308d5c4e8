using Bartizan.Policy.Partial;

namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>A cell with what each of several policy sets says of it.</summary>
internal sealed record BuiltCell(MatrixClass Principals, EntityUid Action, MatrixClass Resources, Outcome[] Outcomes)
{
    public long Permissions => (long)Principals.Members.Count * Resources.Members.Count;
}

/// <summary>
/// Computes permissions class by class, narrowing the policies step by step: what a principal leaves of them, then what an action leaves of that, then what a
/// resource does.
/// </summary>
internal sealed class MatrixBuilder
{
    private readonly MatrixQuestion _question;
    private readonly PolicySet[] _sets;

    public MatrixBuilder(MatrixQuestion question, params PolicySet[] sets)
    {
        (_question, _sets) = (question, sets);
        Skipped = Permissions();
    }

    /// <summary>Permissions that are not computed yet, or were left out.</summary>
    public long Skipped { get; private set; }

    public IEnumerable<BuiltCell> Build(IProgress<(long Done, long Total)>? progress)
    {
        Policy[] all = [.. _sets.Concat(Ceilings()).SelectMany(s => s.Policies).Where(p => p.Decides)];
        var principals = new Classifier(_question, all, ofPrincipals: true).Classes(_question.Principals.Take(MatrixQuestion.MostEntities));
        var resources = new Classifier(_question, all, ofPrincipals: false).Classes(_question.Resources.Take(MatrixQuestion.MostEntities)).ToLookup(r => r.First.Type, StringComparer.Ordinal);
        var (cells, done) = (0, 0);
        foreach (var principal in principals)
        {
            var leftOfPrincipal = _sets.Select(s => Reduce(s, principal)).ToList();
            var ceiling = _question.Ceilings.GetValueOrDefault(principal.First);
            var leftOfCeiling = ceiling?.Policies is { } own ? Reduce(own, principal) : null;
            foreach (var action in _question.Actions)
            {
                var unknown = _question.UnknownContext(action);
                var request = new PartialRequest(PartialEntity.Of(principal.First), PartialEntity.Of(action), PartialEntity.Unknown, _question.Context, unknown);
                List<LeftPolicy>[]? left = null;
                foreach (var resource in resources.Where(r => _question.Admits(action, principal.First.Type, r.Key)).SelectMany(r => r))
                {
                    if (cells++ == _question.MostCells)
                    {
                        yield break;
                    }

                    left ??= [.. leftOfPrincipal.Select(l => PartialEvaluator.Reduce(l, request, _question.Entities))];
                    var asked = request with { Resource = PartialEntity.Of(resource.First) };
                    var bound = ceiling is null ? null : Bound(ceiling, leftOfCeiling, asked, unknown);
                    var outcomes = left.Select(l => Outcome.Of(PartialEvaluator.Reduce(l, asked, _question.Entities), unknown));
                    var cell = new BuiltCell(principal, action, resource, [.. bound is null ? outcomes : outcomes.Select(o => o.Under(bound))]);
                    Skipped -= cell.Permissions;
                    yield return cell;
                }
            }

            progress?.Report((++done, principals.Count));
        }
    }

    private IEnumerable<PolicySet> Ceilings() => _question.Ceilings.Values.DistinctBy(c => c.Name, StringComparer.Ordinal).Select(c => c.Policies).OfType<PolicySet>();

    private MatrixBound? Bound(MatrixCeiling ceiling, List<LeftPolicy>? policies, PartialRequest asked, IReadOnlySet<string>? unknown)
    {
        if (ceiling.Covers?.Invoke(asked.Resource.Uid!.Value) == false)
        {
            return new(ceiling.Name, Permission.Never, []);
        }

        return policies is not null && Outcome.Of(PartialEvaluator.Reduce(policies, asked, _question.Entities), unknown) is { Permission: not Permission.Always } outcome
            ? new(ceiling.Name, outcome.Permission, outcome.Policies)
            : null;
    }

    private List<LeftPolicy> Reduce(PolicySet policies, MatrixClass principal) => PartialEvaluator.Reduce(
        policies.Policies.Where(p => p.Decides).Select(p => new LeftPolicy(p, p.Syntax)),
        new PartialRequest(PartialEntity.Of(principal.First), PartialEntity.Unknown, PartialEntity.Unknown, _question.Context, UnknownContext: null),
        _question.Entities);

    private long Permissions()
    {
        var principals = _question.Principals.CountBy(p => p.Type, StringComparer.Ordinal).ToList();
        var resources = _question.Resources.CountBy(r => r.Type, StringComparer.Ordinal).ToList();
        return _question.Actions.Sum(a => principals.Sum(p => resources.Where(r => _question.Admits(a, p.Key, r.Key)).Sum(r => (long)p.Value * r.Value)));
    }
}
