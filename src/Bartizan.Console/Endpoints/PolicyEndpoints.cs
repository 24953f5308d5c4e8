using System.Text.Json;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.Policies;
using Bartizan.Core.Results;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Analysis.WhyNot;
using Bartizan.Policy.Entities;
using Bartizan.Storage;

namespace Bartizan.Console.Endpoints;

/// <summary>Policies in force, and what they would say.</summary>
internal static class PolicyEndpoints
{
    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        var policies = api.MapGroup("/policies").WithTags("Policies");
        policies.MapGet("", ListAsync).For(Right.Watch, "listPolicies", "All policies in force.");
        policies.MapPost("/test", Test).For(Right.TestPolicies, "testPolicy", "Asks what policy would say, and why.");
        policies.MapGet("/permissions", PermissionsAsync).For(Right.Watch, "getPermissions", "Who may do what, whatever the context, with the reason.");
        policies.MapPost("/why-not", WhyNotAsync).For(Right.TestPolicies, "whyNot", "The smallest changes that would turn a denial into a permit.");
        api.MapGroup("/exchanges").WithTags("Exchanges").MapGet("/{id}/questions", QuestionsAsync)
            .For(Right.TestPolicies, "readQuestions", "What policy was asked about an exchange, as far as its record holds it.").OrNotFound();
    }

    private static Task<PermissionView> PermissionsAsync(PermissionReader permissions, CancellationToken cancel) => permissions.ReadAsync(cancel);

    private static async Task<WhyNotView> WhyNotAsync(TestPolicy body, IPolicySource source, BartizanStore store, PolicyWork work, CancellationToken cancel)
    {
        var (engine, request, entities) = Question(body, source);
        var against = await InstallationWhyNot.AgainstAsync(request, entities, store.Agents, cancel);
        return AnalysisViews.View(new InstallationWhyNot(await work.RunAsync(() => WhyNotSearch.Search(engine, request, entities), cancel), against));
    }

    private static async Task<RecordedQuestionList> QuestionsAsync(string id, BartizanStore store, CancellationToken cancel) =>
        await store.Exchanges.FindAsync(id, cancel) is var (_, record) && RecordedQuestionViews.View(record) is { } questions
            ? questions
            : throw new RefusalException(Refusals.NotFound("exchange", id));

    private static async Task<PolicyList> ListAsync(IPolicySource source, BartizanStore store, CancellationToken cancel)
    {
        var loaded = source.Current.Policies.Policies;
        var trials = loaded.Any(p => p.IsShadow) ? await store.Exchanges.ShadowAsync(cancel) : [];
        return new([.. loaded.Select(PolicyViews.View)], [.. loaded.Where(p => p.IsShadow).Select(p => PolicyViews.View(p, trials))]);
    }

    private static PolicyAnswer Test(TestPolicy body, IPolicySource source)
    {
        var (engine, request, entities) = Question(body, source);
        return PolicyViews.View(engine.Policies, engine.Explain(request, entities));
    }

    private static (PolicyEngine Engine, AuthorizationRequest Request, EntityStore Entities) Question(TestPolicy body, IPolicySource source)
    {
        var engine = body.Draft is { } draft ? Read("draft", () => new PolicyEngine(PolicySet.Parse(draft, "draft"))) : source.Current;
        var request = Read("context", () => AuthorizationRequest.FromJson(JsonSerializer.Serialize(
            new { principal = body.Principal, action = body.Action, resource = body.Resource, context = Given(body.Context) ?? Empty },
            ConsoleJson.Options)));
        var entities = Read("entities", () => Given(body.Entities) is { } json ? EntityStore.FromJson(json.GetRawText()) : EntityStore.Empty);
        return (engine, request, entities);
    }

    private static JsonElement Empty { get; } = JsonDocument.Parse("{}").RootElement;

    private static JsonElement? Given(JsonElement? json) => json is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given ? given : null;

    private static T Read<T>(string field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InputException wrong)
        {
            throw new RefusalException(Refusals.BadInput(field, wrong.Errors));
        }
    }
}
