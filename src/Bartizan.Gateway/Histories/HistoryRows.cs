using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Histories;
using Bartizan.Policy;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Histories;

/// <summary>Makes rows of events and events of rows. Equal parts of the events that one reader reads are one object.</summary>
internal sealed class HistoryRows
{
    // Names of resources are chosen by clients; longer ones are known by their digest.
    private const int LongestId = 512;

    private static readonly Dictionary<string, decimal> NoNumbers = [];

    private readonly Dictionary<string, EntityUid> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CedarSet> _sets = new(StringComparer.Ordinal);

    /// <summary>The row of an event in one agent's history.</summary>
    public static HistoryRow Of(string principal, HistoryEvent e) => new()
    {
        Principal = principal,
        At = e.Time,
        Agent = e.Agent.Id,
        Action = e.Action.Id,
        Resource = e.Resource.ToString(),
        Outcome = (int)e.Outcome,
        Labels = string.Join(' ', Texts(e.Labels)),
        Sensitivity = (int)e.Sensitivity,
        Arguments = e.Arguments.Items.Count == 0 ? "" : JsonSerializer.Serialize(Texts(e.Arguments)),
        Tokens = e.Tokens,
        Numbers = e.Numbers.Count == 0 ? "" : JsonSerializer.Serialize(e.Numbers),
    };

    /// <summary>A resource as it is kept.</summary>
    public static EntityUid Kept(EntityUid resource) => resource.Id.Length <= LongestId ? resource
        : new(resource.Type, $"{resource.Id.AsSpan(0, LongestId - 64)}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(resource.Id)))}");

    /// <summary>The event of a row.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public HistoryEvent Read(HistoryRow row) => new(row.At, new("Agent", row.Agent), new("Action", row.Action), Resource(row.Resource), (HistoryOutcome)row.Outcome)
    {
        Labels = Set(row.Labels, static text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        Sensitivity = row.Sensitivity,
        Arguments = Set(row.Arguments, static text => JsonSerializer.Deserialize<string[]>(text) ?? []),
        Tokens = row.Tokens,
        Numbers = row.Numbers.Length == 0 ? NoNumbers : JsonSerializer.Deserialize<Dictionary<string, decimal>>(row.Numbers) ?? NoNumbers,
    };

    private static string[] Texts(CedarSet set) => [.. set.Items.OfType<CedarString>().Select(i => i.Value)];

    private EntityUid Resource(string text)
    {
        if (!_resources.TryGetValue(text, out var uid))
        {
            _resources[text] = uid = EntityUid.TryParse(text, out var read) ? read : throw new InvalidDataException("A resource in the history cannot be read.");
        }

        return uid;
    }

    private CedarSet Set(string text, Func<string, string[]> parse)
    {
        if (text.Length == 0)
        {
            return CedarSet.Empty;
        }

        if (!_sets.TryGetValue(text, out var set))
        {
            _sets[text] = set = CedarSet.OfStrings(parse(text));
        }

        return set;
    }
}
