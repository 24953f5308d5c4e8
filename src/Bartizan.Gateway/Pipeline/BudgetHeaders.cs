using System.Globalization;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Tells clients how their budgets stand, in the headers in which their provider tells of its own limits.</summary>
internal static class BudgetHeaders
{
    /// <summary>How long official clients wait at most before they ask again by themselves.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Writes how the tightest budgets stand, in place of what the upstream says of its own.</summary>
    public static void Write(Exchange exchange, DateTimeOffset now)
    {
        if (exchange.Spending is { } spending)
        {
            Write(exchange, "requests", spending.Requests, now);
            Write(exchange, "tokens", spending.Tokens, now);
        }
    }

    /// <summary>Writes when to ask again.</summary>
    public static void WriteRetry(Exchange exchange, TimeSpan wait)
    {
        var headers = exchange.Http.Response.Headers;
        if (wait > LongestWait)
        {
            // Their libraries would ask again at once, in vain.
            headers["x-should-retry"] = "false";
        }

        if (wait == TimeSpan.MaxValue)
        {
            return;
        }

        headers.RetryAfter = Text((long)Math.Ceiling(wait.TotalSeconds));
        if (exchange.Route.Provider is ProviderDialect.OpenAi or ProviderDialect.AzureOpenAi)
        {
            headers["retry-after-ms"] = Text((long)Math.Ceiling(wait.TotalMilliseconds));
        }
    }

    private static void Write(Exchange exchange, string what, BudgetStanding? standing, DateTimeOffset now)
    {
        if (standing is null)
        {
            return;
        }

        var headers = exchange.Http.Response.Headers;
        switch (exchange.Route.Provider)
        {
            case ProviderDialect.OpenAi or ProviderDialect.AzureOpenAi:
                headers["x-ratelimit-limit-" + what] = Text(standing.Limit);
                headers["x-ratelimit-remaining-" + what] = Text(standing.Left);
                headers["x-ratelimit-reset-" + what] = Span(standing.Reset - now);
                break;
            case ProviderDialect.Anthropic:
                headers[$"anthropic-ratelimit-{what}-limit"] = Text(standing.Limit);
                headers[$"anthropic-ratelimit-{what}-remaining"] = Text(standing.Left);
                headers[$"anthropic-ratelimit-{what}-reset"] = standing.Reset.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
                break;
            case ProviderDialect.Gemini:
                // Has no such headers; a refusal's body says when to ask again.
                break;
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    // As OpenAI writes it: 1h2m3s.
    private static string Span(TimeSpan span)
    {
        var seconds = Math.Max(0, (long)Math.Ceiling(span.TotalSeconds));
        var (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        return string.Create(CultureInfo.InvariantCulture, $"{(hours > 0 ? $"{hours}h" : "")}{(hours > 0 || minutes > 0 ? $"{minutes}m" : "")}{seconds % 60}s");
    }
}
