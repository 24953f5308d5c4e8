using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Bartizan.Guard.Arguments;

/// <summary>What is known of dangerous arguments, from <c>content/patterns/tool-arguments.json</c>.</summary>
internal static class ArgumentPatterns
{
    private static readonly Content Loaded = GuardContent.Read<Content>("patterns/tool-arguments.json");
    private static readonly FrozenDictionary<string, ArgumentKind>.AlternateLookup<ReadOnlySpan<char>> Kinds = KindsOf(Loaded).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Shapes of commands.</summary>
    public static RuleSet Shell { get; } = new(Loaded.Shell);

    /// <summary>Shapes of SQL.</summary>
    public static RuleSet Sql { get; } = new(Loaded.Sql);

    /// <summary>Files whose content is worth stealing.</summary>
    public static ImmutableArray<string> SensitivePaths { get; } = [.. Loaded.SensitivePaths];

    /// <summary>Names of hosts that answer with credentials of the machine.</summary>
    public static FrozenSet<string> MetadataHosts { get; } = Loaded.MetadataHosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Domains whose names resolve to addresses inside.</summary>
    public static ImmutableArray<string> InwardDomains { get; } = [.. Loaded.InwardDomains];

    /// <summary>Domains that resolve to the address in the name.</summary>
    public static ImmutableArray<string> WildcardDomains { get; } = [.. Loaded.WildcardDomains];

    /// <summary>What an argument of this name is for.</summary>
    public static ArgumentKind KindOf(ReadOnlySpan<char> name) => Kinds.TryGetValue(name, out var kind) ? kind : ArgumentKind.Value;

    private static FrozenDictionary<string, ArgumentKind> KindsOf(Content content)
    {
        var kinds = new Dictionary<string, ArgumentKind>(StringComparer.OrdinalIgnoreCase);
        foreach (var (kind, names) in content.Names)
        {
            foreach (var name in names)
            {
                kinds.Add(name, Enum.Parse<ArgumentKind>(kind, ignoreCase: true));
            }
        }

        return kinds.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private sealed record Content(
        Dictionary<string, string[]> Names,
        PatternRule[] Shell,
        PatternRule[] Sql,
        string[] SensitivePaths,
        string[] MetadataHosts,
        string[] InwardDomains,
        string[] WildcardDomains);
}
