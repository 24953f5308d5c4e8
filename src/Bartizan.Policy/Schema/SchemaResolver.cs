using Bartizan.Core.Results;
using Bartizan.Core.Text;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>Gives names their meaning, and checks what only the whole schema can tell: undeclared names, circles, names that hide others.</summary>
internal sealed class SchemaResolver
{
    private readonly Declarations _declarations;
    private readonly Diagnostics _diagnostics;
    private readonly TypeResolver _types;

    private SchemaResolver(Declarations declarations, Diagnostics diagnostics) =>
        (_declarations, _diagnostics, _types) = (declarations, diagnostics, new TypeResolver(declarations, diagnostics));

    /// <summary>The schema that the declarations make.</summary>
    /// <exception cref="InputException">Something is wrong in the declarations, or was already reported.</exception>
    public static PolicySchema Resolve(Declarations declarations, Diagnostics diagnostics)
    {
        var (entities, actions) = new SchemaResolver(declarations, diagnostics).Resolve();
        return diagnostics.HasErrors ? throw new InputException(diagnostics.Errors()) : new PolicySchema(entities, actions);
    }

    private (Dictionary<string, EntityDeclaration> Entities, Dictionary<EntityUid, ActionDeclaration> Actions) Resolve()
    {
        RefuseHiding();
        foreach (var (name, type) in _declarations.CommonTypes)
        {
            _types.ResolveCommon(name, type.Span); // those that nothing uses are checked too
        }

        var entities = _declarations.Entities.ToDictionary(e => e.Key, e => Resolve(e.Key, e.Value), StringComparer.Ordinal);
        var actions = _declarations.Actions.ToDictionary(a => a.Key, a => Resolve(a.Key, a.Value));
        RefuseCircles(actions);
        return (entities, actions);
    }

    private EntityDeclaration Resolve(string name, WrittenEntityDeclaration entity) => new(
        name,
        _types.ResolveRecord(entity.Shape, entity.Namespace),
        entity.Tags is { } tags ? _types.Resolve(tags, entity.Namespace) : null,
        ResolveEntities(entity.Parents, entity.Namespace),
        entity.Ids);

    private ActionDeclaration Resolve(EntityUid uid, WrittenActionDeclaration action) => new(
        uid,
        [.. action.Groups.Select(g => FindAction(g, action.Namespace)).OfType<EntityUid>().Distinct()],
        ResolveEntities(action.Principals, action.Namespace),
        ResolveEntities(action.Resources, action.Namespace),
        _types.ResolveRecord(action.Context, action.Namespace));

    private List<string> ResolveEntities(IReadOnlyList<WrittenName> names, string space)
    {
        var found = new List<string>(names.Count);
        foreach (var name in names)
        {
            if (_types.FindEntity(name.Path, space) is not { } full)
            {
                _types.ReportUnknown(name, $"There is no entity type {name.Path}.");
            }
            else if (!found.Contains(full, StringComparer.Ordinal))
            {
                found.Add(full);
            }
        }

        return found;
    }

    private EntityUid? FindAction(WrittenAction action, string space)
    {
        foreach (var type in TypeResolver.Candidates(action.Type ?? "Action", space))
        {
            var uid = new EntityUid(type, action.Id);
            if (_declarations.Actions.ContainsKey(uid))
            {
                return uid;
            }
        }

        var near = NearestName.Hint(action.Id, _declarations.Actions.Keys.Select(a => a.Id));
        _diagnostics.Add(action.Span, $"There is no action {CedarText.Key(action.Id)} to belong to.", near ?? "Declare it.");
        return null;
    }

    // A name without namespace would mean another thing inside the namespace than everywhere else.
    private void RefuseHiding()
    {
        var declared = _declarations.Entities.Select(e => (e.Key, e.Value.Namespace, e.Value.Span))
            .Concat(_declarations.CommonTypes.Select(t => (t.Key, t.Value.Namespace, t.Value.Span)));
        foreach (var (full, space, at) in declared.Where(d => d.Namespace.Length > 0))
        {
            var name = full[(space.Length + "::".Length)..];
            if (_declarations.Entities.ContainsKey(name) || _declarations.CommonTypes.ContainsKey(name))
            {
                _diagnostics.Add(at, $"{full} hides {name}, which stands outside of any namespace.", "Rename one of the two, or move the outer one into a namespace.");
            }
        }

        foreach (var (uid, action) in _declarations.Actions.Where(a => a.Value.Namespace.Length > 0))
        {
            var outer = new EntityUid("Action", uid.Id);
            if (_declarations.Actions.ContainsKey(outer))
            {
                _diagnostics.Add(action.Span, $"{uid} hides {outer}, which stands outside of any namespace.", "Rename one of the two, or move the outer one into a namespace.");
            }
        }
    }

    // Take away actions that nothing left belongs to; what cannot be taken away lies on or above a circle.
    private void RefuseCircles(Dictionary<EntityUid, ActionDeclaration> actions)
    {
        var members = actions.Values.SelectMany(a => a.Groups).CountBy(g => g).ToDictionary();
        var free = new Stack<EntityUid>(actions.Keys.Where(uid => !members.ContainsKey(uid)));
        while (free.TryPop(out var uid))
        {
            foreach (var group in actions[uid].Groups)
            {
                if (--members[group] == 0)
                {
                    free.Push(group);
                }
            }
        }

        if (members.FirstOrDefault(m => m.Value > 0) is { Value: > 0, Key: var lost })
        {
            _diagnostics.Add(_declarations.Actions[lost].Span, $"The action {lost} belongs to itself through its groups.", "Remove one of the groups that close the circle.");
        }
    }
}
