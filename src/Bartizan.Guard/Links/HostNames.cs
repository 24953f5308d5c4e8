using System.Collections.Frozen;

namespace Bartizan.Guard.Links;

/// <summary>Hosts that others are made to look like: the well-known ones of <c>content/patterns/hosts.json</c> and an installation's own. Immutable.</summary>
internal sealed class HostNames
{
    private static readonly Content Loaded = GuardContent.Read<Content>("patterns/hosts.json");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Endings = Loaded.Endings.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Names this short are alike by chance.
    private const int ShortestName = 5;

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _known;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _skeletons;
    private readonly IReadOnlyList<string> _own;

    /// <summary>Reads the content file, and adds the hosts of the configuration.</summary>
    public HostNames(IReadOnlyList<string> own)
    {
        _own = own;
        string[] known = [.. Loaded.Known, .. own];
        _known = known.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
        _skeletons = known.Where(static k => k.IndexOf('.', StringComparison.Ordinal) >= ShortestName).Select(HostSkeleton.Of).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether it is such a host itself.</summary>
    public bool IsKnown(ReadOnlySpan<char> host) => _known.Contains(host);

    /// <summary>Whether such a host has this skeleton.</summary>
    public bool HasSkeleton(ReadOnlySpan<char> skeleton) => _skeletons.Contains(skeleton);

    /// <summary>Whether a label is a common last one of hosts.</summary>
    public static bool IsEnding(ReadOnlySpan<char> label) => Endings.Contains(label);

    /// <summary>Whether a host stands in front of others under their names, as networks that deliver content do, or is our own.</summary>
    public bool IsFront(ReadOnlySpan<char> host)
    {
        foreach (var front in Loaded.Fronts)
        {
            if (IsUnder(host, front))
            {
                return true;
            }
        }

        foreach (var own in _own)
        {
            if (IsUnder(host, own))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUnder(ReadOnlySpan<char> host, ReadOnlySpan<char> domain) =>
        host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && (host.Length == domain.Length || host[host.Length - domain.Length - 1] == '.');

    private sealed record Content(string[] Known, string[] Fronts, string[] Endings);
}
