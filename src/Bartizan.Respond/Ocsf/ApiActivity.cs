using System.Text.Json;
using Bartizan.Core.Exchanges;

namespace Bartizan.Respond.Ocsf;

/// <summary>API Activity (6003): an exchange, whatever became of it.</summary>
internal static class ApiActivity
{
    public const int TypeUid = 600301;
    public const string TypeName = "API Activity: Create";

    private static readonly string[] Profiles = ["ai_operation", "security_control"];

    public static void Write(Utf8JsonWriter json, long position, ExchangeRecord exchange)
    {
        var outcome = Outcome.Of(exchange);
        json.WriteStartObject();
        // Policy's findings carry the severity; a refusal for a wrong key or a broken body is no alarm.
        var severity = exchange.Verdict >= Verdict.Hold && !DetectionFinding.IsOwed(exchange) ? (2, "Low") : outcome.Severity;
        Parts.Classification(json, (6, "Application Activity"), (6003, "API Activity"), (1, "Create"), severity, exchange.Time);
        json.WriteNumber("duration", exchange.Timing.Total / 1_000);
        json.WriteNumber("status_id", outcome.Status.Id);
        json.WriteString("status", outcome.Status.Name);
        json.WriteString("status_code", exchange.Status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (Outcome.CodeOf(exchange) is { Length: > 0 } code)
        {
            json.WriteString("status_detail", code);
        }

        Parts.Metadata(json, exchange.Id, exchange.Id, "gateway", "exchange", position, Profiles, Outcome.Labels(exchange));
        Parts.Actor(json, exchange);
        Endpoints(json, exchange);
        Parts.Api(json, exchange);
        json.WriteStartObject("http_response");
        json.WriteNumber("code", exchange.Status);
        json.WriteNumber("latency", exchange.Timing.UpstreamFirstByte / 1_000);
        json.WriteEndObject();
        Parts.AiAgent(json, exchange);
        Parts.AiModel(json, exchange);
        Message(json, exchange);
        Parts.Control(json, exchange);
        Authorizations(json, exchange);
        json.WriteEndObject();
    }

    private static void Endpoints(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        // The record keeps no network address: who asked is known by its key.
        json.WriteStartObject("src_endpoint");
        Parts.Entity(json, exchange);
        json.WriteEndObject();
        if (exchange.Upstream is { } upstream)
        {
            json.WriteStartObject("dst_endpoint");
            json.WriteString("svc_name", upstream);
            json.WriteEndObject();
        }
    }

    private static void Message(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        json.WriteStartObject("message_context");
        json.WriteString("uid", exchange.Id);
        json.WriteNumber("ai_role_id", 2);
        json.WriteString("ai_role", "Assistant");
        json.WriteStartObject("service");
        json.WriteString("name", exchange.Upstream ?? exchange.Dialect);
        json.WriteEndObject();
        Tokens(json, "prompt_tokens", exchange.InputTokens);
        Tokens(json, "completion_tokens", exchange.OutputTokens);
        Tokens(json, "total_tokens", exchange.InputTokens + exchange.OutputTokens);
        json.WriteEndObject();
    }

    private static void Tokens(Utf8JsonWriter json, string name, long? count)
    {
        if (count is { } known)
        {
            json.WriteNumber(name, known);
        }
    }

    private static void Authorizations(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        if (exchange.Decisions.Count == 0)
        {
            return;
        }

        json.WriteStartArray("authorizations");
        foreach (var decision in exchange.Decisions)
        {
            json.WriteStartObject();
            json.WriteString("decision", $"{decision.Action}: {decision.Verdict.ToString().ToLowerInvariant()}");
            if (decision.Policies is [var policy, ..])
            {
                Parts.Policy(json, policy);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
