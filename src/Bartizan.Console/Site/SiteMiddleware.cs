using Bartizan.Console.Http;

namespace Bartizan.Console.Site;

/// <summary>Serves the web part: exact files, and the one page for page routes. Everything below <c>/api</c> passes it by.</summary>
internal sealed class SiteMiddleware(RequestDelegate next, SiteFiles files)
{
    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            return next(context);
        }

        if (!CrossSiteGuard.IsSafe(context.Request.Method))
        {
            return ProblemWriter.WriteAsync(context, Refusals.WrongMethod);
        }

        if (files.Find(path) is { } file)
        {
            return SendAsync(context, file);
        }

        if (!IsPageRoute(path))
        {
            return ProblemWriter.WriteAsync(context, Refusals.NoSuchEndpoint);
        }

        return files.Index is { } index ? SendAsync(context, index) : StartPage.SendAsync(context);
    }

    // Pages have no dot in their last part; a missing file must be a 404, not the page's HTML.
    private static bool IsPageRoute(string path) => !path.AsSpan(path.LastIndexOf('/') + 1).Contains('.') && !path.Contains('\\', StringComparison.Ordinal);

    private static async Task SendAsync(HttpContext context, SiteFile file)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = file.IsImmutable ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = file.ETag;
        headers.Vary = "Accept-Encoding";
        if (context.Request.Headers.IfNoneMatch == file.ETag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (bytes, encoding) = Choose(file, context.Request.Headers.AcceptEncoding.ToString());
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }

        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }

    private static (byte[] Bytes, string? Encoding) Choose(SiteFile file, string accepted) => file.IsCompressible switch
    {
        true when accepted.Contains("br", StringComparison.Ordinal) => (file.Brotli, "br"),
        true when accepted.Contains("gzip", StringComparison.Ordinal) => (file.Gzip, "gzip"),
        _ => (file.Bytes, null),
    };
}
