using Bartizan.Policy.Entities;
using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Tests.History;

/// <summary>Short ways to make events and ask about them in a test.</summary>
internal static class Past
{
    public const long Second = 1_000_000;

    public static readonly EntityUid Agent = new("Agent", "a");

    public static AuthorizationRequest Request { get; } = new(Agent, new("Action", "callTool"), new("Tool", "pay"), CedarRecord.Empty);

    public static HistoryQuery Query(string text) => Parser.TryParseHistory(text)?.Query ?? throw new ArgumentException($"No question: {text}", nameof(text));

    public static HistoryEvent Event(long seconds, string tool, string action = "callTool", HistoryOutcome outcome = HistoryOutcome.Allowed, long tokens = 0, params string[] labels) =>
        new(seconds * Second, Agent, new("Action", action), new("Tool", tool), outcome) { Tokens = tokens, Labels = CedarSet.OfStrings(labels) };

    public static string Ask(this HistoryTimeline timeline, string query, long now, AuthorizationRequest? request = null, EntityStore? entities = null, HistoryEvent? own = null)
    {
        var asked = Query(query);
        var answers = timeline.Ask([asked], request ?? Request, entities ?? EntityStore.Empty, now * Second, own);
        return answers is null ? "unknown" : answers.TryGet(asked.Text, out var value) ? value.ToString() : "fails";
    }
}
