using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Policies;

/// <summary>Policy's answer on a tool call.</summary>
/// <param name="Outcome">Whether it passes.</param>
/// <param name="Decision">The decision, as recorded.</param>
/// <param name="Masked">Findings in its arguments that are masked or, where they are tokens, restored.</param>
internal readonly record struct ToolCallDecision(PolicyOutcome Outcome, Decision Decision, IReadOnlyList<Finding> Masked);

/// <summary>Asks policy about a tool call that the model proposes, and about every token in its arguments: each tool is a destination of its own.</summary>
internal static class ToolCallDecider
{
    /// <summary>Decides on a call, given the findings in its arguments. Where policy holds it, a person's grant may let it pass.</summary>
    public static ToolCallDecision Decide(Exchange exchange, ProposedToolCall call, IReadOnlyList<Finding> findings, bool guardFailed, HeldCalls held)
    {
        var act = exchange.History?.Begin();
        var decided = Decide(exchange, call, findings, guardFailed, act, lifted: null);
        if (decided.Decision.Verdict != Verdict.Hold)
        {
            return decided;
        }

        var question = PolicyQuestion.CallTool(exchange, call, LabelSets.Of([.. findings.Where(f => f.Token is null)], []), act: null);
        var outcome = held.Consider(
            exchange, decided.Outcome, question, () => HeldCall.Of(exchange, call), lifted => Decide(exchange, call, findings, guardFailed, act, lifted).Outcome, out var lifted);
        if (lifted is null)
        {
            return new(outcome, outcome.Decision, []);
        }

        var passed = Decide(exchange, call, findings, guardFailed, act, lifted);
        act?.Tell(passed.Decision);
        return passed with { Decision = passed.Decision with { Access = outcome.Decision.Access } };
    }

    private static ToolCallDecision Decide(
        Exchange exchange, ProposedToolCall call, IReadOnlyList<Finding> findings, bool guardFailed, HistoryAct? act, IReadOnlySet<string>? lifted)
    {
        var tool = new Destination(
            exchange.Masking is null ? findings : [.. findings.Where(f => f.Token is null)],
            found => PolicyDecider.Decide(exchange.Snapshot.Policies, PolicyQuestion.CallTool(exchange, call, LabelSets.Of(found, []), act), found, guardFailed, lifted),
            act);
        if (tool.Outcome.Stops)
        {
            return new(tool.Outcome, tool.Decision, []);
        }

        var masked = new List<Finding>();
        foreach (var token in findings.Where(f => f.Token is not null))
        {
            if (exchange.Masking!.MayStandInCall(token) && tool.Restores(token))
            {
                exchange.Masking.CountRestored("tool:" + call.Name, token);
                masked.Add(token);
            }
        }

        masked.AddRange(findings.Where(f => PolicyDecider.Matches(f, tool.Outcome.RedactPatterns)));
        return new(tool.Outcome, tool.Decision, masked);
    }
}
