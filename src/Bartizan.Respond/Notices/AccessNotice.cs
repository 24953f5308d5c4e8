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
{
    private const string Kind = "access.requested";

    /// <summary>What it is about, as a heading.</summary>
    public string Title => $"{Agent} asks for approval";

    /// <summary>Who wants what, as a sentence.</summary>
    public string Text => $"{Agent} wants to {Action} {Resource}.";

    /// <summary>What else whoever decides should know, by name.</summary>
    public IEnumerable<(string Name, string Value)> Facts =>
    [
        ("Held by", string.Join(", ", Policies)),
        ("Asks", Needs > 1 ? $"{string.Join(", ", Asks)}: {Needs} people" : string.Join(", ", Asks)),
        ("Until", Ends.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture)),
        ("Request", Request),
    ];

    /// <summary>The notice of an event; null for any other event, and where it is too late to decide.</summary>
    public static AccessNotice? Of(EventRecord told, Uri? console, DateTimeOffset now)
    {
        if (told.Kind != Kind || JsonSerializer.Deserialize<Fact>(told.Json.Span, JsonSerializerOptions.Web) is not { } fact || fact.Ends <= now)
        {
            return null;
        }

        return new AccessNotice(
            fact.Request,
            VisibleText.Of(fact.Name),
            fact.Action,
            VisibleText.Of(fact.Resource),
            [.. fact.Policies.Select(VisibleText.Of)],
            [.. fact.Asks.Select(VisibleText.Of)],
            fact.Needs,
            fact.Ends,
            console is null ? null : new Uri(console, "/requests?request=" + fact.Request));
    }

    private sealed record Fact(string Request, string Name, string Action, string Resource, IReadOnlyList<string> Policies, IReadOnlyList<string> Asks, int Needs, DateTimeOffset Ends);
}
