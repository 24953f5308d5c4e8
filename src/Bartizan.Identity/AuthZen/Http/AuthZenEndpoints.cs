using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Identity.AuthZen.Access;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.AuthZen.Requests;
using Bartizan.Identity.AuthZen.Searching;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.AuthZen.Http;

/// <summary>Answers the routes of the decision point, compared exactly, and leaves every other request to what comes after it; all of them where no decision point is configured.</summary>
internal sealed class AuthZenEndpoints(AuthZenState state, CallerStep callers, EvaluationHandler evaluations, SearchHandler searches, AccessHandler access)
{
    private static readonly Refusal Unrecorded = new(500, "The decision could not be recorded, so it is not given. Try again later.");

    public Task RunAsync(HttpContext http, RequestDelegate next)
    {
        if (state.Current is not { } point)
        {
            return next(http);
        }

        var path = http.Request.Path.Value ?? "";
        if (http.Request.Method == "GET" && point.Metadata is { } metadata && path == metadata.Path)
        {
            return Answer.WriteMetadataAsync(http, metadata.Json);
        }

        if (point.AsksPeople && http.Request.Method == "GET" && path.StartsWith(AuthZenPaths.Requests + "/", StringComparison.Ordinal))
        {
            return TellAsync(new AuthZenCall(http, point), path[(AuthZenPaths.Requests.Length + 1)..]);
        }

        if (point.AsksPeople && http.Request.Method == "POST" && path == AuthZenPaths.Requests)
        {
            return AnswerAsync(new AuthZenCall(http, point), access.SubmitAsync);
        }

        return http.Request.Method == "POST" && Handler(path) is { } handler ? AnswerAsync(new AuthZenCall(http, point), (call, body) => WriteAsync(call, body, handler)) : next(http);
    }

    private Func<AuthZenCall, JsonElement, ValueTask<byte[]?>>? Handler(string path) => path switch
    {
        AuthZenPaths.Evaluation => (call, body) => evaluations.AnswerAsync(call, body, null),
        AuthZenPaths.Evaluations => (call, body) => evaluations.AnswerAsync(call, body, Batch.Read(body, call.Point.Options.Limits.Evaluations)),
        AuthZenPaths.SearchSubject => (call, body) => searches.AnswerAsync(call, body, SearchKind.Subject),
        AuthZenPaths.SearchResource => (call, body) => searches.AnswerAsync(call, body, SearchKind.Resource),
        AuthZenPaths.SearchAction => (call, body) => searches.AnswerAsync(call, body, SearchKind.Action),
        _ => null,
    };

    private static async Task WriteAsync(AuthZenCall call, JsonElement body, Func<AuthZenCall, JsonElement, ValueTask<byte[]?>> handler)
    {
        if (await handler(call, body) is { } json)
        {
            await Answer.WriteAsync(call.Http, json);
        }
        else
        {
            await Answer.WriteAsync(call.Http, Unrecorded);
        }
    }

    private async Task TellAsync(AuthZenCall call, string id)
    {
        (call, var refusal) = RequestIdStep.Run(ref call) is { } badId ? (call, badId) : await callers.RunAsync(call);
        if (refusal is not null)
        {
            await Answer.WriteAsync(call.Http, refusal);
            return;
        }

        await access.TellAsync(call, id);
    }

    private async Task AnswerAsync(AuthZenCall call, Func<AuthZenCall, JsonElement, Task> handler)
    {
        try
        {
            if (RequestIdStep.Run(ref call) is { } badId)
            {
                await Answer.WriteAsync(call.Http, badId);
                return;
            }

            (call, var refusal) = await callers.RunAsync(call);
            if (refusal is not null)
            {
                await Answer.WriteAsync(call.Http, refusal);
                return;
            }

            (var body, refusal) = await BodyStep.RunAsync(call);
            using (body)
            {
                if (body is null)
                {
                    await Answer.WriteAsync(call.Http, refusal!);
                }
                else
                {
                    await handler(call, body.RootElement);
                }
            }
        }
        catch (InputException e)
        {
            await Answer.WriteAsync(call.Http, new Refusal(400, e.Message));
        }
        catch (BadHttpRequestException e)
        {
            await Answer.WriteAsync(call.Http, new Refusal(e.StatusCode, "The body could not be read."));
        }
        catch (OperationCanceledException) when (call.Http.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone; nothing was told to anybody.
        }
    }
}
