using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Authorizing;

/// <summary>Tells a person what is wrong where nobody may be sent on. It says nothing that came with the request.</summary>
internal static class ErrorPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="http">The request.</param>
    /// <param name="what">What is wrong: one of our own sentences.</param>
    public static Task WriteAsync(HttpContext http, string what)
    {
        var page = Encoding.UTF8.GetBytes(
            $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <title>Bartizan: this request cannot go on</title>
            <h1>This request cannot go on</h1>
            <p>{what}</p>
            <p>Nothing was allowed, and nothing was sent to the app. If you came from an app, tell those who make it.</p>
            </html>
            """);
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = page.Length;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers.XFrameOptions = "DENY";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return http.Response.Body.WriteAsync(page, http.RequestAborted).AsTask();
    }
}
