using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.People;
using Bartizan.Core.Identity;
using Bartizan.Core.Text;
using Bartizan.Identity;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Backchannel;
using Microsoft.AspNetCore.Mvc;

namespace Bartizan.Console.Endpoints;

/// <summary>What apps ask the person who is signed in, and what this person let in before. Everybody answers for themselves only.</summary>
internal static class ConsentEndpoints
{
    public static void MapConsents(this IEndpointRouteBuilder api)
    {
        var consents = api.MapGroup("/consents").WithTags("Consents");
        consents.MapGet("", ListAsync).For(AccessRule.SignedIn, "listConnectedAgents", "The agents that act for the person who asks.");
        consents.MapPost("/{id}/disconnect", DisconnectAsync).For(AccessRule.SignedIn, "disconnectAgent", "Takes back all that the person allowed an agent; its tokens end within a second.")
            .OrNotFound();
        consents.MapGet("/requests/{id}", FindAsync).For(AccessRule.SignedIn, "readConsentRequest", "What an app asks the person for.").OrNotFound();
        consents.MapGet("/waiting", WaitingAsync).For(AccessRule.SignedIn, "listWaitingQuestions", "What agents ask the person who asks, without a browser of theirs.");
        consents.MapPost("/waiting/{id}/answer", AnswerWaitingAsync).For(AccessRule.SignedIn, "answerWaitingQuestion", "Allows it or not, once.").OrNotFound();
        consents.MapPost("/requests/{id}/answer", AnswerAsync).For(AccessRule.SignedIn, "answerConsentRequest", "Allows it or not, once, and says where the browser goes.").OrNotFound();
    }

    private static async Task<ConnectedAgents> ListAsync(HttpContext context, [FromServices] ConsentDesk? desk, [FromServices] Issuer? issuer)
    {
        var connected = desk is null ? [] : await desk.ConnectedAsync(context.Visitor().Account!.Id, context.RequestAborted);
        return new([.. connected.Select(c => new ConnectedAgent(
            c.Agent.Id, VisibleText.Of(c.Agent.Name), VisibleText.Of(c.Agent.Owner), c.Vouched, c.Consents[0].Created, [.. c.Consents.Select(consent => View(consent.Use, issuer))]))]);
    }

    private static async Task<ConnectedAgents> DisconnectAsync(string id, HttpContext context, [FromServices] ConsentDesk? desk, [FromServices] Issuer? issuer) =>
        desk is not null && await desk.DisconnectAsync(context.Visitor().Account!.Id, id, context.RequestAborted)
            ? await ListAsync(context, desk, issuer)
            : throw new RefusalException(Refusals.NotFound("connected agent", id));

    private static async Task<WaitingQuestions> WaitingAsync(HttpContext context, [FromServices] BackchannelDesk? desk, [FromServices] Issuer? issuer) => new(
    [
        .. (desk is null ? [] : await desk.WaitingAsync(context.Visitor().Account!.Id, context.RequestAborted)).Select(q => new WaitingQuestion(
            q.Request.Id,
            q.Agent.Id,
            VisibleText.Of(q.Agent.Name),
            VisibleText.Of(q.Agent.Owner),
            q.Request.Message is { } message ? VisibleText.Of(message) : null,
            View(q.Request.Use, issuer),
            q.Request.Created,
            q.Request.Expires)),
    ]);

    private static async Task<WaitingQuestions> AnswerWaitingAsync(string id, AnswerConsent body, HttpContext context, [FromServices] BackchannelDesk? desk, [FromServices] Issuer? issuer)
    {
        var person = context.Visitor().Account!.Id;
        return desk is not null && (body.Allow ? await desk.AllowAsync(id, person, context.Visitor().SignIn, Secrets.Hash(context.Visitor().Token), context.RequestAborted) : await desk.RefuseAsync(id, person, context.RequestAborted))
            ? await WaitingAsync(context, desk, issuer)
            : throw Over();
    }

    private static async Task<ConsentRequestView> FindAsync(string id, HttpContext context, [FromServices] ConsentDesk? desk, [FromServices] Issuer? issuer)
    {
        if (desk is null || await desk.FindAsync(id, context.Visitor().Account!.Id, context.Visitor().SignIn, context.RequestAborted) is not { } question)
        {
            throw Over();
        }

        return new ConsentRequestView(
            VisibleText.Of(question.Client),
            VisibleText.Of(question.Name),
            question.Owner is { } owner ? VisibleText.Of(owner) : null,
            question.Vouched,
            View(question.Use, issuer),
            question.Redirect.IdnHost,
            question.StaysHere,
            question.Until,
            question.Expires,
            question.Remembered,
            question.NeedsSignIn);
    }

    private static async Task<ConsentAnswered> AnswerAsync(string id, AnswerConsent body, HttpContext context, [FromServices] ConsentDesk? desk)
    {
        var account = context.Visitor().Account!;
        var person = new Core.Identity.Person(account.Id, account.Name, account.Roles);
        if (body.Allow && desk is not null && await desk.FindAsync(id, account.Id, context.Visitor().SignIn, context.RequestAborted) is { NeedsSignIn: true })
        {
            throw new RefusalException(new Refusal(403, "sign-in-needed", "The app asks for a newer sign-in, or one in another way.", "Sign in anew, then answer."));
        }

        var redirect = desk is null ? null
            : body.Allow ? await desk.AllowAsync(id, person, context.Visitor().SignIn, Secrets.Hash(context.Visitor().Token), context.RequestAborted)
            : await desk.DenyAsync(id, person, context.RequestAborted);
        return new(redirect ?? throw Over());
    }

    // The name of a request is as good as the request: it is not repeated.
    private static RefusalException Over() => new(new Refusal(404, "request-over", "This question is over, or was answered before.", "Begin again in the app."));

    private static ConsentUse View(ConsentedUse use, Issuer? issuer) =>
        new(use.Resource, use.Resource == issuer?.Origin, use.Scopes, use.Authority?.Models, use.Authority?.Tools, use.Renews,
            use.Mandate?.Purpose is { } purpose ? VisibleText.Of(purpose) : null,
            use.Mandate is { Limits.Count: > 0 } mandate ? [.. mandate.Limits.Select(l => l.ToString())] : null,
            use.Mandate?.Depth);
}
