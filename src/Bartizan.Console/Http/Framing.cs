using Microsoft.AspNetCore.Http.Features;

namespace Bartizan.Console.Http;

/// <summary>What holds for every request before anything looks at it.</summary>
internal static class Framing
{
    /// <summary>Largest body of any request, bytes.</summary>
    public const int LargestBody = 1024 * 1024;

    /// <summary>Bounds the body, and tells the rest of the pipeline the scheme that the browser sees when a proxy ends TLS in front of us.</summary>
    public static Task ApplyAsync(HttpContext context, ConsoleOptions options, RequestDelegate next)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestBody;
        }

        if (options.Address.Scheme == Uri.UriSchemeHttps)
        {
            context.Request.Scheme = Uri.UriSchemeHttps;
        }

        return next(context);
    }
}
