using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.People;
using Bartizan.Core.Ids;
using Bartizan.Identity.Federation;
using Bartizan.Storage.Accounts;
using Session = Bartizan.Console.Contract.Session;

namespace Bartizan.Console.Endpoints;

/// <summary>Signing in and out. Every change of who somebody is gives a fresh token and ends the one before.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Session");
        session.MapGet("", GetAsync).For(AccessRule.Anyone, "getSession", "Who looks at the console, and the CSRF token.");
        session.MapPost("/link", RedeemAsync).For(AccessRule.Anyone, "redeemLink", "Redeems a one-time link.").OrRefused();
        session.MapPost("/account", SetUpAsync).For(AccessRule.SettingUp, "setUpAccount", "Chooses name and password after a one-time link.")
            .OrConflict();
        session.MapPost("/password", SignInAsync).For(AccessRule.Anyone, "signIn", "Signs in with name and password.").OrRefused();
        session.MapPost("/sign-out", SignOutAsync).For(AccessRule.Anyone, "signOut", "Ends the session.");
    }

    private static Task<Session> GetAsync(HttpContext context, SignInLinks links) => ViewAsync(context.Visitor(), links, context.RequestAborted);

    private static async Task<Session> RedeemAsync(
        RedeemLink body, HttpContext context, SignInLinks links, SignInThrottle throttle, SetUps setUps, Sessions sessions, ConsoleStore store)
    {
        var cancel = context.RequestAborted;
        var address = Address(context);
        RefuseIfTooSoon(throttle, null, address);
        if (await links.RedeemAsync(body.Token, cancel) is not { } token)
        {
            throw new RefusalException(Refusals.DeadLink);
        }

        var invited = token.Account is null ? null : await store.FindAccountAsync(token.Account, cancel);
        // A link for the first account is worth nothing once there is one; nor is one for an account that is gone or disabled.
        if (token.Account is null ? await links.HasAccountsAsync(cancel) : invited is not { Disabled: null })
        {
            throw new RefusalException(Refusals.DeadLink);
        }

        throttle.Succeed(null, address);
        await sessions.EndAsync(context.Visitor(), cancel);
        return await EnterAsync(context, setUps.Begin(invited), links);
    }

    private static async Task<Session> SetUpAsync(
        SetUpAccount body, HttpContext context, SetUps setUps, Sessions sessions, SignInLinks links, Passwords passwords, ConsoleStore store, IIdSource ids, TimeProvider clock)
    {
        var cancel = context.RequestAborted;
        var visitor = context.Visitor();
        var name = visitor.Account?.Name ?? body.Name;
        if (!NameRules.IsGood(name))
        {
            throw new RefusalException(Refusals.BadField("name", "This name cannot be used.", NameRules.Fix));
        }

        if (PasswordRules.Complaint(body.Password, name) is { } complaint)
        {
            throw new RefusalException(Refusals.BadField("password", complaint, $"Choose at least {PasswordRules.ShortestLength} characters; three or four random words do well."));
        }

        var hash = await passwords.HashAsync(body.Password, cancel);
        // From here on only one of two simultaneous requests goes on.
        if (!setUps.End(visitor.Token!))
        {
            throw new RefusalException(Refusals.NotSettingUp);
        }

        var account = visitor.Account is { } invited
            ? await SetPasswordAsync(invited, hash, store, cancel)
            : await AddFirstAsync(name, hash, links, store, ids, clock, cancel);
        return await EnterAsync(context, await sessions.BeginAsync(account, cancel) ?? throw new RefusalException(Refusals.DeadLink), links);
    }

    private static async Task<Session> SignInAsync(
        SignIn body, HttpContext context, SignInThrottle throttle, Passwords passwords, Sessions sessions, SignInLinks links, ConsoleStore store)
    {
        var cancel = context.RequestAborted;
        var address = Address(context);
        if (!NameRules.IsGood(body.Name) || body.Password.Length > PasswordRules.LongestLength)
        {
            throw new RefusalException(Refusals.WrongPassword);
        }

        RefuseIfTooSoon(throttle, body.Name, address);
        var account = await store.FindAccountAsync(body.Name, cancel);
        if (!await passwords.IsRightAsync(account, body.Password, cancel))
        {
            throw new RefusalException(Refusals.WrongPassword);
        }

        throttle.Succeed(body.Name, address);
        await sessions.EndAsync(context.Visitor(), cancel);
        return await EnterAsync(context, await sessions.BeginAsync(account!, cancel) ?? throw new RefusalException(Refusals.WrongPassword), links);
    }

    private static async Task<Session> SignOutAsync(HttpContext context, Sessions sessions, SignInLinks links, SignInDesk desk, ConsoleOptions options)
    {
        var visitor = context.Visitor();
        await sessions.EndAsync(visitor, context.RequestAborted);
        SessionCookie.Clear(context);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        var elsewhere = visitor.Issuer is { } issuer ? await desk.SignOutAsync(issuer, new Uri(options.Address, "/sign-in").AbsoluteUri, context.RequestAborted) : null;
        return await ViewAsync(Visitor.Stranger, links, context.RequestAborted) with { SignOutAt = elsewhere?.AbsoluteUri };
    }

    private static async Task<Account> SetPasswordAsync(Account invited, string hash, ConsoleStore store, CancellationToken cancel) =>
        await store.SetPasswordAsync(invited.Id, hash, invited.Id, cancel)
        && await store.FindAccountAsync(invited.Id, cancel) is { Disabled: null } account
            ? account
            : throw new RefusalException(Refusals.DeadLink);

    private static async Task<Account> AddFirstAsync(
        string name, string hash, SignInLinks links, ConsoleStore store, IIdSource ids, TimeProvider clock, CancellationToken cancel)
    {
        if (await links.HasAccountsAsync(cancel))
        {
            throw new RefusalException(Refusals.DeadLink);
        }

        var account = new Account { Id = ids.NewId("acc"), Name = name, PasswordHash = hash, Roles = Accounts.Names([Role.Admin]), Created = clock.GetUtcNow() };
        return await store.AddAccountAsync(account, "system", cancel)
            ? account
            : throw new RefusalException(Refusals.Conflict("name", "There is an account of this name.", "Choose another name."));
    }

    private static Task<Session> EnterAsync(HttpContext context, Visitor visitor, SignInLinks links)
    {
        SessionCookie.Write(context, visitor.Token!, visitor.Expires!.Value);
        return ViewAsync(visitor, links, context.RequestAborted);
    }

    private static async Task<Session> ViewAsync(Visitor visitor, SignInLinks links, CancellationToken cancel) => new(
        visitor.State,
        visitor.State == SessionState.SignedIn || await links.HasAccountsAsync(cancel),
        visitor.State == SessionState.SignedIn ? Accounts.Person(visitor) : null,
        visitor.State == SessionState.SetUp ? visitor.Account?.Name : null,
        visitor.CsrfToken,
        visitor.Expires);

    private static void RefuseIfTooSoon(SignInThrottle throttle, string? name, string address)
    {
        if (throttle.Begin(name, address) is var wait && wait > TimeSpan.Zero)
        {
            throw new RefusalException(Refusals.TooManySignIns(wait));
        }
    }

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
