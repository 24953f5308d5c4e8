using Bartizan.Core.Text;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Validation;

/// <content>Attributes, and tests for them.</content>
internal sealed partial class TypeChecker
{
    private Typing CheckAttribute(AttributeExpr e, Capabilities prior)
    {
        if (Check(e.Left, prior).Type is not { } type || AttributesOf(e.Left, type, $".{e.Name} needs a record or an entity", "") is not { } attributes)
        {
            return Typing.Failed;
        }

        if (attributes.Find(e.Name) is not { } attribute)
        {
            var hint = NearestName.Hint(e.Name, attributes.Fields.Keys) ?? (type is EntityType t && schema.FindEntity(t.Name)?.Tags is not null ? "Tags are read by getTag." : Listed(attributes));
            findings.Report(e, $"{Owner(e.Left, type)} has no attribute {CedarText.Key(e.Name)}.", hint, kind);
            return Typing.Failed;
        }

        if (!attribute.IsRequired && !prior.Has(Capabilities.Attribute(e.Left, e.Name)))
        {
            var test = ExprPrinter.Print(new HasExpr(e.Left, [e.Name]));
            findings.Report(e, $"The attribute {CedarText.Key(e.Name)} of {Owner(e.Left, type)} may be missing.", $"Test for it before: {Findings.Short(test)} && ….", kind);
            return Typing.Failed;
        }

        return attribute.Type;
    }

    // has a.b is (… has a) && (….a has b).
    private Typing CheckHas(HasExpr e, Capabilities prior)
    {
        if (Check(e.Left, prior).Type is not { } type)
        {
            return Typing.Failed;
        }

        var (left, result, gained) = (e.Left, BoolType.True, Capabilities.None);
        foreach (var name in e.Path)
        {
            if (AttributesOf(left, type, $"has {CedarText.Key(name)} needs a record or an entity", "Sets have contains, texts have like.") is not { } attributes)
            {
                return Typing.Failed;
            }

            if (attributes.Find(name) is not { } attribute)
            {
                return BoolType.False;
            }

            // An entity need not exist, and one that does not exist has nothing.
            var key = Capabilities.Attribute(left, name);
            var isThere = prior.Has(key) || (attribute.IsRequired && type is RecordType);
            result = isThere ? result : BoolType.Any;
            gained = gained.With(Capabilities.Of(key));
            (left, type) = (new AttributeExpr(left, name) { Span = e.Span }, attribute.Type);
        }

        return new Typing(result, gained);
    }

    private RecordType? AttributesOf(Expr expression, SchemaType type, string needs, string fix)
    {
        switch (type)
        {
            case RecordType record:
                return record;
            case EntityType entity:
                return schema.FindEntity(entity.Name)?.Attributes ?? RecordType.Empty; // actions have none
            default:
                findings.ReportMismatch(expression, needs, type, kind, fix);
                return null;
        }
    }

    private string Owner(Expr expression, SchemaType type) => (expression, type) switch
    {
        (VariableExpr { Variable: Variable.Context }, _) => $"The context of {kind.Action.Uid}",
        (_, EntityType entity) => entity.Name,
        _ => Findings.Short(ExprPrinter.Print(expression)),
    };

    private static string Listed(RecordType type) => type.Fields.Count switch
    {
        0 => "It has no attributes at all.",
        <= 12 => $"The attributes are {string.Join(", ", type.Fields.Keys.Select(CedarText.Key))}.",
        _ => "Read the schema for those it has.",
    };
}
