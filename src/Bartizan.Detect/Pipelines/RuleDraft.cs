using Bartizan.Core.Results;
using Bartizan.Detect.Rules;

namespace Bartizan.Detect.Pipelines;

/// <summary>A rule on its way through processing pipelines: what was changed so far, and what later steps may ask.</summary>
internal sealed class RuleDraft(SigmaRule rule)
{
    public RuleOrigin Origin { get; } = rule.Origin;

    public LogSource Source { get; set; } = rule.Source;

    public Dictionary<string, DetectionNode> Detections { get; } = new(rule.Detections, StringComparer.Ordinal);

    public List<WrittenCondition> Conditions { get; } = [.. rule.Conditions];

    /// <summary>Values of placeholders, by name.</summary>
    public Dictionary<string, IReadOnlyList<string>> Placeholders { get; } = new(rule.Placeholders, StringComparer.Ordinal);

    /// <summary>The ids of steps that changed something.</summary>
    public HashSet<string> Applied { get; } = new(StringComparer.Ordinal);

    /// <summary>What the steps set_state remembered.</summary>
    public Dictionary<string, string> State { get; } = new(StringComparer.Ordinal);

    /// <summary>Why the rule must not be used; null while nothing speaks against it.</summary>
    public InputError? Failure { get; set; }

    /// <summary>All items of all selections.</summary>
    public IEnumerable<DetectionItem> Items => Detections.Values.SelectMany(Of);

    /// <summary>Replaces every item by what <paramref name="change"/> makes of it; null drops it, and with the last item of a group the group.</summary>
    public void Replace(Func<DetectionItem, DetectionNode?> change)
    {
        foreach (var (name, node) in Detections.ToList())
        {
            // A selection of which nothing is left holds always, as an empty "all of" does.
            Detections[name] = Replaced(node, change) ?? new DetectionGroup(true, []);
        }
    }

    /// <summary>The rule as it is now.</summary>
    public SigmaRule ToRule() => new()
    {
        Origin = Origin,
        Source = Source,
        Detections = Detections,
        Conditions = Conditions,
        Placeholders = Placeholders,
    };

    private static DetectionNode? Replaced(DetectionNode node, Func<DetectionItem, DetectionNode?> change)
    {
        if (node is DetectionItem item)
        {
            return change(item);
        }

        var group = (DetectionGroup)node;
        var parts = group.Parts.Select(p => Replaced(p, change)).OfType<DetectionNode>().ToList();
        return parts.Count == 0 ? null : group with { Parts = parts };
    }

    private static IEnumerable<DetectionItem> Of(DetectionNode node) => node switch
    {
        DetectionItem item => [item],
        DetectionGroup group => group.Parts.SelectMany(Of),
        _ => [],
    };
}
