using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Console.People;
using Bartizan.Identity.Federation;
using Bartizan.Storage.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bartizan.Console.Endpoints;

/// <summary>Signing in through an identity provider. The page begins it; the provider sends the browser back, and may later say that it signed somebody out.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder api)
    {
        var signIn = api.MapGroup("/sign-in").WithTags("Sign-in");
        signIn.MapGet("", List).For(AccessRule.Anyone, "listProviders", "The identity providers through which people may sign in.");
        signIn.MapPost("/{id}", BeginAsync).For(AccessRule.Anyone, "beginSignIn", "Begins to sign in at a provider, or to accept an invitation there, and says where the browser goes.").OrNotFound().OrConflict();
        signIn.MapGet("/{id}/callback", ReturnAsync).ExcludeFromDescription().For(AccessRule.Anyone, "endSignIn", "Where providers send browsers back.");
        signIn.MapPost("/{id}/logout", LogoutAsync).ExcludeFromDescription().For(AccessRule.Anyone, "backChannelLogout", "Where providers say whom they signed out.");
    }

    /// <summary>Where a provider sends browsers back.</summary>
    public static string RedirectUri(ConsoleOptions options, string provider) => new Uri(options.Address, $"/api/sign-in/{provider}/callback").AbsoluteUri;

    /// <summary>Begins it, and gives the browser what binds it.</summary>
    public static async Task<SignInBegun> SendAwayAsync(ConsoleIntent intent, ProviderOptions provider, HttpContext context, SignInDesk desk, ConsoleOptions options)
    {
        // The provider sends the browser back to the console's own address, where a browser that opened it under another name would not have its cookies.
        if (!string.Equals(context.Request.Host.Host, options.Address.Host, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusalException(Refusals.Conflict("Host", "Providers send people back to the console's own address, and this page was opened under another.", $"Open {options.Address}."));
        }

        var (location, browser) = await desk.BeginAsync(provider.Name, RedirectUri(options, provider.Name), intent, context.RequestAborted)
            ?? throw new RefusalException(Refusals.ProviderUnreachable(Identities.Title(provider)));
        SignInCookie.Write(context, browser);
        return new SignInBegun(location.AbsoluteUri);
    }

    private static ProviderList List(Providers providers) => new([.. providers.All.Select(Identities.View)]);

    private static async Task<SignInBegun> BeginAsync(
        string id, BeginSignIn body, HttpContext context, Providers providers, SignInDesk desk, SignInLinks links, ConsoleOptions options)
    {
        var provider = providers.All.FirstOrDefault(p => p.Name == id) ?? throw new RefusalException(Refusals.NotFound("provider", id));
        var visitor = context.Visitor();
        // Whatever becomes of the provider, somebody must be able to come in.
        if (!await links.HasAccountsAsync(context.RequestAborted) || visitor is { State: SessionState.SetUp, Account: null })
        {
            throw new RefusalException(Refusals.Conflict("id", "The first account needs a password.", "Open the link that bartizan up printed, and choose a name and a password."));
        }

        return await SendAwayAsync(new ConsoleIntent(LocalPage.Of(body.ReturnTo, options.Address), visitor, Links: false), provider, context, desk, options);
    }

    private static async Task<IResult> ReturnAsync(string id, HttpContext context, SignInDesk desk, ProviderAccounts accounts, ILoggerFactory logs)
    {
        var query = context.Request.QueryString.Value is { Length: > 1 } text ? text[1..] : "";
        var outcome = await desk.FinishAsync(id, query, SignInCookie.Read(context.Request), context.RequestAborted);
        var log = logs.CreateLogger(typeof(SignInEndpoints));
        if (outcome.Intent is not ConsoleIntent intent)
        {
            return Send(context, LocalPage.With("/sign-in", SignInProblem.NotBegunHere));
        }

        SignInCookie.Clear(context);
        if (outcome.Person is null)
        {
            SignInLog.Failed(log, id, outcome.Reason ?? "");
            return Send(context, LocalPage.With(intent.ReturnTo, Problem(outcome.Fault)));
        }

        var (visitor, problem) = await accounts.GoOnAsync(intent, outcome.Provider!, outcome.Person, context.RequestAborted);
        if (visitor is null)
        {
            SignInLog.Failed(log, id, problem!.Value.ToString());
            return Send(context, LocalPage.With(intent.ReturnTo, problem.Value));
        }

        SessionCookie.Write(context, visitor.Token!, visitor.Expires!.Value);
        return Send(context, intent.ReturnTo);
    }

    private static async Task<IResult> LogoutAsync(string id, HttpContext context, BackChannelLogout logout, ConsoleStore store)
    {
        if (await logout.ReadAsync(id, context.Request, context.RequestAborted) is not { } gone)
        {
            return TypedResults.Json(new { error = "invalid_request", error_description = "This is no logout token of a provider that people sign in through here, or it came before." }, statusCode: StatusCodes.Status400BadRequest);
        }

        await store.EndSessionsOfAsync(gone.Issuer, gone.Subject, gone.Sid, context.RequestAborted);
        return TypedResults.Ok();
    }

    private static SignInProblem Problem(SignInFault? fault) => fault switch
    {
        SignInFault.Unreachable => SignInProblem.Unreachable,
        SignInFault.Denied => SignInProblem.Denied,
        SignInFault.NotBegunHere => SignInProblem.NotBegunHere,
        _ => SignInProblem.NotBelieved,
    };

    // 303: the address with the code in it is left behind.
    private static StatusCodeHttpResult Send(HttpContext context, string page)
    {
        context.Response.Headers.Location = page;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }
}
