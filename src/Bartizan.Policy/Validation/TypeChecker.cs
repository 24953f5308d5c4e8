using Bartizan.Policy.History;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Validation;

/// <summary>
/// Finds the types of expressions for one kind of request, by the rules of Cedar's strict mode. What is known to be decided before, as the
/// right side of <c>false &amp;&amp; …</c>, is not looked at: it can never run. Depth is bounded by <see cref="Expr.MaxHeight"/>.
/// </summary>
internal sealed partial class TypeChecker(PolicySchema schema, RequestKind kind, Findings findings)
{
    public Typing Check(Expr expression, Capabilities prior) => expression switch
    {
        LiteralExpr e => CheckLiteral(e),
        VariableExpr e => CheckVariable(e.Variable),
        JunctionExpr e => e.IsAnd ? CheckAnd(e, prior) : CheckOr(e, prior),
        IfExpr e => CheckIf(e, prior),
        UnaryExpr e => CheckUnary(e, prior),
        BinaryExpr e => CheckBinary(e, prior),
        IsExpr e => CheckIs(e, prior),
        LikeExpr e => Expect<StringType>(e.Left, prior, "like needs a String") is null ? Typing.Failed : BoolType.Any,
        HasExpr e => CheckHas(e, prior),
        AttributeExpr e => CheckAttribute(e, prior),
        SetExpr e => CheckSet(e, prior),
        RecordExpr e => CheckRecord(e, prior),
        CallExpr e => CheckCall(e, prior),
        HistoryExpr e => CheckHistory(e),
        EventFieldExpr e => CheckEventField(e),
        _ => throw new InvalidOperationException($"No type for {expression.GetType().Name}."),
    };

    /// <summary>The type of a condition, which must be a bool.</summary>
    public Typing CheckBool(Expr expression, Capabilities prior, string needs)
    {
        var typing = Check(expression, prior);
        if (typing.Type is null or BoolType)
        {
            return typing;
        }

        findings.ReportMismatch(expression, needs, typing.Type, kind);
        return Typing.Failed;
    }

    private T? Expect<T>(Expr expression, Capabilities prior, string needs, string fix = "")
        where T : SchemaType
    {
        var type = Check(expression, prior).Type;
        if (type is not (null or T))
        {
            findings.ReportMismatch(expression, needs, type, kind, fix);
        }

        return type as T;
    }

    // Unknown types, actions and ids are found by EntityNames, once a policy and not once a kind of request.
    private Typing CheckLiteral(LiteralExpr literal) => literal.Value switch
    {
        CedarBool value => BoolType.Of(value.Value),
        CedarLong => LongType.Instance,
        CedarString => StringType.Instance,
        CedarEntity entity when ScopeParser.IsActionType(entity.Uid.Type) => schema.FindAction(entity.Uid) is null ? Typing.Failed : new EntityType(entity.Uid.Type),
        CedarEntity entity => schema.FindEntity(entity.Uid.Type) is null ? Typing.Failed : new EntityType(entity.Uid.Type),
        var value => throw new InvalidOperationException($"No literal is {value.TypeName}."),
    };

    private Typing CheckVariable(Variable variable) => variable switch
    {
        Variable.Principal => new EntityType(kind.Principal),
        Variable.Action => new EntityType(kind.Action.Uid.Type),
        Variable.Resource => new EntityType(kind.Resource),
        _ => kind.Action.Context,
    };

    private Typing CheckSet(SetExpr set, Capabilities prior)
    {
        var types = set.Items.Select(item => Check(item, prior).Type).ToList();
        if (types.Count == 0)
        {
            findings.Report(set, "An empty set has no type.", "Compare with isEmpty(), or name at least one element.", kind);
            return Typing.Failed;
        }

        var joined = types[0];
        for (var i = 1; i < types.Count && joined is not null; i++)
        {
            if (types[i] is not { } next)
            {
                return Typing.Failed;
            }

            var wider = TypeLattice.Join(joined, next);
            if (wider is null)
            {
                findings.Report(set.Items[i], $"This set holds {Named(joined)}, and here {Named(next)}.", "Keep to one type; records need the same attributes, entities the same type.", kind);
            }

            joined = wider;
        }

        return joined is null ? Typing.Failed : new SetType(joined);
    }

    private Typing CheckRecord(RecordExpr record, Capabilities prior)
    {
        var fields = new Dictionary<string, AttributeType>(record.Fields.Count, StringComparer.Ordinal);
        foreach (var (name, value) in record.Fields)
        {
            if (Check(value, prior).Type is { } type)
            {
                fields[name] = new AttributeType(type, IsRequired: true);
            }
        }

        return fields.Count == record.Fields.Count ? new RecordType(fields) : Typing.Failed;
    }

    private static string Named(SchemaType type) => Findings.Named(type);
}
