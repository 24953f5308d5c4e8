using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Validation;

/// <content><c>in</c>, <c>is</c> and tags.</content>
internal sealed partial class TypeChecker
{
    private Typing CheckIs(IsExpr e, Capabilities prior)
    {
        if (Expect<EntityType>(e.Left, prior, "is needs an entity", "The types of other values cannot be asked for.") is not { } type)
        {
            return Typing.Failed;
        }

        var isOfType = string.Equals(type.Name, e.Type, StringComparison.Ordinal);
        return !isOfType || e.Group is null ? BoolType.Of(isOfType) : CheckIn(e.Left, e.Group, prior);
    }

    private Typing CheckIn(Expr left, Expr right, Capabilities prior)
    {
        var entity = Expect<EntityType>(left, prior, "in needs an entity", "For sets write: set.contains(value).");
        var group = Check(right, prior).Type;
        if (group is not (null or EntityType or SetType { Item: EntityType }))
        {
            findings.ReportMismatch(right, "in needs an entity or a set of entities", group, kind, "For sets of other values write: set.contains(value).");
            return Typing.Failed;
        }

        if (entity is null || group is null)
        {
            return Typing.Failed;
        }

        if (Constant(left) is CedarEntity { Uid: var action } && ScopeParser.IsActionType(action.Type) && Entities(right) is { } uids)
        {
            return BoolType.Of(uids.Any(uid => schema.IsActionIn(action, uid)));
        }

        var groupType = (EntityType)(group is SetType set ? set.Item : group);
        return schema.MayBeIn(entity.Name, groupType.Name) ? BoolType.Any : BoolType.False;
    }

    // The entities that an expression spells out, or null.
    private List<EntityUid>? Entities(Expr expression)
    {
        var found = new List<EntityUid>();
        foreach (var item in expression is SetExpr set ? set.Items : [expression])
        {
            if (Constant(item) is not CedarEntity entity)
            {
                return null;
            }

            found.Add(entity.Uid);
        }

        return found;
    }

    private Typing CheckHasTag(BinaryExpr e, Capabilities prior)
    {
        var entity = Expect<EntityType>(e.Left, prior, "hasTag needs an entity", "Records have has.");
        var tag = Expect<StringType>(e.Right, prior, "hasTag needs a String");
        if (entity is null || tag is null)
        {
            return Typing.Failed;
        }

        var key = Capabilities.Tag(e.Left, e.Right);
        var type = schema.FindEntity(entity.Name)?.Tags is null ? BoolType.False : prior.Has(key) ? BoolType.True : BoolType.Any;
        return new Typing(type, Capabilities.Of(key));
    }

    private Typing CheckGetTag(BinaryExpr e, Capabilities prior)
    {
        var entity = Expect<EntityType>(e.Left, prior, "getTag needs an entity", "Attributes are read as record.name.");
        var tag = Expect<StringType>(e.Right, prior, "getTag needs a String");
        if (entity is null || tag is null)
        {
            return Typing.Failed;
        }

        if (schema.FindEntity(entity.Name)?.Tags is not { } type)
        {
            findings.Report(e, $"{entity.Name} has no tags.", "Declare them in the schema, as in: entity User tags String;", kind);
            return Typing.Failed;
        }

        if (!prior.Has(Capabilities.Tag(e.Left, e.Right)))
        {
            var test = ExprPrinter.Print(new BinaryExpr(BinaryOperator.HasTag, e.Left, e.Right));
            findings.Report(e, $"The tag {Findings.Short(ExprPrinter.Print(e.Right))} may be missing.", $"Test for it before: {Findings.Short(test)} && ….", kind);
            return Typing.Failed;
        }

        return type;
    }
}
