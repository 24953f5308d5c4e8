using Bartizan.Core.Identity;
using Bartizan.Core.Signals;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Policies;

/// <summary>
/// What a person's identity provider signalled, as policies see it: the highest <c>risk</c>, the <c>assurance</c> levels, and whether all devices that were
/// spoken of are <c>compliant</c>. What is not known is not there.
/// </summary>
internal static class SignalContext
{
    private static readonly string[] Risks = [SignalledLevel.Low, SignalledLevel.Medium, SignalledLevel.High];

    /// <summary>The field of the context; none where nothing is known.</summary>
    public static KeyValuePair<string, CedarValue>[] Of(Person? person, DateTimeOffset now)
    {
        if (person is not { Levels.Count: > 0 })
        {
            return [];
        }

        var levels = person.Levels.Where(l => now < l.Until).ToLookup(l => l.Kind);
        var fields = new List<KeyValuePair<string, CedarValue>>(3);
        if (levels[LevelKind.Assurance].Select(l => $"{l.Scope}:{l.Value}").ToArray() is { Length: > 0 } assurance)
        {
            fields.Add(new("assurance", CedarSet.OfStrings(assurance)));
        }

        if (levels[LevelKind.Compliance].Any())
        {
            fields.Add(new("compliant", CedarBool.Of(levels[LevelKind.Compliance].All(l => !l.IsAgainst))));
        }

        if (levels[LevelKind.Risk].Any())
        {
            fields.Add(new("risk", new CedarString(Risks[levels[LevelKind.Risk].Max(l => Array.IndexOf(Risks, l.Value))])));
        }

        return fields.Count == 0 ? [] : [new("signals", new CedarRecord([.. fields]))];
    }
}
