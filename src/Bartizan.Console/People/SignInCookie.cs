using Bartizan.Identity.Federation;

namespace Bartizan.Console.People;

/// <summary>
/// What binds a sign-in at a provider to the browser that began it. It comes along when the provider sends the browser back, which is another site's doing,
/// and so it is <c>SameSite=Lax</c>; it proves nothing but where the sign-in was begun.
/// </summary>
internal static class SignInCookie
{
    private const string SecureName = "__Host-bartizan-sign-in";
    private const string PlainName = "bartizan-sign-in";

    /// <summary>What the browser kept, or null.</summary>
    public static string? Read(HttpRequest request) => request.Cookies[Name(request)];

    /// <summary>Gives the browser a secret, for as long as somebody may take.</summary>
    public static void Write(HttpContext context, string secret) => context.Response.Cookies.Append(Name(context.Request), secret, Settings(context.Request, SignInDesk.Patience));

    /// <summary>Takes it away.</summary>
    public static void Clear(HttpContext context) => context.Response.Cookies.Append(Name(context.Request), "", Settings(context.Request, TimeSpan.Zero));

    private static string Name(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Settings(HttpRequest request, TimeSpan age) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = age,
        IsEssential = true,
    };
}
