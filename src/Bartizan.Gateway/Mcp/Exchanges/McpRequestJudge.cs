using Bartizan.Core.Exchanges;
using Bartizan.Core.Tools;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Mcp.Http;
using Bartizan.Gateway.Mcp.Pinning;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>Asks about every message that a client sends whether its tool is approved and policy permits it, and masks what policy wants masked.</summary>
internal sealed class McpRequestJudge(ToolPins pins, HeldCalls held, ProtectedResource metadata)
{
    /// <summary>What is sent on; or what the client gets because something may not be.</summary>
    public (McpReading? Outgoing, OwnAnswer? Answer) Judge(McpTurn turn)
    {
        var exchange = turn.Exchange;
        var findings = exchange.Inspection.Findings;
        var masked = new List<Finding>();
        var denied = new Dictionary<McpMessage, Decision>();
        PolicyOutcome? wanting = null;
        foreach (var message in turn.Asked.Messages)
        {
            List<Finding> own = [.. findings.Where(f => f.Segment >= message.FirstSegment && f.Segment < message.EndSegment)];
            var decision = Approval(turn, message);
            if (decision is null)
            {
                var question = McpQuestions.Send(turn, message, LabelSets.Of(own, turn.Asked.Segments));
                PolicyOutcome Ask(IReadOnlySet<string>? lifted) =>
                    PolicyDecider.Decide(exchange.Snapshot.Policies, question, own, exchange.Inspection.Failures.Count > 0, lifted);
                var outcome = Ask(null);
                if (outcome.Decision.Verdict == Verdict.Hold)
                {
                    outcome = held.Consider(exchange, outcome, question, () => HeldCall.Of(turn, message), Ask, out _);
                    question.Act?.Tell(outcome.Decision);
                }

                decision = outcome.Decision;
                wanting = outcome.StepUp is null ? wanting : outcome;
                masked.AddRange(own.Where(f => PolicyDecider.Matches(f, outcome.RedactPatterns)));
            }

            exchange.Decisions.Add(decision);
            if (decision.Verdict is Verdict.Block or Verdict.Hold)
            {
                denied.Add(message, decision);
            }
        }

        // RFC 9470 has clients challenged by HTTP; where anything else is against it, a sign-in would not help.
        if (denied.Count == 1 && wanting is { } outcomeWanting && StepUp.Challenge(exchange, outcomeWanting, metadata.Named(exchange.Http, exchange.Snapshot.Mcp.Options, turn.Server)) is { } challenge)
        {
            return (null, new OwnAnswer(challenge.Status, McpErrors.Error(null, McpErrors.Refused, challenge.Message, challenge.Code, exchange.Id)));
        }

        if (denied.Count > 0)
        {
            return (null, Refuse(turn, denied, held));
        }

        if (masked.Count == 0)
        {
            return (turn.Asked, null);
        }

        exchange.Outgoing = exchange.Route.Dialect.Redact(turn.Asked, masked, LabelMask.Instance);
        return (McpReading.OfClient(exchange.Outgoing), null);
    }

    private Decision? Approval(McpTurn turn, McpMessage message)
    {
        if (message.Method != "tools/call" || message.Target is not { } name || pins.Callable(turn.Server.Name, name) is not null)
        {
            return null;
        }

        var (code, text) = pins.Find(turn.Server.Name, name)?.State switch
        {
            null => ("tool_unknown", "This tool is not known to the gateway. Only tools that the server lists can be called."),
            ToolPinState.Suspended => ("tool_suspended", "This tool is suspended, because its definition changed or a person said so. It works again once a person approves it."),
            _ => ("tool_not_approved", "This tool has not been approved yet. It works once a person approves it."),
        };
        return new Decision { Verdict = Verdict.Block, Action = "callTool", Policies = [], Code = code, Message = text };
    }

    // Of a batch nothing passes when anything in it may not: its messages may belong together.
    private static OwnAnswer Refuse(McpTurn turn, Dictionary<McpMessage, Decision> denied, HeldCalls held)
    {
        var answers = new List<byte[]>();
        foreach (var message in turn.Asked.Messages.Where(m => m.Kind == McpKind.Request))
        {
            if (denied.GetValueOrDefault(message) is { Verdict: Verdict.Hold } holds && McpElicitation.Ask(turn, message, holds, held) is { } question)
            {
                answers.Add(question);
                continue;
            }

            var (code, text) = denied.TryGetValue(message, out var decision)
                ? (decision.Code, decision.Message)
                : ("batch_refused", "Another message of this batch was refused, so none of it was sent.");
            answers.Add(McpRefusals.Of(message, message.Id, text, code, turn.Exchange.Id));
        }

        if (answers.Count == 0)
        {
            var first = denied.Values.First();
            return new OwnAnswer(403, McpErrors.Error(null, McpErrors.Refused, first.Message, first.Code, turn.Exchange.Id));
        }

        return new OwnAnswer(200, turn.Asked.IsBatch ? McpTurn.Batch(answers) : answers[0]);
    }
}
