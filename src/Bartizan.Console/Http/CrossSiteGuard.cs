namespace Bartizan.Console.Http;

/// <summary>Whether a request that changes something may come from where it says it comes from.</summary>
internal static class CrossSiteGuard
{
    /// <summary>Whether the method changes nothing.</summary>
    public static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    /// <summary>
    /// Whether browser and server agree that the request is the console's own. Browsers send at least one of the two headers
    /// with every POST; a client that sends neither is not a browser, and so carries nobody's cookies but its own.
    /// </summary>
    public static bool IsSameSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0 && site != "same-origin")
        {
            return false;
        }

        var origin = request.Headers.Origin;
        return origin.Count == 0
            || (origin.Count == 1 && string.Equals(origin[0], $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase));
    }
}
