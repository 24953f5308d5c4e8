using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>One thing that could be otherwise in a situation.</summary>
public abstract record Change
{
    private protected Change()
    {
    }

    /// <summary>What to change, for people, in Cedar's words. Two changes are the same where this is.</summary>
    public abstract string Text { get; }

    /// <summary>How readily people would do it, lowest first, among changes that do as much.</summary>
    internal abstract int Weight { get; }

    /// <summary>The situation with it done; the same one where it cannot be.</summary>
    public abstract Situation Apply(Situation to);

    /// <summary>Whether the two cannot both be meant.</summary>
    internal virtual bool Contradicts(Change other) => false;

    /// <inheritdoc/>
    public sealed override string ToString() => Text;
}

/// <summary>A value is another one.</summary>
/// <param name="Place">Where.</param>
/// <param name="Value">The new value.</param>
public sealed record SetValue(ValuePlace Place, CedarValue Value) : Change
{
    /// <summary>Where any other value than this would do; <see cref="Value"/> is then an instance.</summary>
    public CedarValue? OtherThan { get; init; }

    /// <summary>Whether any value would do, as long as there is one.</summary>
    public bool IsAny { get; init; }

    /// <inheritdoc/>
    public override string Text => IsAny ? $"add {Place.Text}, for instance {Value}"
        : OtherThan is null ? $"set {Place.Text} to {Value}"
        : $"set {Place.Text} to anything but {OtherThan}, for instance {Value}";

    internal override int Weight => Place.Holder == ValueHolder.Context ? 3 : 2;

    /// <inheritdoc/>
    public override Situation Apply(Situation to) => Place.With(to, Value);

    internal override bool Contradicts(Change other) => other switch
    {
        SetValue { IsAny: false } set => !IsAny && set.Place.Overlaps(Place) && set.Text != Text,
        RemoveValue remove => remove.Place.Overlaps(Place),
        _ => false,
    };
}

/// <summary>A value is not there.</summary>
public sealed record RemoveValue(ValuePlace Place) : Change
{
    /// <inheritdoc/>
    public override string Text => $"remove {Place.Text}";

    internal override int Weight => Place.Holder == ValueHolder.Context ? 3 : 2;

    /// <inheritdoc/>
    public override Situation Apply(Situation to) => Place.Find(to) is null ? to : Place.With(to, null);
}

/// <summary>A set has one element more, or less.</summary>
public sealed record ChangeElement(ValuePlace Place, CedarValue Element, bool Adds) : Change
{
    /// <inheritdoc/>
    public override string Text => Adds ? $"add {Element} to {Place.Text}" : $"remove {Element} from {Place.Text}";

    internal override int Weight => Place.Holder == ValueHolder.Context ? 3 : 2;

    /// <inheritdoc/>
    public override Situation Apply(Situation to)
    {
        var items = Place.Find(to) is CedarSet set ? set.Items : [];
        return Place.With(to, new CedarSet(Adds ? items.Append(Element) : items.Where(i => !i.Equals(Element))));
    }

    internal override bool Contradicts(Change other) => other is ChangeElement element && element.Adds != Adds && element.Element.Equals(Element) && element.Place.Text == Place.Text;
}

/// <summary>An entity directly belongs to a group, or does not any more.</summary>
public sealed record ChangeMembership(EntityUid Member, EntityUid Group, bool Joins) : Change
{
    /// <inheritdoc/>
    public override string Text => Joins ? $"add {Member} to {Group}" : $"remove {Member} from {Group}";

    internal override int Weight => 1;

    /// <inheritdoc/>
    public override Situation Apply(Situation to)
    {
        var entity = to.Entities.Find(Member) ?? new Entity(Member);
        if (Joins && to.Entities.IsIn(Group, Member))
        {
            return to; // it would belong to itself
        }

        IReadOnlyList<EntityUid> parents = Joins ? [.. entity.Parents, Group] : [.. entity.Parents.Where(p => p != Group)];
        return to with { Entities = to.Entities.With(entity with { Parents = parents }) };
    }

    internal override bool Contradicts(Change other) => other is ChangeMembership m && m.Joins != Joins && m.Member == Member && m.Group == Group;
}

/// <summary>The part of a request that names an entity.</summary>
public enum RequestPart
{
    /// <summary>Who.</summary>
    Principal,

    /// <summary>Does what.</summary>
    Action,

    /// <summary>To what.</summary>
    Resource,
}

/// <summary>Something else is asked for.</summary>
public sealed record AskOther(RequestPart Part, EntityUid Entity) : Change
{
    /// <inheritdoc/>
    public override string Text => Part == RequestPart.Principal ? $"ask as {Entity}" : $"ask for {Entity}";

    internal override int Weight => Part == RequestPart.Principal ? 9 : 8;

    /// <inheritdoc/>
    public override Situation Apply(Situation to) => to with
    {
        Request = Part switch
        {
            RequestPart.Principal => to.Request with { Principal = Entity },
            RequestPart.Action => to.Request with { Action = Entity },
            _ => to.Request with { Resource = Entity },
        },
    };

    internal override bool Contradicts(Change other) => other is AskOther ask && ask.Part == Part && ask.Entity != Entity;
}
