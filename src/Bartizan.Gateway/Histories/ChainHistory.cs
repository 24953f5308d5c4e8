using Bartizan.Policy;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Histories;

/// <summary>
/// The past of everybody a question is asked about. That of the agent that acts stands in the context where policies read it; that of those it acts for
/// stands beside it, by their ids, until the question is asked about them. So the record of one question tells of all.
/// </summary>
internal static class ChainHistory
{
    private const string Others = "historyOf";

    /// <summary>The request with the answers about the agent that acts, first, and about those it acts for.</summary>
    public static AuthorizationRequest With(AuthorizationRequest request, IReadOnlyList<PrincipalHistory> histories, CedarRecord[] answers)
    {
        if (Array.TrueForAll(answers, a => a.Count == 0))
        {
            return request;
        }

        var own = answers[0].Count == 0 ? request : HistoryContext.With(request, answers[0]);
        KeyValuePair<string, CedarValue>[] others = [.. Enumerable.Range(1, answers.Length - 1).Where(i => answers[i].Count > 0).Select(i => KeyValuePair.Create(histories[i].Agent, (CedarValue)answers[i]))];
        return others.Length == 0 ? own : own with { Context = new CedarRecord((KeyValuePair<string, CedarValue>[])[.. own.Context.Fields, new(Others, new CedarRecord(others))]) };
    }

    /// <summary>A request that is now asked about another principal, with that one's past.</summary>
    public static AuthorizationRequest Of(AuthorizationRequest request, EntityUid principal)
    {
        if (principal.Equals(request.Principal))
        {
            return request;
        }

        var others = request.Context.TryGet(Others, out var field) ? field as CedarRecord : null;
        if (others is null && !request.Context.TryGet(HistoryContext.Field, out _))
        {
            return request with { Principal = principal };
        }

        var bare = request with { Principal = principal, Context = new CedarRecord(request.Context.Fields.Where(f => f.Key is not (Others or HistoryContext.Field))) };
        return others is not null && others.TryGet(principal.Id, out var own) && own is CedarRecord answers ? HistoryContext.With(bare, answers) : bare;
    }
}
