using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Identity.AuthZen.Answers;
using Bartizan.Identity.AuthZen.Recording;
using Bartizan.Identity.AuthZen.Requests;
using Bartizan.Identity.AuthZen.Searching;

namespace Bartizan.Identity.AuthZen.Http;

/// <summary>Answers searches, a page at a time.</summary>
internal sealed class SearchHandler(DecisionRecorder recorder, PageTokens tokens)
{
    /// <summary>The answer; null when it could not be recorded.</summary>
    /// <exception cref="InputException">The body is not as it must be.</exception>
    public async ValueTask<byte[]?> AnswerAsync(AuthZenCall call, JsonElement body, SearchKind kind)
    {
        var reader = new QuestionReader(call.Point, call.Point.Callers.MayTell(call.Caller), body);
        var query = SearchQuery.Read(kind, call.Point, reader, body);
        var page = SearchPage.Read(body, call.Point.Options.Limits.Page);
        var binding = PageTokens.Binding(call.Caller?.AgentId ?? "", call.Point.Digest, query.Fingerprint());
        var from = page.Token is not { } token ? 0 : tokens.Read(token, binding)
            ?? throw new InputException(new InputError("page.token is not one of this search, or policies or entities have changed since.", "Search again from the first page."));
        var found = Searcher.Find(call.Point, query, from, page.Limit, call.Http.RequestAborted);
        var next = found.Next is { } at ? tokens.Create(at, binding) : "";
        return await recorder.RecordAsync(call, query, found) ? Answer.Json(json => SearchJson.Write(json, query, found, next)) : null;
    }
}
