using System.Text.Json;
using Bartizan.Core.Exchanges;

namespace Bartizan.Respond.Ocsf;

/// <summary>Objects that several classes of the schema have in common.</summary>
internal static class Parts
{
    private static readonly string Version = typeof(Parts).Assembly.GetName().Version!.ToString(3);

    /// <summary>What every event begins with: its class, activity, severity and time.</summary>
    public static void Classification(
        Utf8JsonWriter json, (int Uid, string Name) category, (int Uid, string Name) @class, (int Id, string Name) activity, (int Id, string Name) severity, DateTimeOffset time)
    {
        json.WriteNumber("category_uid", category.Uid);
        json.WriteString("category_name", category.Name);
        json.WriteNumber("class_uid", @class.Uid);
        json.WriteString("class_name", @class.Name);
        json.WriteNumber("activity_id", activity.Id);
        json.WriteString("activity_name", activity.Name);
        json.WriteNumber("type_uid", (@class.Uid * 100) + activity.Id);
        json.WriteString("type_name", $"{@class.Name}: {activity.Name}");
        json.WriteNumber("severity_id", severity.Id);
        json.WriteString("severity", severity.Name);
        json.WriteNumber("time", time.ToUnixTimeMilliseconds());
    }

    /// <summary>Metadata; <paramref name="uid"/> is the same whenever the same event is sent again.</summary>
    public static void Metadata(Utf8JsonWriter json, string uid, string originalUid, string source, string kind, long position, string[] profiles, IEnumerable<string> labels)
    {
        json.WriteStartObject("metadata");
        json.WriteString("version", OcsfEvents.SchemaVersion);
        json.WriteStartObject("product");
        json.WriteString("name", "Bartizan");
        json.WriteString("vendor_name", "The Bartizan authors");
        json.WriteString("version", Version);
        json.WriteEndObject();
        json.WriteString("uid", uid);
        json.WriteString("original_event_uid", originalUid);
        json.WriteString("event_code", kind);
        json.WriteString("log_name", source);
        json.WriteNumber("sequence", position);
        Texts(json, "profiles", profiles);
        Texts(json, "labels", labels);
        json.WriteEndObject();
    }

    /// <summary>Who acted: the agent, or nobody known.</summary>
    public static void Actor(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        json.WriteStartObject("actor");
        json.WriteStartObject("user");
        Entity(json, exchange);
        json.WriteNumber("type_id", exchange.Agent is null ? 0 : 4);
        json.WriteString("type", exchange.Agent is null ? "Unknown" : "Service");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Id and name of the agent, inside an object.</summary>
    public static void Entity(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        if (exchange.Agent is { } agent)
        {
            json.WriteString("uid", agent);
        }

        json.WriteString("name", exchange.AgentName ?? exchange.Agent ?? "unknown");
    }

    /// <summary>The agent as an AI agent, with the model it used; nothing when it is not known.</summary>
    public static void AiAgent(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        if (exchange.Agent is null)
        {
            return;
        }

        json.WriteStartObject("ai_agent");
        Entity(json, exchange);
        json.WriteNumber("type_id", 0);
        json.WriteString("type", "Unknown");
        AiModel(json, exchange);
        json.WriteEndObject();
    }

    /// <summary>The model; nothing when the request could not be read.</summary>
    public static void AiModel(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        if (exchange.Model.Length > 0)
        {
            json.WriteStartObject("ai_model");
            json.WriteString("name", exchange.Model);
            json.WriteString("ai_provider", exchange.Upstream ?? "Unknown");
            json.WriteEndObject();
        }
    }

    /// <summary>The call: route, dialect, and how it ended.</summary>
    public static void Api(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        json.WriteStartObject("api");
        json.WriteString("operation", exchange.Route);
        json.WriteStartObject("service");
        json.WriteString("name", exchange.Dialect);
        json.WriteEndObject();
        json.WriteStartObject("request");
        json.WriteString("uid", exchange.Id);
        json.WriteEndObject();
        json.WriteStartObject("response");
        json.WriteNumber("code", exchange.Status);
        if (Outcome.CodeOf(exchange) is { Length: > 0 } code)
        {
            json.WriteString("error", code);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What the control did; the profile <c>security_control</c>.</summary>
    public static void Control(Utf8JsonWriter json, ExchangeRecord exchange)
    {
        var outcome = Outcome.Of(exchange);
        json.WriteNumber("action_id", outcome.Action.Id);
        json.WriteString("action", outcome.Action.Name);
        json.WriteNumber("disposition_id", outcome.Disposition.Id);
        json.WriteString("disposition", outcome.Disposition.Name);
        json.WriteBoolean("is_alert", DetectionFinding.IsOwed(exchange));
        if (Outcome.Strongest(exchange) is { Policies: [var policy, ..] })
        {
            Policy(json, policy);
        }
    }

    /// <summary>A policy by its id.</summary>
    public static void Policy(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject("policy");
        json.WriteString("uid", id);
        json.WriteString("name", id);
        json.WriteEndObject();
    }

    /// <summary>A list of texts; nothing when it is empty.</summary>
    public static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        if (all.Length > 0)
        {
            json.WriteStartArray(name);
            foreach (var text in all)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }
}
