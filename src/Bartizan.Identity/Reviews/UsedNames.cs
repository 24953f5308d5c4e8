using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Policy;

namespace Bartizan.Identity.Reviews;

/// <summary>What was used, by the names that lists of models and tools have for it.</summary>
internal sealed class UsedNames
{
    private readonly List<UsedName> _names = [];

    /// <summary>Reads what the log tells.</summary>
    public UsedNames(IEnumerable<PermissionUse> uses)
    {
        foreach (var use in uses)
        {
            if (use.Action == PermissionUse.ActedFor)
            {
                Deepest = Math.Max(Deepest, int.Parse(use.Resource, System.Globalization.CultureInfo.InvariantCulture));
            }
            else if (use.Action == PermissionUse.InvokeModel)
            {
                _names.Add(new(use, ReviewKind.Model, use.Resource));
            }
            else if (use.Action == PermissionUse.CallTool && EntityUid.TryParse(use.Resource, out var tool))
            {
                _names.Add(new(use, ReviewKind.Tool, tool.Id));
            }
            else
            {
                _names.Add(new(use, null, use.Resource));
            }
        }
    }

    /// <summary>How many agents acted for one of them, one after the other, at most.</summary>
    public int Deepest { get; }

    /// <summary>All of it.</summary>
    public IReadOnlyList<UsedName> All => _names;

    /// <summary>What lists cannot name: resources and prompts.</summary>
    public bool HasUnnamed => _names.Any(n => n.Kind is null);

    /// <summary>What of a kind an entry covers.</summary>
    public IEnumerable<UsedName> Under(ReviewKind kind, string entry)
    {
        var authority = kind == ReviewKind.Model ? new TokenAuthority([entry], []) : new TokenAuthority([], [entry]);
        return _names.Where(n => n.Kind == kind && Covers(authority, n));
    }

    /// <summary>Whether lists cover it.</summary>
    public static bool Covers(TokenAuthority? authority, UsedName name) => authority is null || name.Kind switch
    {
        ReviewKind.Model => authority.CoversModel(name.Name),
        ReviewKind.Tool => authority.CoversTool(name.Name),
        _ => false,
    };

    /// <summary>Distinct names, the most used first.</summary>
    public static IReadOnlyList<string> Ranked(IEnumerable<UsedName> names) =>
        [.. names.GroupBy(n => n.Name, StringComparer.Ordinal).OrderByDescending(g => g.Sum(n => n.Use.Passed)).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key)];
}

/// <summary>One thing that one agent used.</summary>
/// <param name="Use">How often, and when.</param>
/// <param name="Kind">The list that has a name for it; null for none.</param>
/// <param name="Name">That name.</param>
internal readonly record struct UsedName(PermissionUse Use, ReviewKind? Kind, string Name);
