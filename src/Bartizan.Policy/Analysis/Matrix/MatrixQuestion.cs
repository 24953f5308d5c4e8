using Bartizan.Core.Results;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Analysis.Matrix;

/// <summary>Which permissions are asked about: every principal × action × resource of an inventory.</summary>
public sealed record MatrixQuestion
{
    /// <summary>How many cells are computed unless a question says otherwise.</summary>
    public const int DefaultMostCells = 20_000;

    /// <summary>Principals, and resources, that are looked at; further ones are counted as left out.</summary>
    public const int MostEntities = 50_000;

    /// <summary>The entities that requests are decided against.</summary>
    public required EntityStore Entities { get; init; }

    /// <summary>Who.</summary>
    public required IReadOnlyList<EntityUid> Principals { get; init; }

    /// <summary>Does what.</summary>
    public required IReadOnlyList<EntityUid> Actions { get; init; }

    /// <summary>To what.</summary>
    public required IReadOnlyList<EntityUid> Resources { get; init; }

    /// <summary>Says which kinds an action applies to, and which fields a context may have; null where anything goes.</summary>
    public PolicySchema? Schema { get; init; }

    /// <summary>What is known of every request's context; all else is unknown.</summary>
    public CedarRecord Context { get; init; } = CedarRecord.Empty;

    /// <summary>What bounds principals beside policies.</summary>
    public IReadOnlyDictionary<EntityUid, MatrixCeiling> Ceilings { get; init; } = new Dictionary<EntityUid, MatrixCeiling>();

    /// <summary>Cells computed at most; the others are counted.</summary>
    public int MostCells { get; init; } = DefaultMostCells;

    /// <summary>
    /// Everything in a store: without a schema every entity that is no action counts as principal and as resource, and policies name the actions;
    /// with one, only entities of the types that its actions apply to.
    /// </summary>
    /// <param name="entities">The inventory.</param>
    /// <param name="schema">The schema, or null.</param>
    /// <param name="policies">Sets that name actions.</param>
    public static MatrixQuestion Of(EntityStore entities, PolicySchema? schema, params ReadOnlySpan<PolicySet> policies)
    {
        var things = entities.Entities.Select(e => e.Uid).Where(u => !ScopeParser.IsActionType(u.Type)).ToList();
        if (schema is null)
        {
            var actions = entities.Entities.Select(e => e.Uid).Where(u => ScopeParser.IsActionType(u.Type)).ToList();
            foreach (var set in policies)
            {
                actions.AddRange(set.NamedActions());
            }

            return new() { Entities = entities, Principals = things, Actions = [.. actions.Distinct()], Resources = things };
        }

        var kinds = schema.Actions.Where(a => a.Principals.Count > 0 && a.Resources.Count > 0).ToList();
        var (principals, resources) = (kinds.SelectMany(k => k.Principals).ToHashSet(StringComparer.Ordinal), kinds.SelectMany(k => k.Resources).ToHashSet(StringComparer.Ordinal));
        return new()
        {
            Entities = entities,
            Principals = [.. things.Where(u => principals.Contains(u.Type))],
            Actions = [.. kinds.Select(k => k.Uid)],
            Resources = [.. things.Where(u => resources.Contains(u.Type))],
            Schema = schema,
        };
    }

    /// <summary>The same for some only. Each filter is an entity type, or an entity that stands for itself and all that belong to it; none admits all.</summary>
    /// <exception cref="InputException">A filter is neither; or nothing is left.</exception>
    public MatrixQuestion Only(IReadOnlyList<string> principals, IReadOnlyList<string> actions, IReadOnlyList<string> resources) => this with
    {
        Principals = Filter(Principals, principals, "principal"),
        Actions = Filter(Actions, actions, "action"),
        Resources = Filter(Resources, resources, "resource"),
    };

    /// <summary>Whether requests may have this shape.</summary>
    internal bool Admits(EntityUid action, string principal, string resource) => Schema?.FindAction(action) is not { } declared
        || (declared.Principals.Contains(principal) && declared.Resources.Contains(resource));

    /// <summary>The context's fields that are not known for an action; null where there may be any.</summary>
    internal IReadOnlySet<string>? UnknownContext(EntityUid action) => Schema?.FindContext(action) is { Others: null } context
        ? context.Fields.Keys.Where(name => !Context.TryGet(name, out _)).ToHashSet(StringComparer.Ordinal)
        : null;

    private EntityUid[] Filter(IReadOnlyList<EntityUid> all, IReadOnlyList<string> filters, string what)
    {
        if (filters.Count == 0)
        {
            return [.. all];
        }

        var kept = new HashSet<EntityUid>();
        foreach (var filter in filters)
        {
            var isEntity = EntityUid.TryParse(filter, out var group);
            if (!isEntity && !filter.Split("::").All(CedarText.IsIdentifier))
            {
                throw new InputException(new InputError($"--{what} {CedarText.Escape(filter)} is neither a type nor an entity.", "Write Agent, or Agent::\"support-bot\"; a group stands for its members."));
            }

            kept.UnionWith(all.Where(u => isEntity ? Entities.IsIn(u, group) : string.Equals(u.Type, filter, StringComparison.Ordinal)));
        }

        return kept.Count > 0 ? [.. all.Where(kept.Contains)] : throw new InputException(new InputError(
            $"No {what} is left by {string.Join(", ", filters.Select(CedarText.Escape))}.", $"There are {all.Count}: {string.Join(", ", all.Take(5))}{(all.Count > 5 ? "…" : "")}."));
    }
}
