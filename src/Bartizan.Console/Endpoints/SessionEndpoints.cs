using Bartizan.Console.Access;
using Bartizan.Console.Contract;

namespace Bartizan.Console.Endpoints;

/// <summary>Signing in and out.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Session");
        session.MapGet("", Get).For(AccessRule.Anyone, "getSession", "Who looks at the console, and the CSRF token.");
        session.MapPost("/link", RedeemAsync).For(AccessRule.Anyone, "redeemLink", "Redeems a one-time link.").OrRefused();
        session.MapPost("/account", SetUpAsync).For(AccessRule.SettingUp, "setUpAccount", "Chooses name and password after a one-time link.")
            .OrConflict();
        session.MapPost("/password", SignInAsync).For(AccessRule.Anyone, "signIn", "Signs in with name and password.").OrRefused();
        session.MapPost("/sign-out", SignOutAsync).For(AccessRule.Anyone, "signOut", "Ends the session.");
    }

    private static Session Get() => throw new NotImplementedException();

    private static Task<Session> RedeemAsync(RedeemLink body) => throw new NotImplementedException();

    private static Task<Session> SetUpAsync(SetUpAccount body) => throw new NotImplementedException();

    private static Task<Session> SignInAsync(SignIn body) => throw new NotImplementedException();

    private static Task<Session> SignOutAsync() => throw new NotImplementedException();
}
