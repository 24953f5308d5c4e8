using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
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
    /// <summary>Decides on a call, given the findings in its arguments.</summary>
    public static ToolCallDecision Decide(Exchange exchange, ProposedToolCall call, IReadOnlyList<Finding> findings, bool guardFailed)
    {
        var act = exchange.History?.Begin();
        var tool = new Destination(
            exchange.Masking is null ? findings : [.. findings.Where(f => f.Token is null)],
            found => PolicyDecider.Decide(exchange.Snapshot.Policies, PolicyQuestion.CallTool(exchange, call, LabelSets.Of(found, []), act), found, guardFailed),
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
