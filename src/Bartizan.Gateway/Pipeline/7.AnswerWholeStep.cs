using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Masking;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Recording;
using Bartizan.Gateway.Translation;
using Bartizan.Guard;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Takes a complete answer: receives it, lets the guard look, asks policy about it and about every tool call in it, masks.</summary>
internal sealed class AnswerWholeStep(SegmentRecorder segments, HeldCalls held)
{
    /// <summary>The body to send on, or why there is none.</summary>
    public async ValueTask<(Refusal? Refusal, ReadOnlyMemory<byte> Body)> RunAsync(Exchange exchange, HttpResponseMessage response, Deadline deadline)
    {
        var started = exchange.Timer.Now;
        var (failure, body) = await AnswerBody.ReceiveAsync(exchange, response.Content.ReadAsStreamAsync, response.Content.Headers.ContentLength, deadline);
        var received = exchange.Timer.Now;
        exchange.Timer.Upstream += received - started;
        if (failure != ForwardFailure.None)
        {
            return (Refusal.Of(failure), default);
        }

        var answer = Translate(exchange, (int)response.StatusCode, Judge(exchange, (int)response.StatusCode, body));
        exchange.Timer.InspectResponse = exchange.Timer.Now - received;
        return answer.Refusal is null && await held.UseAsync(exchange) is { } used ? (used, default) : answer;
    }

    private (Refusal? Refusal, ReadOnlyMemory<byte> Body) Judge(Exchange exchange, int status, ReadOnlyMemory<byte> body)
    {
        if (status >= 400)
        {
            exchange.Spending?.Refused();
        }

        using var reading = exchange.Onward.Route.Dialect.ReadResponse(body);
        if (reading.Failure is not null)
        {
            // An error page that is not in the dialect is replaced: what cannot be read is not passed on.
            return status >= 400
                ? (null, exchange.Onward.Route.Dialect.ErrorBody(status, "upstream_error", $"The model's server answered with status {status}.", exchange.Id))
                : (Refusal.Of(ForwardFailure.ResponseUnreadable), default);
        }

        exchange.Usage = reading.Usage;
        exchange.StopReasons = reading.StopReasons;
        if (status < 400 && exchange.Spending is { } spending)
        {
            var inputOnly = exchange.Route.Metering == Metering.Input;
            spending.Answered(
                inputOnly ? reading.Usage with { Output = 0 } : reading.Usage, inputOnly ? 0 : TokenEstimate.Of(reading.Segments), whole: true);
        }

        var inspection = exchange.AnswerGuard.Inspect(reading.Segments, exchange.Prompt);
        foreach (var guardFailure in inspection.Failures)
        {
            exchange.AddGuardFailure(guardFailure.Inspector, guardFailure.Reason);
        }

        if (exchange.Masking is { } masking)
        {
            inspection = inspection with { Findings = OwnTokens.Sort(inspection.Findings, reading.Segments, masking, restorable: true) };
        }

        exchange.Raise(inspection.Findings);
        exchange.ResponseSegments = segments.Of(exchange, reading.Segments, inspection);
        var (refusal, masked) = Decide(exchange, reading, inspection);
        if (refusal is not null)
        {
            exchange.Masking?.ForgetRestored();
            return (refusal, default);
        }

        return masked.Count == 0
            ? (null, body)
            : (null, exchange.Onward.Route.Dialect.Redact(reading, masked, AnswerMask.For(exchange.Masking)));
    }

    // What was inspected in the upstream's dialect is said in the client's.
    private static (Refusal? Refusal, ReadOnlyMemory<byte> Body) Translate(Exchange exchange, int status, (Refusal? Refusal, ReadOnlyMemory<byte> Body) answer)
    {
        if (exchange.Translator is not { } translator || answer.Refusal is not null)
        {
            return answer;
        }

        if (status >= 400)
        {
            var error = translator.Error(answer.Body);
            return (null, exchange.Route.Dialect.ErrorBody(status, error.Code, error.Message, exchange.Id));
        }

        var (body, failure) = translator.Answer(answer.Body);
        if (failure is null)
        {
            return (null, body);
        }

        exchange.Masking?.ForgetRestored();
        return (new Refusal(502, Untranslatable.AnswerCode, $"The model's answer cannot be translated. {failure.Message}", ForwardFailure.ResponseUnreadable), default);
    }

    private (Refusal? Refusal, IReadOnlyList<Finding> Masked) Decide(Exchange exchange, ResponseReading reading, InspectionResult inspection)
    {
        var guardFailed = inspection.Failures.Count > 0;
        var act = exchange.History?.Begin();
        var client = new Destination(
            exchange.Masking is null ? inspection.Findings : [.. inspection.Findings.Where(f => f.Token is null)],
            found => PolicyDecider.Decide(
                exchange.Snapshot.Policies, PolicyQuestion.ReturnAnswer(exchange, LabelSets.Of(found, reading.Segments), act), found, guardFailed),
            act);
        List<Finding> masked = [.. inspection.Findings.Where(f => f.Token is not null && Restores(exchange, client, f, reading.Segments[f.Segment].Role))];
        masked.AddRange(inspection.Findings.Where(f => PolicyDecider.Matches(f, client.Outcome.RedactPatterns)));
        exchange.Decisions.Add(client.Decision);
        if (client.Outcome.Stops)
        {
            return (client.Outcome.ToRefusal(), []);
        }

        foreach (var call in reading.ToolCalls)
        {
            List<Finding> inCall = [.. inspection.Findings.Where(f => f.Segment == call.Segment)];
            var decided = ToolCallDecider.Decide(exchange, call, inCall, guardFailed, held);
            exchange.Decisions.Add(decided.Decision);
            if (decided.Outcome.Stops)
            {
                return (decided.Outcome.ToRefusal(), []);
            }

            masked.AddRange(decided.Masked.Where(f => !masked.Contains(f)));
        }

        return (null, masked);
    }

    private static bool Restores(Exchange exchange, Destination client, Finding token, SegmentRole role)
    {
        if (role == SegmentRole.ToolCall || !client.Restores(token))
        {
            return false;
        }

        exchange.Masking!.CountRestored(ExchangeMasking.Client, token);
        return true;
    }
}
