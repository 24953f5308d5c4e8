using Bartizan.Policy.Entities;
using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>Where a value stands: a path of names in the context, or in the attributes or tags of an entity.</summary>
/// <param name="Holder">What holds it.</param>
/// <param name="Entity">Whose; not used for the context.</param>
/// <param name="Path">The names, outermost first.</param>
public sealed record ValuePlace(ValueHolder Holder, EntityUid Entity, IReadOnlyList<string> Path)
{
    /// <summary>The place as policies write it: <c>context.labels</c>, <c>Agent::"a".level</c>.</summary>
    public string Text { get; } = Holder switch
    {
        ValueHolder.Context when Path is [HistoryContext.Field, var question] => question,
        ValueHolder.Tags => $"tag \"{CedarText.Escape(Path[0])}\" of {Entity}",
        _ => (Holder == ValueHolder.Context ? "context" : Entity.ToString()) + string.Concat(Path.Select(n => CedarText.IsIdentifier(n) ? $".{n}" : $"[\"{CedarText.Escape(n)}\"]")),
    };

    /// <summary>The value there, or null.</summary>
    public CedarValue? Find(Situation situation)
    {
        CedarValue value = Root(situation);
        foreach (var name in Path)
        {
            if (value is not CedarRecord record || !record.TryGet(name, out value!))
            {
                return null;
            }
        }

        return value;
    }

    /// <summary>The situation with another value there; null takes it away.</summary>
    public Situation With(Situation situation, CedarValue? value)
    {
        var root = With(Root(situation), 0, value);
        if (Holder == ValueHolder.Context)
        {
            return situation with { Request = situation.Request with { Context = root } };
        }

        var entity = situation.Entities.Find(Entity) ?? new Entity(Entity);
        return situation with { Entities = situation.Entities.With(Holder == ValueHolder.Tags ? entity with { Tags = root } : entity with { Attributes = root }) };
    }

    /// <summary>Whether one of the two lies in the other, or they are one.</summary>
    internal bool Overlaps(ValuePlace other) => Holder == other.Holder
        && (Holder == ValueHolder.Context || Entity == other.Entity)
        && Path.Take(other.Path.Count).SequenceEqual(other.Path.Take(Path.Count), StringComparer.Ordinal);

    private CedarRecord Root(Situation situation) => Holder switch
    {
        ValueHolder.Context => situation.Request.Context,
        ValueHolder.Attributes => situation.Entities.Find(Entity)?.Attributes ?? CedarRecord.Empty,
        _ => situation.Entities.Find(Entity)?.Tags ?? CedarRecord.Empty,
    };

    private CedarRecord With(CedarRecord record, int at, CedarValue? value)
    {
        var name = Path[at];
        var changed = at == Path.Count - 1 ? value
            : With(record.TryGet(name, out var inner) && inner is CedarRecord below ? below : CedarRecord.Empty, at + 1, value);
        var others = record.Fields.Where(f => !string.Equals(f.Key, name, StringComparison.Ordinal));
        return new CedarRecord(changed is null ? others : others.Append(new(name, changed)));
    }
}
