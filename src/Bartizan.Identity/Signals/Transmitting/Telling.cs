using System.Text.Json.Nodes;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Signals.Transmitting;

/// <summary>What others are told of an event: an event type about a subject.</summary>
/// <param name="Type">The event type's URI.</param>
/// <param name="Subject">Whom or what it is about.</param>
/// <param name="Said">What is told of it.</param>
internal sealed record Told(string Type, JsonObject Subject, JsonObject Said);

/// <summary>What others are told of events here. People's reasons stay here: they may say more than others should know.</summary>
internal static class Telling
{
    /// <summary>What a stream may be asked for.</summary>
    public static readonly string[] Supported = [EventTypes.SessionRevoked, EventTypes.CredentialChange];

    /// <summary>What is told of an event; nothing of one that ends nothing that others know.</summary>
    /// <param name="stored">The event.</param>
    /// <param name="issuer">This installation.</param>
    /// <param name="agents">All agents: of a system or a blueprint each is told of, because others know neither.</param>
    public static IEnumerable<Told> Of(StoredEvent stored, Issuer issuer, IReadOnlyList<Agent> agents)
    {
        var told = stored.Event;
        if (StrictJson.Object(told.Json.Span) is not { } fact)
        {
            return [];
        }

        var when = told.Time;
        return told.Kind switch
        {
            "kill-switch.thrown" when KillTarget.TryParse(fact.Text("kind") ?? "", fact.Text("target", KillTarget.MaxLength), out var target) =>
                Stopped(target.Value, issuer, agents).Select(s => Ended(s, when, "Stopped by a kill switch.", "admin")),
            "agent.suspended" => About("agent", "The agent is suspended."),
            "agent.revoked" => About("agent", "The agent's keys and tokens were revoked."),
            "account.disabled" => About("account", "The account was disabled."),
            "agent.instance-ended" when fact.Text("agent") is { } agent && fact.Text("instance") is { } run => [Ended(Subjects.Run(issuer, agent, run), when, "The run was ended.", "admin")],
            "identity.mandate-ended" when fact.Text("mandate") is { } mandate => [Ended(Subjects.Session(issuer, mandate), when, "The mandate was ended.", "admin")],
            "agent.credentials-issued" when fact.Text("agent") is { } agent && fact.Text("proof") is "secret" or "keys" =>
                [Changed(Subjects.Party(issuer, agent), when, fact.Text("proof") == "secret" ? "client_secret" : "jwks", "The client got other credentials.")],
            "account.password-set" when fact.Text("account") is { } account => [Changed(Subjects.Party(issuer, account), when, "password", "The password was set.")],
            // Of a disabled account an event of its own tells.
            "signal.received" when fact.Text("did") is "sessions-ended" or "last-admin-kept" && fact.TryGetProperty("accounts", out var people) =>
                people.EnumerateArray().Select(p => Ended(Subjects.Party(issuer, p.GetString()!), when, "The person's identity provider ended their sessions.", "system")),
            _ => [],
        };

        IEnumerable<Told> About(string member, string reason) => fact.Text(member) is { } id ? [Ended(Subjects.Party(issuer, id), when, reason, "admin")] : [];
    }

    private static IEnumerable<JsonObject> Stopped(KillTarget target, Issuer issuer, IReadOnlyList<Agent> agents) => target.Kind switch
    {
        KillKind.Everything => [Subjects.Everything(issuer)],
        KillKind.Agent or KillKind.User => [Subjects.Party(issuer, target.Id)],
        KillKind.Work => [Subjects.Session(issuer, target.Id)],
        KillKind.System => agents.Where(a => a.Revoked is null && a.ToPrincipal().SystemName == target.Id).Select(a => Subjects.Party(issuer, a.Id)),
        KillKind.Blueprint => agents.Where(a => a.Revoked is null && a.ToPrincipal().Blueprint?.Name == target.Id).Select(a => Subjects.Party(issuer, a.Id)),
        _ => [],
    };

    private static Told Ended(JsonObject subject, DateTimeOffset when, string reason, string initiator) => new(EventTypes.SessionRevoked, subject, Said(when, reason, initiator));

    private static Told Changed(JsonObject subject, DateTimeOffset when, string credential, string reason)
    {
        var said = Said(when, reason, "admin");
        (said["credential_type"], said["change_type"]) = (credential, "update");
        return new(EventTypes.CredentialChange, subject, said);
    }

    // CAEP 1.0 §2: seconds since 1970, who began it, and why by language.
    private static JsonObject Said(DateTimeOffset when, string reason, string initiator) => new()
    {
        ["event_timestamp"] = when.ToUnixTimeSeconds(),
        ["initiating_entity"] = initiator,
        ["reason_admin"] = new JsonObject { ["en"] = reason },
    };
}
