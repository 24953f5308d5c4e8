using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary><c>left.name</c> on a record or an entity.</summary>
internal sealed class AttributeNode(Node left, string name) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        switch (left.Evaluate(context))
        {
            case CedarRecord record:
                return record.TryGet(name, out var field) ? field : new Fault($"The record has no attribute {name}.");
            case CedarEntity entity when context.Find(entity) is { } node:
                return node.Entity.Attributes.TryGet(name, out var attribute) ? attribute : new Fault($"{entity} has no attribute {name}.");
            case CedarEntity entity:
                return new Fault($"{entity} does not exist, so its attribute {name} cannot be read.");
            case var value:
                return Fault.WrongType("a record or an entity", $".{name}", value);
        }
    }
}

/// <summary><c>left has a.b</c>; an entity that does not exist has nothing.</summary>
internal sealed class HasNode(Node left, string[] path) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        var value = left.Evaluate(context);
        foreach (var name in path)
        {
            CedarRecord attributes;
            switch (value)
            {
                case CedarRecord record:
                    attributes = record;
                    break;
                case CedarEntity entity:
                    attributes = context.Find(entity)?.Entity.Attributes ?? CedarRecord.Empty;
                    break;
                default:
                    return Fault.WrongType("a record or an entity", $"has {name}", value);
            }

            if (!attributes.TryGet(name, out value))
            {
                return CedarBool.False;
            }
        }

        return CedarBool.True;
    }
}

/// <summary><c>left.hasTag(tag)</c>; an entity that does not exist has none.</summary>
internal sealed class HasTagNode(Node left, Node tag) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        if (Tags.Read(context, left, tag, "hasTag", out var entity, out var name) is { } fault)
        {
            return fault;
        }

        return CedarBool.Of(context.Find(entity)?.Entity.Tags.TryGet(name, out _) ?? false);
    }
}

/// <summary><c>left.getTag(tag)</c>.</summary>
internal sealed class GetTagNode(Node left, Node tag) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        if (Tags.Read(context, left, tag, "getTag", out var entity, out var name) is { } fault)
        {
            return fault;
        }

        if (context.Find(entity) is not { } node)
        {
            return new Fault($"{entity} does not exist, so its tag {name} cannot be read.");
        }

        return node.Entity.Tags.TryGet(name, out var value) ? value : new Fault($"{entity} has no tag {name}.");
    }
}

/// <summary><c>left is Type</c>.</summary>
internal sealed class IsNode(Node left, string type) : Node
{
    public override CedarValue Evaluate(EvaluationContext context) =>
        left.Evaluate(context) is var value && value is CedarEntity entity
            ? CedarBool.Of(string.Equals(entity.Uid.Type, type, StringComparison.Ordinal))
            : Fault.WrongType("an entity", "is", value);
}

/// <summary><c>left in right</c>, where the right side is an entity or a set of nothing but entities.</summary>
internal sealed class InNode(Node left, Node right) : Node
{
    public override CedarValue Evaluate(EvaluationContext context)
    {
        var a = left.Evaluate(context);
        if (a is not CedarEntity entity)
        {
            return Fault.WrongType("an entity", "in", a);
        }

        switch (right.Evaluate(context))
        {
            case CedarEntity group:
                return CedarBool.Of(context.IsIn(entity, group.Uid));
            case CedarSet groups:
                return IsInAny(context, entity, groups);
            case var value:
                return Fault.WrongType("an entity or a set of entities", "in", value);
        }
    }

    private static CedarValue IsInAny(EvaluationContext context, CedarEntity entity, CedarSet groups)
    {
        var found = false;
        foreach (var item in groups.Span)
        {
            if (item is not CedarEntity group)
            {
                return Fault.WrongType("a set of entities", "in", item); // even where another element would do
            }

            found = found || context.IsIn(entity, group.Uid);
        }

        return CedarBool.Of(found);
    }
}

internal static class Tags
{
    public static Fault? Read(EvaluationContext context, Node left, Node tag, string method, out CedarEntity entity, out string name)
    {
        (entity, name) = (null!, "");
        var a = left.Evaluate(context);
        if (a is not CedarEntity e)
        {
            return Fault.WrongType("an entity", method, a);
        }

        var b = tag.Evaluate(context);
        if (b is not CedarString s)
        {
            return Fault.WrongType("a string", method, b);
        }

        (entity, name) = (e, s.Value);
        return null;
    }
}
