using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Text;

namespace Bartizan.Respond.Notices;

/// <summary>What people are told of a call that waits for one of them: who wants what, why it is held, until when, and where to decide. Never the call's arguments.</summary>
/// <param name="Request">The access request.</param>
/// <param name="Agent">The agent's name, what people could not see in it spelt out.</param>
/// <param name="Action">The action.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Policies">The policies that hold it.</param>
/// <param name="Asks">Whom they ask.</param>
/// <param name="Needs">How many people must agree.</param>
/// <param name="Ends">When its time is over.</param>
/// <param name="Link">The console's page of it; null without a console.</param>
internal sealed record AccessNotice(
    string Request, string Agent, string Action, string Resource, IReadOnlyList<string> Policies, IReadOnlyList<string> Asks, int Needs, DateTimeOffset Ends, Uri? Link)
    : Notice(Requested, Link)
{
    /// <summary>The kind of the event.</summary>
    public const string Requested = "access.requested";

    /// <inheritdoc/>
    public override string Title => $"{Agent} asks for approval";

    /// <inheritdoc/>
    public override string Text => $"{Agent} wants to {Action} {Resource}.";

    /// <inheritdoc/>
    public override IEnumerable<(string Name, string Value)> Facts =>
    [
        ("Held by", string.Join(", ", Policies)),
        ("Asks", Needs > 1 ? $"{string.Join(", ", Asks)}: {Needs} people" : string.Join(", ", Asks)),
        ("Until", Shown(Ends)),
        ("Request", Request),
    ];

    /// <summary>The notice of such an event; null where it is too late to decide.</summary>
    public static new AccessNotice? Of(EventRecord told, Uri? console, DateTimeOffset now) =>
        JsonSerializer.Deserialize<Fact>(told.Json.Span, JsonSerializerOptions.Web) is not { } fact || fact.Ends <= now ? null : new(
            fact.Request,
            VisibleText.Of(fact.Name),
            fact.Action,
            VisibleText.Of(fact.Resource),
            [.. fact.Policies.Select(VisibleText.Of)],
            [.. fact.Asks.Select(VisibleText.Of)],
            fact.Needs,
            fact.Ends,
            console is null ? null : new Uri(console, "/requests?request=" + fact.Request));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json)
    {
        json.WriteString("request", Request);
        json.WriteString("agent", Agent);
        json.WriteString("action", Action);
        json.WriteString("resource", Resource);
        WriteList(json, "policies", Policies);
        WriteList(json, "asks", Asks);
        json.WriteNumber("needs", Needs);
        json.WriteString("ends", Ends);
        WriteLink(json);
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private sealed record Fact(string Request, string Name, string Action, string Resource, IReadOnlyList<string> Policies, IReadOnlyList<string> Asks, int Needs, DateTimeOffset Ends);
}
