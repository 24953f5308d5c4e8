using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.History;

/// <summary>What the policies of an engine, those in shadow mode too, ask about the past. Immutable and thread-safe.</summary>
public sealed class HistoryNeeds
{
    private static readonly Asking[] Nobody = [];

    // Most policies that ask name what they protect, so few are looked at for one request.
    private readonly Dictionary<EntityUid, Asking[]> _ofResource, _ofAction;
    private readonly Asking[] _ofAny;
    private readonly HistoryQuery[] _numbers, _enforced;

    internal HistoryNeeds(IEnumerable<CompiledPolicy> policies)
    {
        // One question that several policies ask is one object, so that telling them apart is cheap.
        var known = new Dictionary<string, HistoryQuery>(StringComparer.Ordinal);
        var asking = policies.Where(p => p.Policy.History.Count > 0).Select(p => new Asking(p, [.. p.Policy.History.Select(Known)])).ToList();
        _ofResource = ByOnly(asking.Where(a => a.Head.Resource.Kind == ScopeKind.Equal), a => a.Head.Resource);
        _ofAction = ByOnly(asking.Where(a => a.Head.Resource.Kind != ScopeKind.Equal && a.Head.Action.Kind == ScopeKind.Equal), a => a.Head.Action);
        _ofAny = [.. asking.Where(a => a.Head.Resource.Kind != ScopeKind.Equal && a.Head.Action.Kind != ScopeKind.Equal)];
        Queries = [.. known.Values];
        _numbers = [.. Queries.Where(q => q.Number is not null)];
        _enforced = [.. asking.Where(a => !a.Policy.Policy.IsShadow).SelectMany(a => a.Queries).Where(q => q.Number is not null).Distinct()];
        Longest = Queries.Count == 0 ? TimeSpan.Zero : Queries.Max(q => q.Window);

        HistoryQuery Known(HistoryQuery query) => known.TryGetValue(query.Text, out var one) ? one : known[query.Text] = query;
    }

    /// <summary>Every question once.</summary>
    public IReadOnlyList<HistoryQuery> Queries { get; }

    /// <summary>How far back the farthest looks; zero where nothing is asked.</summary>
    public TimeSpan Longest { get; }

    /// <summary>The numbers of its arguments that a request must say, because policies sum them, or will later.</summary>
    /// <param name="request">The request.</param>
    /// <param name="shadow">Whether those count, too, of which only policies in shadow mode know.</param>
    public IEnumerable<HistoryNumber> NumbersOf(AuthorizationRequest request, bool shadow) =>
        (shadow ? _numbers : _enforced).Where(q => q.Events.Action.Uids[0].Equals(request.Action) && q.Events.Resource.Uids[0].Equals(request.Resource)).Select(q => q.Number!);

    /// <summary>The questions of the policies whose head admits a request, each once.</summary>
    public IReadOnlyList<HistoryQuery> Of(AuthorizationRequest request, EntityStore entities)
    {
        if (Queries.Count == 0)
        {
            return [];
        }

        var context = new EvaluationContext(request, entities);
        var found = new List<HistoryQuery>();
        Add(_ofResource.GetValueOrDefault(request.Resource, Nobody), context, found);
        Add(_ofAction.GetValueOrDefault(request.Action, Nobody), context, found);
        Add(_ofAny, context, found);
        return found.Count > 1 ? [.. found.Distinct()] : found;
    }

    private static void Add(Asking[] policies, EvaluationContext context, List<HistoryQuery> found)
    {
        foreach (var policy in policies)
        {
            if (policy.Policy.Applies(context))
            {
                found.AddRange(policy.Queries);
            }
        }
    }

    private static Dictionary<EntityUid, Asking[]> ByOnly(IEnumerable<Asking> policies, Func<Asking, Scope> part) =>
        policies.GroupBy(a => part(a).Uids[0]).ToDictionary(g => g.Key, g => g.ToArray());

    private sealed record Asking(CompiledPolicy Policy, HistoryQuery[] Queries)
    {
        public PolicySyntax Head => Policy.Policy.Syntax;
    }
}
