using System.Globalization;
using System.Text.Json.Nodes;
using Bartizan.Core.Results;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;

namespace Bartizan.Commands.Policy;

/// <summary>
/// What the principal of a test did before: <c>history</c>, a list of events, each with <c>ago</c> (<c>10m</c>), <c>action</c>, <c>resource</c> and
/// optionally <c>agent</c>, <c>outcome</c>, <c>labels</c>, <c>sensitivity</c>, <c>arguments</c>, <c>tokens</c> and <c>numbers</c> (<c>{ amount EUR: 12.5 }</c>); a test
/// may have <c>numbers</c> of its own, those of the call it is about.
/// </summary>
internal static class PolicyTestHistory
{
    private const string Fix = "An event looks like: {ago: 10m, action: Action::\"callTool\", resource: Tool::\"approve\", outcome: allowed, tokens: 5}.";

    private static readonly string[] Fields = ["ago", "agent", "action", "resource", "outcome", "labels", "sensitivity", "arguments", "tokens", "numbers"];

    /// <summary>Reads a test's events, in any order.</summary>
    /// <exception cref="InputException">They are not that.</exception>
    public static IReadOnlyList<HistoryEvent> Read(JsonNode? history, EntityUid principal, string file, int line) => history switch
    {
        null => [],
        JsonArray events => [.. events.Select(e => ReadEvent(e, principal, file, line)).OrderBy(e => e.Time)],
        _ => throw Error("The history is no list of events.", file, line),
    };

    /// <summary>The test's request with the answers to what policies ask about those events. The test happens at time 0.</summary>
    /// <exception cref="InputException">There are more events than can be looked through.</exception>
    public static AuthorizationRequest Answer(PolicyTest test, PolicyEngine engine, EntityStore entities)
    {
        var queries = engine.History.Of(test.Request, entities);
        if (queries.Count == 0)
        {
            return test.Request;
        }

        if (engine.History.NumbersOf(test.Request, shadow: false).FirstOrDefault(n => !test.Numbers.TryGetValue(n.Key, out var value) || !n.Admits(value)) is { } missing)
        {
            throw new InputException(new InputError(
                string.Create(CultureInfo.InvariantCulture, $"The call of this test says no {missing.Key} from 0 to {missing.Bound}, so it is refused before policies are asked."),
                $"Write numbers: {{ {missing.Key}: 1 }} beside its context.",
                test.File,
                test.Line,
                1));
        }

        var own = new HistoryEvent(0, test.Request.Principal, test.Request.Action, test.Request.Resource, HistoryOutcome.Allowed)
        {
            Labels = test.Request.Context.TryGet("labels", out var labels) && labels is CedarSet set ? set : CedarSet.Empty,
            Numbers = test.Numbers,
        };
        var timeline = new HistoryTimeline();
        foreach (var e in test.History)
        {
            timeline.Add(e);
        }

        return HistoryContext.With(test.Request, timeline.Ask(queries, test.Request, entities, 0, own) ?? throw Error("The history is too long.", test.File, test.Line));
    }

    /// <summary>Reads numbers by name and unit.</summary>
    /// <exception cref="InputException">They are not that.</exception>
    public static IReadOnlyDictionary<string, decimal> Numbers(JsonNode? numbers, string file, int line) => numbers switch
    {
        null => new Dictionary<string, decimal>(),
        JsonObject named => named.ToDictionary(
            n => n.Key,
            n => decimal.TryParse(n.Value?.ToString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : throw Error($"{n.Key} is no number from zero up.", file, line),
            StringComparer.Ordinal),
        _ => throw Error("numbers are no list of names and values, such as { amount EUR: 12.5 }.", file, line),
    };

    private static HistoryEvent ReadEvent(JsonNode? node, EntityUid principal, string file, int line)
    {
        if (node is not JsonObject e)
        {
            throw Error("This is no event.", file, line);
        }

        if (e.Select(f => f.Key).FirstOrDefault(k => !Fields.Contains(k)) is { } unknown)
        {
            throw Error($"An event has no field {unknown}; the fields are {string.Join(", ", Fields)}.", file, line);
        }

        var outcome = e["outcome"]?.ToString() ?? "allowed";
        return new HistoryEvent(
            -Ago(e["ago"]?.ToString() ?? "", file, line),
            e["agent"] is null ? principal : Entity(e, "agent", file, line),
            Entity(e, "action", file, line),
            Entity(e, "resource", file, line),
            outcome is "allowed" or "denied" or "held" ? Enum.Parse<HistoryOutcome>(outcome, ignoreCase: true) : throw Error($"{outcome} is no outcome; write allowed, denied or held.", file, line))
        {
            Labels = Texts(e["labels"]),
            Arguments = Texts(e["arguments"]),
            Sensitivity = Number(e, "sensitivity", file, line),
            Tokens = Number(e, "tokens", file, line),
            Numbers = Numbers(e["numbers"], file, line),
        };
    }

    private static EntityUid Entity(JsonObject e, string name, string file, int line) =>
        EntityUid.TryParse(e[name]?.ToString() ?? "", out var uid) ? uid : throw Error($"The event has no {name} such as {(name == "action" ? "Action::\"callTool\"" : "Tool::\"approve\"")}.", file, line);

    private static long Number(JsonObject e, string name, string file, int line) => e[name] is not { } node ? 0
        : long.TryParse(node.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Error($"{name} is no whole number.", file, line);

    private static CedarSet Texts(JsonNode? node) => node switch
    {
        null => CedarSet.Empty,
        JsonArray items => CedarSet.OfStrings(items.Select(i => i?.ToString() ?? "")),
        _ => CedarSet.OfStrings([node.ToString()]),
    };

    private static long Ago(string text, string file, int line)
    {
        var unit = text is [.., var last] ? last switch { 's' => 1L, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 } : 0;
        return unit > 0 && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count < 1_000_000
            ? count * unit * 1_000_000
            : throw Error("The event does not say how long ago it was: ago: and a number with s, m, h or d.", file, line);
    }

    private static InputException Error(string what, string file, int line) => new(new InputError(what, Fix, file, line, 1));
}
