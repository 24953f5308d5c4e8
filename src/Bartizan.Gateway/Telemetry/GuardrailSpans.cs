using System.Diagnostics;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Telemetry;

/// <summary>
/// What guard and policy said of each direction of an exchange, as spans below the exchange's own, with an event for each finding. Names follow the
/// proposal open-telemetry/semantic-conventions-genai#427, which is not accepted and has been renamed before. Holds labels and places, never text.
/// </summary>
internal sealed class GuardrailSpans : IDisposable
{
    private const string Name = "run_guardrail bartizan";
    private const string Prefix = "gen_ai.security.";
    private const int MostFindings = 32;

    private readonly ActivitySource _source = new(TelemetrySources.Guardrails);

    /// <summary>Writes the spans of a finished exchange.</summary>
    public void Write(Activity parent, Exchange exchange)
    {
        if (!_source.HasListeners())
        {
            return;
        }

        var input = exchange.Decisions.Where(d => d.Action == "invokeModel").ToList();
        Write(parent, exchange, "input", input, exchange.Inspection.Findings, exchange.Time + exchange.Timer.Span(exchange.Timer.Receive), exchange.Timer.InspectRequest);
        if (exchange.Decisions.Count > input.Count)
        {
            var elapsed = exchange.Timer.Span(exchange.Timer.Now - exchange.Timer.Started - exchange.Timer.InspectResponse - exchange.Timer.Record);
            Write(
                parent, exchange, "output", [.. exchange.Decisions.Where(d => d.Action != "invokeModel")],
                [.. exchange.ResponseSegments.SelectMany(s => s.Findings)], exchange.Time + elapsed, exchange.Timer.InspectResponse);
        }
    }

    public void Dispose() => _source.Dispose();

    private void Write(
        Activity parent, Exchange exchange, string target, List<Decision> decisions, IReadOnlyList<Finding> findings, DateTimeOffset start, long ticks)
    {
        if (decisions.Count == 0)
        {
            return;
        }

        var decision = decisions.MaxBy(d => d.Verdict)!;
        var verdict = decision.Verdict switch { Verdict.Allow => "allow", Verdict.Redact => "modify", Verdict.Hold => "escalate", _ => "deny" };
        var tags = new TagList
        {
            { GenAi.Operation, "run_guardrail" },
            { Prefix + "guardrail.name", "bartizan" },
            { Prefix + "target.type", target },
            { Prefix + "target.subtype", decision.Action == "callTool" ? "tool_call" : "llm" },
            { Prefix + "verdict.type", verdict },
            { Prefix + "action.type", verdict == "deny" ? "block" : verdict },
            { Prefix + "policy.id", PolicyOf(decision) },
        };
        if (decision.Code.Length > 0)
        {
            tags.Add(Prefix + "verdict.code", decision.Code);
        }

        using var span = _source.StartActivity(Name, ActivityKind.Internal, parent.Context, tags, links: null, start);
        if (span is not { IsAllDataRequested: true })
        {
            return;
        }

        foreach (var finding in findings.Take(MostFindings))
        {
            span.AddEvent(new ActivityEvent(Prefix + "finding", start, new ActivityTagsCollection
            {
                [Prefix + "policy.id"] = PolicyOf(decision),
                [Prefix + "policy.rule.id"] = finding.Label,
                [Prefix + "risk.finding"] = RiskOf(finding.Label),
                [Prefix + "risk.score"] = finding.Score,
                [Prefix + "target.type"] = target,
                [Prefix + "verdict.type"] = verdict,
                [Prefix + "external_finding_id"] = exchange.Id,
            }));
        }

        span.SetEndTime((start + exchange.Timer.Span(ticks)).UtcDateTime);
    }

    private static string PolicyOf(Decision decision) => decision.Policies.Count > 0 ? decision.Policies[0] : "default-deny";

    // The proposal's words come from the OWASP list for language models; what has none is ours.
    private static string RiskOf(string label) => Finding.Family(label) switch
    {
        "injection" => "prompt_injection",
        "pii" or "secret" or "exfiltration" => "sensitive_info_disclosure",
        "canary" => "system_prompt_leakage",
        _ => "custom:" + label,
    };
}
