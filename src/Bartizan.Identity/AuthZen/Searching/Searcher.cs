using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Deciding;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Partial;

namespace Bartizan.Identity.AuthZen.Searching;

/// <summary>Finds the candidates of a search that policies allow, from one on, within the limits of a page.</summary>
internal static class Searcher
{
    /// <summary>From so many candidates on, deciding once what is the same for all of them costs less than it saves.</summary>
    internal const int ReducesFrom = 64;

    public static SearchFound Find(DecisionPoint point, SearchQuery query, int from, int limit, CancellationToken cancellationToken)
    {
        var entities = point.Entities;
        foreach (var party in new[] { query.Subject, query.Resource }.OfType<Requests.Party>())
        {
            entities = ToldEntities.Add(entities, party, []);
        }

        var results = new List<EntityUid>();
        var end = Math.Min(query.Candidates.Count, from + point.Options.Limits.Candidates);
        var isAction = query.Kind == SearchKind.Action;
        if (from == end || (!isAction && !Fits(point, query, query.Candidates[from], entities))
            || (isAction || end - from < ReducesFrom ? point.Engine : Reduce(point, query, entities)) is not { } engine)
        {
            return new SearchFound(results, 0, null);
        }

        var at = from;
        for (; at < end && results.Count < limit; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var candidate = query.Candidates[at];
            if ((!isAction || Fits(point, query, candidate, entities)) && engine.Authorize(Request(query, candidate), entities).Allowed)
            {
                results.Add(candidate);
            }
        }

        return new SearchFound(results, at - from, at < query.Candidates.Count ? at : null);
    }

    // Stored entities of one type fit alike, so one stands for all; actions each have a context of their own.
    private static bool Fits(DecisionPoint point, SearchQuery query, EntityUid candidate, EntityStore entities) =>
        Decider.Unfit(point, Request(query, candidate), entities) is null;

    // What is left of the policies once all is known but the candidate; null where none can be allowed.
    private static PolicyEngine? Reduce(DecisionPoint point, SearchQuery query, EntityStore entities)
    {
        var candidate = query.Candidates[0];
        var known = PartialRequest.Of(Request(query, candidate));
        var open = PartialEntity.OfType(candidate.Type);
        var answer = PartialEvaluator.Evaluate(
            point.Engine.Policies, query.Kind == SearchKind.Subject ? known with { Principal = open } : known with { Resource = open }, entities);
        return answer.Allowed == false ? null : new PolicyEngine(answer.Residual);
    }

    private static AuthorizationRequest Request(SearchQuery query, EntityUid candidate)
    {
        var question = query.About(candidate);
        return new(question.Subject.Uid, question.Action, question.Resource.Uid, question.Context);
    }
}
