using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.Policies;
using Bartizan.Policy.Schema;

namespace Bartizan.Console.Endpoints;

/// <summary>Policy files, drafts of them, what a draft would change, and saving one.</summary>
internal static class PolicyEditEndpoints
{
    public static void MapPolicyEditing(this IEndpointRouteBuilder api)
    {
        var policies = api.MapGroup("/policies").WithTags("Policies");
        policies.MapGet("/files", (PolicyEditing editing) => editing.List()).For(Right.Watch, "listPolicyFiles", "The policy files that the configuration names, as they stand on the disk.");
        policies.MapGet("/words", (IPolicyDesk desk) => SchemaWords.Of(desk.Schema)).For(Right.Watch, "getPolicyWords", "The types, actions and attributes that policies can speak of.");
        policies.MapPost("/check", CheckAsync).For(Right.TestPolicies, "checkPolicies", "What is wrong in a draft of a policy file.");
        policies.MapPost("/run-tests", TestAsync).For(Right.TestPolicies, "runPolicyTests", "Runs tests against a draft.");
        policies.MapPost("/reviews", StartAsync).For(Right.TestPolicies, "startReview", "Begins to find out what a change of policies would change; poll it.");
        policies.MapGet("/reviews/{id}", Find).For(Right.TestPolicies, "getReview", "How a review stands, and what it found.").OrNotFound();
        policies.MapPost("/save", SaveAsync).For(Right.WritePolicies, "savePolicies", "Saves a reviewed draft; gateways follow within a second or two.").OrConflict();
    }

    private static Task<PolicyCheckView> CheckAsync(PolicyDraft body, PolicyEditing editing, CancellationToken cancel) => editing.CheckAsync(body, cancel);

    private static Task<PolicyTestRun> TestAsync(RunPolicyTests body, PolicyEditing editing, CancellationToken cancel) => editing.TestAsync(body, cancel);

    private static Task<PolicyReviewView> StartAsync(StartReview body, HttpContext context, PolicyEditing editing) => editing.ReviewAsync(body, context.Visitor(), context.RequestAborted);

    private static PolicyReviewView Find(string id, PolicyReviews reviews) => reviews.Find(id) ?? throw new RefusalException(Refusals.NotFound("review", id));

    private static Task<PoliciesSaved> SaveAsync(SavePolicies body, HttpContext context, PolicyEditing editing) => editing.SaveAsync(body, context.Visitor(), context.RequestAborted);
}
