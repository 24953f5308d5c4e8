using System.Diagnostics;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Credentials;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Live;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Mcp.Http;
using Bartizan.Gateway.Mcp.Pinning;
using Bartizan.Gateway.Mcp.Servers;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Sensitivities;
using Bartizan.Gateway.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>
/// The trip of an exchange with an MCP server: (1) from where, (2) who asks, (3) what, in which revision, (4) what is in it, (5) may it, (6) forward,
/// (7) the same for the answer, (8) record, and only then the last answer.
/// </summary>
internal sealed class McpPipeline(
    ExchangePipeline frame,
    AuthenticateStep authenticate,
    LiveExchanges live,
    ProtectedResource metadata,
    McpSessions sessions,
    ToolPins pins,
    McpListing listing,
    InspectStep inspect,
    JudgeStep judge,
    SessionLabels labels,
    HistoryBook histories,
    ReserveStep reserve,
    McpRequestJudge requests,
    HeldCalls held,
    McpAnswerStep answers,
    McpTransports transports,
    CredentialVault vault,
    ConsoleAddress console,
    McpTelemetry telemetry)
{
    /// <summary>Takes one HTTP request from beginning to end.</summary>
    public Task RunAsync(HttpContext http, GatewayRoute route, McpServer server) =>
        frame.RunAsync(http, new RouteMatch(route, null, null), exchange => HandleAsync(new McpTurn(exchange, server)));

    private async ValueTask<Refusal?> HandleAsync(McpTurn turn)
    {
        var (exchange, server) = (turn.Exchange, turn.Server);
        var http = exchange.Http;
        exchange.ErrorBody = turn.ErrorBody;
        exchange.Request = McpReading.Nothing();
        if (EdgeGuard.Check(http.Request, exchange.Snapshot.Mcp.Options) is { } foreign)
        {
            return foreign;
        }

        if (await authenticate.RunAsync(exchange, ProtectedResource.PathOf(server)) is { } unknown)
        {
            metadata.Challenge(http, exchange.Snapshot.Mcp.Options, server, unknown.Code == "missing_key" ? null : "invalid_token");
            return unknown;
        }

        exchange.AsksServer = server.Name;
        if (live.Enter(exchange) is { } stopped)
        {
            return stopped;
        }

        if (exchange.Principal!.Token is { } token && !server.Scopes.All(token.Scopes.Contains))
        {
            metadata.Challenge(http, exchange.Snapshot.Mcp.Options, server, "insufficient_scope");
            return new Refusal(403, "insufficient_scope", "The access token lacks a scope that this server needs.");
        }

        if (http.Request.Headers[McpHeaders.Session] is { Count: > 0 } presented
            && !sessions.TryUnbind(turn, presented.ToString()))
        {
            return new Refusal(404, "unknown_session", "There is no such session. Open one with initialize.");
        }

        return HttpMethods.IsPost(http.Request.Method) ? await PostAsync(turn)
            : await labels.LabelAsync(exchange) ?? await labels.RememberAsync(exchange) ?? await histories.OpenAsync(exchange) ?? await ForwardAsync(turn, null);
    }

    private async ValueTask<Refusal?> PostAsync(McpTurn turn)
    {
        var exchange = turn.Exchange;
        if (await ReadStep.RunAsync(exchange) is { } unreadable)
        {
            return unreadable;
        }

        turn.Resume();
        if (!turn.Expect())
        {
            return new Refusal(400, "duplicate_id", "Two requests of a batch have the same id.");
        }

        var parent = TraceHeaders.ParentOf(exchange.Http.Request.Headers);
        var operation = telemetry.Begin(ActivityKind.Server, CallOf(turn), parent);
        string? error = "internal";
        try
        {
            var refusal = await AnswerAsync(turn);
            error = refusal?.Code;
            return refusal;
        }
        finally
        {
            telemetry.End(operation, error);
        }
    }

    private async ValueTask<Refusal?> AnswerAsync(McpTurn turn)
    {
        var exchange = turn.Exchange;
        var missing = await LearnAsync(turn);
        exchange.Request!.Model = Subject(turn);
        if (missing != ForwardFailure.None)
        {
            return Refuse(exchange, missing);
        }

        if (RevisionCheck.Run(turn) is { } own)
        {
            return await answers.GiveAsync(turn, own);
        }

        var started = exchange.Timer.Now;
        inspect.Run(exchange);
        await judge.RunAsync(exchange);
        if ((await labels.LabelAsync(exchange) ?? await histories.OpenAsync(exchange)) is { } refused)
        {
            return refused;
        }

        if (turn.Resumed == "accept" && HeldCall.Of(turn, turn.Asked.Messages[0]) is { } call)
        {
            await held.WaitAsync(call, exchange.Http.RequestAborted);
        }

        reserve.FindCalls(exchange);
        var (outgoing, answer) = requests.Judge(turn);
        exchange.Timer.InspectRequest = exchange.Timer.Now - started;
        return answer is not null ? await answers.GiveAsync(turn, answer)
            : outgoing!.Failure is not null ? new Refusal(500, "internal", "The masked message could not be read again.")
            : await reserve.RunAsync(exchange, outgoing.Messages.Count(m => m.Method == "tools/call")) ?? await held.UseAsync(exchange) ?? await labels.RememberAsync(exchange) ?? await HistoryBook.KeepAsync(exchange) ?? await ForwardAsync(turn, outgoing);
    }

    // A tool that was never seen may be one that the client remembers from before the gateway stood here: the server is asked for its list.
    // Where it cannot be asked for want of a person's account, that is what the client must hear.
    private async ValueTask<ForwardFailure> LearnAsync(McpTurn turn)
    {
        foreach (var message in turn.Asked.Messages)
        {
            if (message is not { Method: "tools/call", Target: { } name })
            {
                continue;
            }

            if (pins.Find(turn.Server.Name, name) is null)
            {
                if (turn.Server.Credential is { } credential
                    && await credential.CheckAsync(turn.Purpose, vault, turn.Exchange.Http.RequestAborted) is var missing and not ForwardFailure.None)
                {
                    return missing;
                }

                await listing.LearnAsync(turn);
            }

            if (!turn.Asked.IsBatch)
            {
                turn.Mirrored = pins.Callable(turn.Server.Name, name)?.Mirrored ?? [];
            }
        }

        return ForwardFailure.None;
    }

    private async ValueTask<Refusal?> ForwardAsync(McpTurn turn, McpReading? outgoing)
    {
        var exchange = turn.Exchange;
        var headers = exchange.Http.Request.Headers;
        if (outgoing is null)
        {
            turn.Revision = headers[MirroredHeaders.Revision] is [{ } named] && McpRevision.IsKnown(named) ? named : null;
        }

        exchange.Server = turn.Server.Name;
        using var deadline = exchange.StartClock();
        if (live.Check(exchange) is { } ended)
        {
            return ended;
        }

        deadline.Arm(ForwardFailure.UpstreamFirstByteTimeout, exchange.Snapshot.Routes.Options.Timeouts.FirstByte);
        var started = exchange.Timer.Now;
        var call = new Servers.McpCall(new HttpMethod(exchange.Http.Request.Method), outgoing, turn.Revision, turn.Session)
        {
            Purpose = turn.Purpose,
            Mirrored = turn.Mirrored,
            LastEventId = headers[McpHeaders.LastEventId] is [{ } last] && McpEvents.IsId(last) ? last : null,
        };
        var operation = telemetry.Begin(ActivityKind.Client, CallOf(turn) with { Server = turn.Server.Address }, Activity.Current?.Context ?? default);
        // A message that calls no tool has reserved nothing.
        var spending = exchange.Spending is { Stage: SpendingStage.Reserved } reserved ? reserved : null;
        spending?.Asked();
        using var answer = await transports.To(turn.Server).SendAsync(call, deadline);
        if (answer.Failure is ForwardFailure.UpstreamConnect or ForwardFailure.UpstreamCredential or ForwardFailure.ConnectionNeeded or ForwardFailure.ReauthorizationNeeded or ForwardFailure.SignInNeeded)
        {
            spending?.NotAsked();
        }

        telemetry.End(operation, answer.Failure == ForwardFailure.None ? null : answer.Failure.Describe().Code);
        exchange.Sent = call.Sent;
        exchange.Timer.FirstByte = exchange.Timer.Now - started;
        exchange.Timer.Upstream += exchange.Timer.FirstByte;
        return answer.Failure == ForwardFailure.None ? await answers.RunAsync(turn, answer, deadline) : Refuse(exchange, answer.Failure);
    }

    // Whoever must connect an account is told where.
    private Refusal Refuse(Exchange exchange, ForwardFailure failure)
    {
        var refusal = McpTurn.Refuse(failure);
        var what = failure switch
        {
            ForwardFailure.ConnectionNeeded or ForwardFailure.ReauthorizationNeeded => "Connect it",
            ForwardFailure.SignInNeeded => "Sign in with it",
            _ => null,
        };
        return what is not null && console.LinkToAccounts(exchange.Snapshot.Routes.Options.Elevation) is { } page ? refusal with { Message = $"{refusal.Message} {what} at {page}" } : refusal;
    }

    // Of a batch the first; a stream that is only opened asks nothing. Sessions are left out: who knows one's id may be let in by it.
    private static Telemetry.McpCall CallOf(McpTurn turn)
    {
        if (turn.Exchange.Http.Request.Method != HttpMethods.Post)
        {
            return new(turn.Exchange.Http.Request.Method);
        }

        var message = turn.Asked.Messages[0];
        return new(
            message.Method,
            Tool: message.Method == "tools/call" ? message.Target : null,
            Prompt: message.Method == "prompts/get" ? message.Target : null,
            RequestId: message.Id,
            ProtocolVersion: turn.Revision);
    }

    // What a record shows where it shows a model's name. A client may write anything as a name, so only tools that are known stand there.
    private string Subject(McpTurn turn)
    {
        var message = turn.Asked.Messages[0];
        return message is { Method: "tools/call", Target: { } name } && pins.Find(turn.Server.Name, name) is not null
            ? $"{turn.Server.Name}/{name}"
            : turn.Server.Name;
    }
}
