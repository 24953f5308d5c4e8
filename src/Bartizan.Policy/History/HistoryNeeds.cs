using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;

namespace Bartizan.Policy.History;

/// <summary>What the policies of an engine, those in shadow mode too, ask about the past. Immutable and thread-safe.</summary>
public sealed class HistoryNeeds
{
    private readonly (CompiledPolicy Policy, HistoryQuery[] Queries)[] _policies;

    internal HistoryNeeds(IEnumerable<CompiledPolicy> policies)
    {
        // One question that several policies ask is one object, so that telling them apart is cheap.
        var known = new Dictionary<string, HistoryQuery>(StringComparer.Ordinal);
        _policies = [.. policies.Where(p => p.Policy.History.Count > 0).Select(p => (p, p.Policy.History.Select(Known).ToArray()))];
        Queries = [.. known.Values];
        Longest = Queries.Count == 0 ? TimeSpan.Zero : Queries.Max(q => q.Window);

        HistoryQuery Known(HistoryQuery query) => known.TryGetValue(query.Text, out var one) ? one : known[query.Text] = query;
    }

    /// <summary>Every question once.</summary>
    public IReadOnlyList<HistoryQuery> Queries { get; }

    /// <summary>How far back the farthest looks; zero where nothing is asked.</summary>
    public TimeSpan Longest { get; }

    /// <summary>The questions of the policies whose head admits a request, each once.</summary>
    public IReadOnlyList<HistoryQuery> Of(AuthorizationRequest request, EntityStore entities)
    {
        if (_policies.Length == 0)
        {
            return [];
        }

        var context = new EvaluationContext(request, entities);
        var found = new HashSet<HistoryQuery>(ReferenceEqualityComparer.Instance);
        foreach (var (policy, queries) in _policies)
        {
            if (policy.Applies(context))
            {
                found.UnionWith(queries);
            }
        }

        return [.. found];
    }
}
