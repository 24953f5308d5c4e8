using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.History;

/// <summary>The answers to questions about the past in a request: the reserved field <c>history</c> of its context, by the questions' texts.</summary>
public static class HistoryContext
{
    /// <summary>The reserved field.</summary>
    public const string Field = "history";

    /// <summary>The request with answers about its principal's past, in place of any that it has.</summary>
    public static AuthorizationRequest With(AuthorizationRequest request, CedarRecord answers) => request with
    {
        Context = new CedarRecord((KeyValuePair<string, CedarValue>[])[.. request.Context.Fields.Where(f => f.Key != Field), new(Field, answers)]),
    };

    /// <summary>The context without such answers.</summary>
    public static CedarRecord Without(CedarRecord context) => context.TryGet(Field, out _) ? new CedarRecord(context.Fields.Where(f => f.Key != Field)) : context;

    /// <summary>Whether a request holds the answers to all questions that policies have about it.</summary>
    public static bool Answers(AuthorizationRequest request, EntityStore entities, HistoryNeeds needs) => needs.Of(request, entities).All(q => Find(request.Context, q) is not null);

    /// <summary>The answer to one question, or null.</summary>
    internal static CedarValue? Find(CedarRecord context, HistoryQuery query) =>
        context.TryGet(Field, out var history) && history is CedarRecord answers && answers.TryGet(query.Text, out var value) ? value : null;
}
