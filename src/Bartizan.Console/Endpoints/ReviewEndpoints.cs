using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.Reviews;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Identity.Reviews;
using Bartizan.Identity.Standings;
using Bartizan.Storage;
using Bartizan.Storage.Reviews;

namespace Bartizan.Console.Endpoints;

/// <summary>Reviews of authority: who is asked what, what they answer, and the proof of it.</summary>
internal static class ReviewEndpoints
{
    private const int Most = 1_000;

    public static void MapReviews(this IEndpointRouteBuilder api)
    {
        var reviews = api.MapGroup("/reviews").WithTags("Reviews");
        reviews.MapGet("", ListAsync).For(Right.Watch, "listReviews", "Reviews with how far they are.");
        reviews.MapPost("", BeginAsync).For(Right.ManageReviews, "beginReview", "Asks those who vouch for authority whether it is still needed.");
        reviews.MapGet("/{id}", QuestionsOfAsync).For(Right.Watch, "readReview", "The questions of a review.").OrNotFound();
        reviews.MapGet("/{id}/certification", CertifyAsync).For(Right.Watch, "certifyReview", "Everything that was recorded of a closed review, with ledger proofs.")
            .Produces<Certification>().OrNotFound();
        reviews.MapGet("/questions", OpenQuestionsAsync).For(Right.Watch, "listQuestions", "Questions of all reviews that wait for an answer.");
        reviews.MapPost("/questions/{id}/answer", AnswerAsync).For(Right.AnswerReviews, "answerQuestion", "Answers a question; it is carried out at once.").OrNotFound();
        reviews.MapPost("/questions/{id}/assign", AssignAsync).For(Right.ManageReviews, "assignQuestion", "Asks somebody else.").OrNotFound();
        reviews.MapGet("/proposals", ProposalsAsync).For(Right.Watch, "listProposals", "Proposals to narrow authority that was not used.");
        reviews.MapPost("/proposals/{id}/accept", AcceptAsync).For(Right.AnswerReviews, "acceptProposal", "Puts a proposal in force as the next version of its blueprint.").OrNotFound();
        reviews.MapPost("/proposals/{id}/decline", DeclineAsync).For(Right.AnswerReviews, "declineProposal", "Says no to a proposal.").OrNotFound();
        api.MapGet("/agents/{id}/uses", UsesAsync).WithTags("Agents").For(Right.Watch, "listUses", "What an agent was let do in the last 30 days.");
    }

    private static async Task<ReviewList> ListAsync(HttpContext context, BartizanStore store, CancellationToken cancel) => new(
        [.. (await store.Reviews.CampaignsAsync(Most, cancel)).Select(ReviewViews.Of)], await store.Reviews.WaitingAsync(Me(context), cancel));

    private static async Task<QuestionList> BeginAsync(BeginReview body, HttpContext context, BartizanStore store, ReviewDesk desk, CancellationToken cancel)
    {
        if (body.Reviewer is { } reviewer && !await store.Registry.HasAccountAsync(reviewer, cancel))
        {
            throw NoAccount();
        }

        var campaign = await TellAsync("title", async () => await desk.OpenAsync(
            new CampaignDraft
            {
                Title = body.Title,
                By = Me(context),
                AnswerWithin = TimeSpan.FromDays(Math.Clamp(body.Days, 0, 1_000)),
                Window = TimeSpan.FromDays(Math.Clamp(body.WindowDays, 0, 1_000)),
                Blueprints = body.Blueprints,
                Kinds = body.Kinds,
                OnlyUnused = body.OnlyUnused,
                Reviewer = body.Reviewer,
            },
            CancellationToken.None));
        return new(await ReviewViews.OfAsync(store, await store.Reviews.ItemsAsync(campaign.Id, cancel), Me(context), cancel));
    }

    private static async Task<QuestionList> QuestionsOfAsync(string id, HttpContext context, BartizanStore store, CancellationToken cancel) =>
        await store.Reviews.FindAsync(id, cancel) is null
            ? throw new RefusalException(Refusals.NotFound("review", id))
            : new(await ReviewViews.OfAsync(store, await store.Reviews.ItemsAsync(id, cancel), Me(context), cancel));

    private static async Task<QuestionList> OpenQuestionsAsync(HttpContext context, BartizanStore store, CancellationToken cancel) =>
        new(await ReviewViews.OfAsync(store, await store.Reviews.OpenItemsAsync(Most, cancel), Me(context), cancel));

    private static async Task<IResult> CertifyAsync(string id, BartizanStore store, CancellationToken cancel)
    {
        if (await store.Reviews.FindAsync(id, cancel) is null)
        {
            throw new RefusalException(Refusals.NotFound("review", id));
        }

        var certification = await TellAsync("id", async () => await Certification.MakeAsync(store, id, cancel));
        return TypedResults.File(certification.ToBytes(), "application/json", $"certification-{id}.json");
    }

