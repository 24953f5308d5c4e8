namespace Bartizan.Console.People;

/// <summary>The one cookie: out of reach of scripts, sent to this site only, and under https bound to this very host.</summary>
internal static class SessionCookie
{
    private const string SecureName = "__Host-bartizan-session";
    private const string PlainName = "bartizan-session";

    /// <summary>The token that the browser holds, or null.</summary>
    public static string? Read(HttpRequest request) => request.Cookies[Name(request)];

    /// <summary>Gives the browser a token.</summary>
    public static void Write(HttpContext context, string token, DateTimeOffset expires) =>
        context.Response.Cookies.Append(Name(context.Request), token, Settings(context.Request, expires));

    /// <summary>Takes it away.</summary>
    public static void Clear(HttpContext context) =>
        context.Response.Cookies.Append(Name(context.Request), "", Settings(context.Request, DateTimeOffset.UnixEpoch));

    // Browsers refuse the __Host- prefix without https; on loopback there is none.
    private static string Name(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Settings(HttpRequest request, DateTimeOffset expires) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}
