using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.People;
using Bartizan.Identity.Federation;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.Endpoints;

/// <summary>Who the person who asks is at identity providers.</summary>
internal static class IdentityEndpoints
{
    public static void MapIdentities(this IEndpointRouteBuilder api)
    {
        var identities = api.MapGroup("/identities").WithTags("Identities");
        identities.MapGet("", ListAsync).For(AccessRule.SignedIn, "listIdentities", "One's own identities at providers.");
        identities.MapPost("", LinkAsync).For(AccessRule.SignedIn, "linkIdentity", "Begins to link an identity to one's account, and says where the browser goes.").OrNotFound().OrConflict();
        identities.MapPost("/prove", ProveAsync).For(AccessRule.SignedIn, "proveIdentity", "Begins to prove anew, at the provider by which one signed in, who one is, and says where the browser goes.").OrConflict();
        identities.MapPost("/{id}/remove", RemoveAsync).For(AccessRule.SignedIn, "removeIdentity", "Takes an identity away; sessions that began by it end.").OrNotFound();
    }

    private static async Task<IdentityList> ListAsync(HttpContext context, ConsoleStore store, Providers providers)
    {
        var account = context.Visitor().Account!;
        var linked = await store.IdentitiesAsync(account.Id, context.RequestAborted);
        return new(
            [.. linked.Select(i => Identities.View(i, account, providers))],
            account.PasswordHash is null ? [] : [.. providers.All.Where(p => linked.All(i => i.Issuer != p.Issuer)).Select(Identities.View)]);
    }

    private static async Task<SignInBegun> LinkAsync(
        LinkIdentity body, HttpContext context, Providers providers, SignInDesk desk, PasswordProof proof, ConsoleOptions options)
    {
        var provider = providers.All.FirstOrDefault(p => p.Name == body.Provider) ?? throw new RefusalException(Refusals.NotFound("provider", body.Provider));
        var visitor = context.Visitor();
        // A further way in would be one that the provider which an account came from cannot close.
        if (visitor.Account!.PasswordHash is null)
        {
            throw new RefusalException(Refusals.Conflict("provider", "Only accounts with a password can link identities.", "Ask an admin for a sign-in link, and choose a password or this provider there."));
        }

        await proof.RequireAsync(visitor.Account!, body.Password, context);
        return await SignInEndpoints.SendAwayAsync(new ConsoleIntent(LocalPage.Of(body.ReturnTo, options.Address), visitor, Links: true), provider, context, desk, options);
    }

    private static async Task<SignInBegun> ProveAsync(BeginSignIn body, HttpContext context, Providers providers, SignInDesk desk, ConsoleOptions options)
    {
        var visitor = context.Visitor();
        var provider = providers.All.FirstOrDefault(p => p.Issuer == visitor.Issuer)
            ?? throw new RefusalException(Refusals.Conflict("provider", "This session did not begin at an identity provider.", "Use the password."));
        return await SignInEndpoints.SendAwayAsync(new ConsoleIntent(LocalPage.Of(body.ReturnTo, options.Address), visitor, Links: false) { Anew = true }, provider, context, desk, options);
    }

    // Without a password it may be the only way in, and nobody is to lock themselves out by a slip.
    private static async Task<IdentityList> RemoveAsync(string id, HttpContext context, ConsoleStore store, Providers providers)
    {
        var account = context.Visitor().Account!;
        return account.PasswordHash is not null && await store.UnlinkIdentityAsync(account.Id, id, account.Id, context.RequestAborted)
            ? await ListAsync(context, store, providers)
            : throw new RefusalException(Refusals.NotFound("identity that can be removed", id));
    }
}
