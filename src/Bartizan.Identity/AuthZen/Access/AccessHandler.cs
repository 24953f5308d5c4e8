using System.Globalization;
using System.Text.Json;
using Bartizan.Core.Elevation;
using Bartizan.Core.Ids;
using Bartizan.Identity.AuthZen.Deciding;
using Bartizan.Identity.AuthZen.Http;
using Bartizan.Identity.AuthZen.Requests;
using Bartizan.Policy.Holds;
using Bartizan.Policy.Values;

namespace Bartizan.Identity.AuthZen.Access;

/// <summary>
/// Takes access requests of enforcement points and tells what became of them (AuthZEN Access Request and Approval Profile, draft 1). The request is the house's
/// own: people approve it in the console and on the command line, like a held call.
/// </summary>
internal sealed class AccessHandler(IAccessStore store, DenialBook denials, IIdSource ids, TimeProvider clock)
{
    /// <summary>Requests of one caller that may wait at a time.</summary>
    public const int MostWaiting = 20;

    private static readonly TimeSpan Wait = TimeSpan.FromHours(1);

    /// <summary>Answers a submission.</summary>
    /// <exception cref="Core.Results.InputException">The body is not as it must be.</exception>
    public async Task SubmitAsync(AuthZenCall call, JsonElement body)
    {
        var (caller, point, now) = (call.Caller!, call.Point, clock.GetUtcNow());
        var sent = Requests.Json.Object(Requests.Json.Field(body, "denial"), "denial");
        if (denials.Find(caller.AgentId, Requests.Json.Name(Requests.Json.Field(sent, "evaluation_id"), "denial.evaluation_id")) is not { } denial || !IsEnd(Requests.Json.Field(sent, "expires_at"), denial.Ends))
        {
            await Answer.WriteAsync(call.Http, AccessProblem.NotBound);
            return;
        }

        var question = new QuestionReader(point, point.Callers.MayTell(caller), body).Read(body);
        // What was added to the context for people is no part of what was evaluated.
        question = question with { Context = new CedarRecord(question.Context.Fields.Where(f => denial.Members.Contains(f.Key))) };
        if (HeldEvaluation.Of(caller, question) is not { } evaluation || evaluation.Digest != denial.Digest)
        {
            await Answer.WriteAsync(call.Http, AccessProblem.NotBound);
            return;
        }

        if (now >= denial.Ends)
        {
            await Answer.WriteAsync(call.Http, AccessProblem.Expired);
            return;
        }

        var decided = Decider.Decide(point, question);
        if (decided.Allowed || HeldEvaluations.Held(point, decided, out var holding) is null)
        {
            await Answer.WriteAsync(call.Http, AccessProblem.NotRequestable);
            return;
        }

        var known = store.FindOpen(evaluation.Digest, now)?.Id ?? (store.FindGrants(evaluation.Digest, now) is [var granted, ..] ? granted.Request.Id : null);
        if (known is null && store.CountWaiting(caller.AgentId, now) >= MostWaiting)
        {
            await Answer.WriteAsync(call.Http, AccessProblem.TooMany(MostWaiting));
            return;
        }

        if (known is null)
        {
            known = ids.NewId("arq");
            await store.OpenAsync(
                new AccessRequest
                {
                    Id = known,
                    Agent = evaluation.Agent,
                    Chain = [evaluation.Subject],
                    Action = evaluation.Action.Id,
                    Resource = evaluation.Resource.ToString(),
                    Digest = evaluation.Digest,
                    Call = evaluation.Json,
                    Exchange = denial.Id,
                    Policies = [.. holding.Select(Hold.Shown)],
                    Created = now,
                    Ends = now + Wait,
                },
                CancellationToken.None);
            // Of two at the same moment one is written, and the other joins it.
            known = store.FindOpen(evaluation.Digest, now)?.Id ?? known;
        }

        await WriteAsync(call, known, isNew: true);
    }

    /// <summary>Tells what became of a request. Whoever is not the agent that was denied learns no more than that there is none.</summary>
    public async Task TellAsync(AuthZenCall call, string id) => await WriteAsync(call, id, isNew: false);

    private async Task WriteAsync(AuthZenCall call, string id, bool isNew)
    {
        var cancel = call.Http.RequestAborted;
        if (id.Length > Requests.Json.LongestName
            || await store.FindAsync(id, clock.GetUtcNow(), cancel) is not { } request
            || request.Agent.Id != call.Caller!.AgentId
            || !request.Exchange.StartsWith("eval_", StringComparison.Ordinal))
        {
            await Answer.WriteAsync(call.Http, AccessProblem.UnknownTask);
            return;
        }

        var address = call.Point.Metadata!.Self + AuthZenPaths.Requests + "/" + request.Id;
        var (approvals, grant) = (await store.ApprovalsAsync(id, cancel), await store.GrantOfAsync(id, cancel));
        if (isNew)
        {
            call.Http.Response.Headers.Location = address;
        }

        await Answer.WriteAsync(
            call.Http, !isNew ? 200 : request.State == AccessRequestState.Waiting ? 202 : 201, Answer.Json(json => TaskJson.Write(json, request, approvals.Count, grant, address)));
    }

    private static bool IsEnd(JsonElement? sent, DateTimeOffset ends) =>
        sent is { ValueKind: JsonValueKind.String } text
        && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var told)
        && told == ends;
}
