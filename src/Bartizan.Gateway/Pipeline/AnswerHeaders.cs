using System.Globalization;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Translation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Writes status and headers of the upstream's answer to the client's.</summary>
internal static class AnswerHeaders
{
    public const string Exchange = "x-bartizan-exchange";
    public const string Overhead = "x-bartizan-overhead-us";
    public const string Attempts = "x-bartizan-attempts";
    public const string Dropped = "x-bartizan-dropped";

    public static void Write(Exchange exchange, HttpResponseMessage from, DateTimeOffset now, bool stream = false)
    {
        var to = exchange.Http.Response;
        to.StatusCode = (int)from.StatusCode;
        var connection = from.Headers.NonValidated.TryGetValues("Connection", out var named) ? named.ToString() : "";
        foreach (var (name, values) in from.Headers.NonValidated)
        {
            StringValues sent = values.Count == 1 ? values.ToString() : values.ToArray();
            if (HeaderRules.GoesDownstream(name) && HeaderContent.IsHarmless(name, sent) && (connection.Length == 0 || !HeaderRules.BelongsToConnection(connection, name)))
            {
                to.Headers[name] = sent;
            }
        }

        // What was read as UTF-8 must not be read as anything else: no character set that the upstream names, and no type that says more than what was read.
        to.ContentType = stream ? from.Content.Headers.ContentType?.MediaType : "application/json";
        if (exchange.Translator is { } translator)
        {
            WriteTranslated(exchange, translator, from, stream);
        }

        BudgetHeaders.Write(exchange, now);
        WriteOverhead(exchange);
    }

    /// <summary>The header in which the dialect's clients look for an error's type, where there is one.</summary>
    public static void WriteErrorType(HttpResponse response, IDialect dialect, int status)
    {
        if (dialect.ErrorHeader(status) is { } header)
        {
            response.Headers[header.Name] = header.Value;
        }
    }

    // What is said in another dialect than the upstream's has that dialect's type, and says what it had to leave out.
    private static void WriteTranslated(Exchange exchange, Translator translator, HttpResponseMessage from, bool stream)
    {
        var to = exchange.Http.Response;
        to.ContentType = stream ? translator.StreamType : "application/json";
        if (!translator.Losses.None)
        {
            to.Headers[Dropped] = translator.Losses.ToString();
        }

        if (!from.IsSuccessStatusCode)
        {
            WriteErrorType(to, exchange.Route.Dialect, (int)from.StatusCode);
        }
    }

    /// <summary>What every answer says of the gateway's own part in it.</summary>
    public static void WriteOverhead(Exchange exchange)
    {
        var headers = exchange.Http.Response.Headers;
        headers[Overhead] = exchange.Timer.Overhead.ToString(CultureInfo.InvariantCulture);
        if (exchange.Attempts > 0)
        {
            headers[Attempts] = exchange.Attempts.ToString(CultureInfo.InvariantCulture);
        }
    }
}
