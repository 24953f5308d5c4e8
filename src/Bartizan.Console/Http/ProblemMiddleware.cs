using System.Text.Json;
using Bartizan.Core.Results;

namespace Bartizan.Console.Http;

/// <summary>Turns every failure below it into a problem; nothing of an exception but a bad request's own words ever leaves.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception error)
        {
            await ProblemWriter.WriteAsync(context, Explain(context, error));
            return;
        }

        if (!context.Response.HasStarted && Implied(context.Response) is { } refusal)
        {
            await ProblemWriter.WriteAsync(context, refusal);
        }
    }

    private static Refusal? Implied(HttpResponse response) => response.StatusCode switch
    {
        _ when response.ContentType is not null => null,
        404 => Refusals.NoSuchEndpoint,
        405 => Refusals.WrongMethod,
        413 => Refusals.TooLarge,
        415 => Refusals.NotJson,
        _ => null,
    };

    private Refusal Explain(HttpContext context, Exception error)
    {
        switch (error)
        {
            case RefusalException refusal:
                return refusal.Refusal;
            case InputException input:
                return Refusals.BadInput("body", input.Errors);
            case BadHttpRequestException { StatusCode: 413 }:
                return Refusals.TooLarge;
            case BadHttpRequestException { StatusCode: 415 }:
                return Refusals.NotJson;
            case BadHttpRequestException { InnerException: JsonException json }:
                return Refusals.BadRequest(json.Message);
            case BadHttpRequestException bad:
                return Refusals.BadRequest(bad.Message);
            default:
                LogUnexpected(error, context.TraceIdentifier);
                return Refusals.Unexpected;
        }
    }

    [LoggerMessage(4101, LogLevel.Error, "Console request {RequestId} failed")]
    private partial void LogUnexpected(Exception error, string requestId);
}