    private static async Task<QuestionAnswered> AnswerAsync(string id, AnswerQuestion body, HttpContext context, BartizanStore store, ReviewDesk desk, TimeProvider clock)
    {
        if (await store.Reviews.FindItemAsync(id, CancellationToken.None) is null)
        {
            throw new RefusalException(Refusals.NotFound("question", id));
        }

        var item = await TellAsync("answer", async () => await desk.AnswerAsync(id, body.Answer, body.Reason, Me(context), MayForOthers(context), CancellationToken.None));
        var followed = await Acknowledgements.WaitAsync(store.Standing, () => true, clock, context.RequestAborted);
        return new((await ReviewViews.OfAsync(store, [item], Me(context), CancellationToken.None))[0], followed);
    }

    private static async Task<QuestionList> AssignAsync(string id, AssignQuestion body, HttpContext context, BartizanStore store, ReviewDesk desk, CancellationToken cancel)
    {
        if (await store.Reviews.FindItemAsync(id, cancel) is null)
        {
            throw new RefusalException(Refusals.NotFound("question", id));
        }

        if (!await store.Registry.HasAccountAsync(body.Reviewer, cancel))
        {
            throw NoAccount();
        }

        await TellAsync("reviewer", async () =>
        {
            await desk.ReassignAsync(id, body.Reviewer, Me(context), CancellationToken.None);
            return true;
        });
        return await OpenQuestionsAsync(context, store, cancel);
    }

    private static async Task<ProposalList> ProposalsAsync(HttpContext context, BartizanStore store, CancellationToken cancel) =>
        new([.. (await store.Reviews.ProposalsAsync(Most, cancel)).Select(p => ReviewViews.Of(p, Me(context), MayForOthers(context)))]);

    private static async Task<ProposalList> AcceptAsync(string id, DecideProposal body, HttpContext context, BartizanStore store, RightSizing sizing, TimeProvider clock)
    {
        await RequireMineAsync(id, context, store);
        await TellAsync("id", async () => await sizing.AcceptAsync(id, Me(context), body.Reason.Trim().Length == 0 ? null : ReasonOf(body), CancellationToken.None));
        await Acknowledgements.WaitAsync(store.Standing, () => true, clock, context.RequestAborted);
        return await ProposalsAsync(context, store, CancellationToken.None);
    }

    private static async Task<ProposalList> DeclineAsync(string id, DecideProposal body, HttpContext context, BartizanStore store, RightSizing sizing)
    {
        await RequireMineAsync(id, context, store);
        var reason = ReasonOf(body);
        await TellAsync("id", async () =>
        {
            await sizing.DeclineAsync(id, Me(context), reason, CancellationToken.None);
            return true;
        });
        return await ProposalsAsync(context, store, CancellationToken.None);
    }

    private static async Task<UseList> UsesAsync(string id, BartizanStore store, TimeProvider clock, CancellationToken cancel) => new(
        [.. (await store.Exchanges.UsesAsync([id], clock.GetUtcNow().AddDays(-30), cancel)).Where(u => u.Action != PermissionUse.ActedFor).OrderByDescending(u => u.Passed).Take(Most).Select(ReviewViews.Of)]);

    private static async Task RequireMineAsync(string id, HttpContext context, BartizanStore store)
    {
        if (await store.Reviews.FindProposalAsync(id, CancellationToken.None) is not { } proposal)
        {
            throw new RefusalException(Refusals.NotFound("proposal", id));
        }

        if (!ReviewViews.IsMine(proposal, Me(context), MayForOthers(context)))
        {
            throw new RefusalException(Refusals.Conflict("id", $"{proposal.Owner} owns this blueprint and is asked.", "An admin or architect can decide too."));
        }
    }

    private static string ReasonOf(DecideProposal body) => Reason.OneLine(body.Reason)
        ?? throw new RefusalException(Refusals.BadField("reason", "There is no reason, or it is too long.", $"Say why in 1 to {Reason.Longest} characters on one line."));

    private static RefusalException NoAccount() => new(Refusals.BadField("reviewer", "There is no account of this name that is not disabled.", "The page People lists accounts."));

    private static async Task<T> TellAsync<T>(string field, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (InputException wrong)
        {
            throw new RefusalException(Refusals.BadInput(field, wrong.Errors));
        }
    }

    private static string Me(HttpContext context) => context.Visitor().Account!.Name;

    private static bool MayForOthers(HttpContext context) => context.Visitor().May(Right.ManageReviews);
}
