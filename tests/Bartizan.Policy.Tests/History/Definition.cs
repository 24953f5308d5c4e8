using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.History;

/// <summary>What a question about the past means, by walking over all events each time.</summary>
internal static class Definition
{
    public static CedarValue Of(HistoryQuery query, IReadOnlyList<HistoryEvent> all, AuthorizationRequest request, long now, HistoryEvent? own = null)
    {
        var inWindow = Enumerable.Range(0, all.Count).Where(i => now - all[i].Time <= query.Window.Ticks / 10).ToList();
        var fitting = inWindow.Where(i => Fits(query.Events, all[i], request)).ToList();
        return query.Kind switch
        {
            HistoryKind.Formerly => CedarBool.Of(fitting.Count > 0),
            HistoryKind.Count => new CedarLong(fitting.Count),
            HistoryKind.Sum when query.Number is { } number => new CedarLong(
                fitting.Select(i => all[i]).Concat(query.WithThis && own is not null && Fits(query.Events, own, request) ? [own] : []).Sum(e => e.Numbers.TryGetValue(number.Key, out var value) ? (long)Math.Ceiling(value / number.Step) : 0)),
            HistoryKind.Sum => new CedarLong(fitting.Sum(i => query.Summed == EventField.Tokens ? all[i].Tokens : all[i].Sensitivity)),
            _ => CedarBool.Of(inWindow.Where(i => Fits(query.Anchor!, all[i], request)).Any(i => !fitting.Exists(j => j > i))),
        };
    }

    private static bool Fits(EventPattern pattern, HistoryEvent e, AuthorizationRequest request)
    {
        var head = new CompiledPolicy(new Policy("p", true, pattern.AsHead with { Conditions = [] }, "", "", 0), 0);
        return head.Applies(new EvaluationContext(new(e.Agent, e.Action, e.Resource, CedarRecord.Empty), EntityStore.Empty))
            && (pattern.Where is null || ReferenceEquals(Compiler.Compile(pattern.Where).Evaluate(new EvaluationContext(request, EntityStore.Empty) { Event = e }), CedarBool.True));
    }
}
