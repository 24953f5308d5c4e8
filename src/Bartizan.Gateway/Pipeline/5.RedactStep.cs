using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Masks in the request what policy wants masked, by splicing the client's own bytes.</summary>
internal static class RedactStep
{
    public static void Run(Exchange exchange)
    {
        var decision = exchange.Decisions[^1];
        if (decision.Verdict == Verdict.Redact)
        {
            List<Finding> masked = [.. exchange.Inspection.Findings.Where(f => PolicyDecider.Matches(f, decision.Redact))];
            exchange.Outgoing = exchange.Route.Dialect.Redact(exchange.Request!, masked, LabelMask.Instance);
        }
    }
}
