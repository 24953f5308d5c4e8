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
        if ((query.Kind == SearchKind.Action || end - from < ReducesFrom ? point.Engine : Reduce(point, query, entities)) is not { } engine)
        {
            return new SearchFound(results, 0, null);
        }

        var at = from;
        for (; at < end && results.Count < limit; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsAllowed(point, engine, query, query.Candidates[at], entities))
            {
                results.Add(query.Candidates[at]);
            }
        }

        return new SearchFound(results, at - from, at < query.Candidates.Count ? at : null);
    }

    // What is left of the policies once all is known but the candidate; null where none can be allowed.
    private static PolicyEngine? Reduce(DecisionPoint point, SearchQuery query, EntityStore entities)
    {
        var question = query.About(query.Candidates[0]);
        var open = PartialEntity.OfType(query.Candidates[0].Type);
        var known = PartialRequest.Of(new AuthorizationRequest(question.Subject.Uid, question.Action, question.Resource.Uid, question.Context));
        var answer = PartialEvaluator.Evaluate(
            point.Engine.Policies, query.Kind == SearchKind.Subject ? known with { Principal = open } : known with { Resource = open }, entities);
        return answer.Allowed == false ? null : new PolicyEngine(answer.Residual);
    }

    private static bool IsAllowed(DecisionPoint point, PolicyEngine engine, SearchQuery query, EntityUid candidate, EntityStore entities)
    {
        var question = query.About(candidate);
        var request = new AuthorizationRequest(question.Subject.Uid, question.Action, question.Resource.Uid, question.Context);
        return Decider.Unfit(point, request, entities) is null && engine.Authorize(request, entities).Allowed;
    }
}
