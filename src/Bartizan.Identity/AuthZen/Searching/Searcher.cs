using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Deciding;
using Bartizan.Policy;
using Bartizan.Policy.Entities;

namespace Bartizan.Identity.AuthZen.Searching;

/// <summary>Finds the candidates of a search that policies allow, from one on, within the limits of a page.</summary>
internal static class Searcher
{
    public static SearchFound Find(DecisionPoint point, SearchQuery query, int from, int limit, CancellationToken cancellationToken)
    {
        var entities = point.Entities;
        foreach (var party in new[] { query.Subject, query.Resource }.OfType<Requests.Party>())
        {
            entities = ToldEntities.Add(entities, party, []);
        }

        var results = new List<EntityUid>();
        var end = Math.Min(query.Candidates.Count, from + point.Options.Limits.Candidates);
        var at = from;
        for (; at < end && results.Count < limit; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsAllowed(point, query, query.Candidates[at], entities))
            {
                results.Add(query.Candidates[at]);
            }
        }

        return new SearchFound(results, at - from, at < query.Candidates.Count ? at : null);
    }

    private static bool IsAllowed(DecisionPoint point, SearchQuery query, EntityUid candidate, EntityStore entities)
    {
        var question = query.About(candidate);
        var request = new AuthorizationRequest(question.Subject.Uid, question.Action, question.Resource.Uid, question.Context);
        return Decider.Unfit(point, request, entities) is null && point.Engine.Authorize(request, entities).Allowed;
    }
}
