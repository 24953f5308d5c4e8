using System.Collections.Concurrent;
using System.Collections.Frozen;
using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Sensitivities;

/// <summary>
/// Which sensitivity label a finding stands for, by its label or the narrowest family of it that is named. What is built in stands in
/// <c>content/sensitivity/findings.json</c>. Immutable and thread-safe.
/// </summary>
public sealed class SensitivityMap
{
    private static readonly FrozenDictionary<string, Sensitivity> BuiltInMap =
        GuardContent.Read<Dictionary<string, string>>("sensitivity/findings.json").ToFrozenDictionary(e => e.Key, e => SensitivityNames.Parse(e.Value)!.Value, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, Sensitivity> _map;

    // Labels come from code and configuration, not from traffic, so this stays small.
    private readonly ConcurrentDictionary<string, Sensitivity> _known = new(StringComparer.Ordinal);

    /// <summary>Creates a map of labels (<c>pii.email</c>) and families (<c>pii.*</c>) over the built-in one.</summary>
    public SensitivityMap(IReadOnlyDictionary<string, Sensitivity> own)
    {
        var map = BuiltInMap.ToDictionary(StringComparer.Ordinal);
        foreach (var (label, sensitivity) in own)
        {
            map[label] = sensitivity;
        }

        _map = map.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What is built in, and nothing else.</summary>
    public static SensitivityMap BuiltIn { get; } = new(new Dictionary<string, Sensitivity>());

    /// <summary>What a finding with this label stands for; public where nothing names it.</summary>
    public Sensitivity Of(string label) => _known.GetOrAdd(label, static (l, map) => Find(l, map), _map);

    /// <summary>What a finding stands for. A token that stands for a value counts as nothing: the value is not there.</summary>
    public Sensitivity Of(Finding finding) => finding.Token is null ? Of(finding.Label) : Sensitivity.Public;

    /// <summary>The highest of all findings.</summary>
    public Sensitivity Of(IReadOnlyList<Finding> findings)
    {
        var highest = Sensitivity.Public;
        for (var i = 0; i < findings.Count; i++)
        {
            if (Of(findings[i]) is var one && one > highest)
            {
                highest = one;
            }
        }

        return highest;
    }

    private static Sensitivity Find(string label, FrozenDictionary<string, Sensitivity> map)
    {
        if (map.TryGetValue(label, out var exact))
        {
            return exact;
        }

        for (var dot = label.LastIndexOf('.'); dot > 0; dot = label.LastIndexOf('.', dot - 1))
        {
            if (map.TryGetValue(label[..(dot + 1)] + "*", out var family))
            {
                return family;
            }
        }

        return map.GetValueOrDefault("*");
    }
}
