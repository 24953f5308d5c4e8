using System.Globalization;
using System.Text.Json;
using Bartizan.Console.Contract;

namespace Bartizan.Console.Http;

/// <summary>Writes refusals as RFC 9457 problem details; the only place that does.</summary>
internal static class ProblemWriter
{
    /// <summary>Answers with a refusal, unless an answer has begun.</summary>
    public static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = "application/problem+json";
        if (refusal.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        var problem = new Problem(
            "/problems/" + refusal.Code,
            refusal.Title,
            refusal.Status,
            refusal.Code,
            refusal.Detail,
            context.Request.Path,
            refusal.Where,
            refusal.Fix,
            context.TraceIdentifier,
            refusal.Errors);
        await JsonSerializer.SerializeAsync(context.Response.Body, problem, ConsoleJson.Options, context.RequestAborted);
    }
}
