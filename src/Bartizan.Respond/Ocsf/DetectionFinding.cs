using System.Text.Json;
using Bartizan.Core.Exchanges;

namespace Bartizan.Respond.Ocsf;

/// <summary>Detection Finding (2004): what policy held or blocked, with what was found as evidence.</summary>
internal static class DetectionFinding
{
    private const int MostEvidence = 32;

    private static readonly string[] Profiles = ["security_control"];

    /// <summary>Whether policy stopped the exchange. What was refused for its key or form is no finding.</summary>
    public static bool IsOwed(ExchangeRecord exchange) => exchange.Decisions.Any(d => d.Verdict >= Verdict.Hold);

    public static void Write(Utf8JsonWriter json, long position, ExchangeRecord exchange)
    {
        var decision = Outcome.Strongest(exchange)!;
        var uid = exchange.Id + ".finding";
        var findings = exchange.Request.Concat(exchange.Response).SelectMany(s => s.Findings.Select(f => (Segment: s, Finding: f))).ToList();
        json.WriteStartObject();
        Parts.Classification(json, (2, "Findings"), (2004, "Detection Finding"), (1, "Create"), Outcome.Of(exchange).Severity, exchange.Time);
        json.WriteNumber("status_id", 1);
        json.WriteString("status", "New");
        Parts.Metadata(json, uid, exchange.Id, "gateway", "exchange", position, Profiles, Outcome.Labels(exchange));
        Info(json, exchange, decision, uid);
        Confidence(json, findings.Count == 0 ? null : findings.Max(f => f.Finding.Score));
        Parts.Control(json, exchange);
        Evidence(json, exchange, findings);
        Resource(json, exchange);
        json.WriteEndObject();
    }

    private static void Resource(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        if (exchange.Model.Length > 0)
        {
            json.WriteStartArray("resources");
            json.WriteStartObject();
            json.WriteString("name", exchange.Model);
            json.WriteString("type", "AI model");
            json.WriteEndObject();
            json.WriteEndArray();
        }
    }

    private static void Info(Utf8JsonWriter json, ExchangeRecord exchange, Decision decision, string uid)
    {
        json.WriteStartObject("finding_info");
        json.WriteString("uid", uid);
        json.WriteString("title", $"{decision.Action} {(decision.Verdict == Verdict.Hold ? "held" : "blocked")}: {decision.Code}");
        json.WriteString("desc", decision.Message);
        json.WriteNumber("created_time", exchange.Time.ToUnixTimeMilliseconds());
        Parts.Texts(json, "types", Outcome.Labels(exchange));
        json.WriteStartObject("analytic");
        json.WriteString("uid", decision.Policies is [var policy, ..] ? policy : "default-deny");
        json.WriteString("name", "Cedar policy");
        json.WriteNumber("type_id", 1);
        json.WriteString("type", "Rule");
        json.WriteEndObject();
        json.WriteStartArray("related_events");
        json.WriteStartObject();
        json.WriteString("uid", exchange.Id);
        json.WriteNumber("type_uid", ApiActivity.TypeUid);
        json.WriteString("type", ApiActivity.TypeName);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Confidence(Utf8JsonWriter json, double? score)
    {
        if (score is { } known)
        {
            var (id, name) = known switch { < 0.5 => (1, "Low"), < 0.85 => (2, "Medium"), _ => (3, "High") };
            json.WriteNumber("confidence_id", id);
            json.WriteString("confidence", name);
            json.WriteNumber("confidence_score", (int)Math.Round(known * 100));
        }
    }

    private static void Evidence(Utf8JsonWriter json, ExchangeRecord exchange, List<(SegmentRecord Segment, Finding Finding)> findings)
    {
        json.WriteStartArray("evidences");
        json.WriteStartObject();
        json.WriteString("name", "exchange");
        json.WriteString("uid", exchange.Id);
        Parts.Actor(json, exchange);
        Parts.Api(json, exchange);
        Parts.AiAgent(json, exchange);
        json.WriteEndObject();
        foreach (var (segment, finding) in findings.Take(MostEvidence))
        {
            json.WriteStartObject();
            json.WriteString("name", finding.Label);
            json.WriteStartObject("data");
            json.WriteString("inspector", finding.Inspector);
            json.WriteNumber("score", finding.Score);
            json.WriteString("role", segment.Role.ToString());
            json.WriteString("provenance", segment.Provenance.ToString());
            json.WriteString("path", segment.Path);
            json.WriteNumber("start", finding.Start);
            json.WriteNumber("length", finding.Length);
            json.WriteString("digest", segment.Digest);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
