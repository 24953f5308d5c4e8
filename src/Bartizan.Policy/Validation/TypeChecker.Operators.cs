using Bartizan.Policy.Schema;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Validation;

/// <content>Operators of two sides, but for those on entities.</content>
internal sealed partial class TypeChecker
{
    private const string OneTypeFix = "Both sides must have one type; records need the same attributes, entities the same type.";

    private Typing CheckBinary(BinaryExpr e, Capabilities prior) => e.Operator switch
    {
        BinaryOperator.Equal => CheckEqual(e, prior),
        BinaryOperator.NotEqual => CheckEqual(e, prior).Type is BoolType type ? new BoolType(!type.Value) : Typing.Failed,
        BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual => CheckOrder(e, prior),
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply => CheckArithmetic(e, prior),
        BinaryOperator.In => CheckIn(e.Left, e.Right, prior),
        BinaryOperator.HasTag => CheckHasTag(e, prior),
        BinaryOperator.GetTag => CheckGetTag(e, prior),
        BinaryOperator.Contains => CheckContains(e, prior),
        _ => CheckContainsMany(e, prior),
    };

    private Typing CheckEqual(BinaryExpr e, Capabilities prior)
    {
        var left = Check(e.Left, prior).Type;
        var right = Check(e.Right, prior).Type;
        if (left is null || right is null)
        {
            return Typing.Failed;
        }

        // Entities of two types are never equal, and two literals are or are not.
        if (left is EntityType a && right is EntityType b && !a.Equals(b))
        {
            return BoolType.False;
        }

        if (Constant(e.Left) is { } x && Constant(e.Right) is { } y)
        {
            return BoolType.Of(x.Equals(y));
        }

        return CheckComparable(e, left, right);
    }

    private Typing CheckComparable(BinaryExpr e, SchemaType left, SchemaType right)
    {
        if (TypeLattice.Join(left, right) is not null)
        {
            return BoolType.Any;
        }

        findings.Report(e, $"{e.Operator.Sign()} compares {Named(left)} with {Named(right)}, which are never equal.", OneTypeFix, kind);
        return Typing.Failed;
    }

    private Typing CheckOrder(BinaryExpr e, Capabilities prior)
    {
        var left = Check(e.Left, prior).Type;
        var right = Check(e.Right, prior).Type;
        if (left is null || right is null)
        {
            return Typing.Failed;
        }

        if (IsOrdered(left) && left.Equals(right))
        {
            return BoolType.Any;
        }

        var fix = left is ExtensionType { Constructor: ExtensionFunction.Decimal } ? "Decimals have lessThan, lessThanOrEqual, greaterThan and greaterThanOrEqual." : "";
        findings.Report(e, $"{e.Operator.Sign()} compares two of Long, datetime or duration, not {Named(left)} with {Named(right)}.", fix, kind);
        return Typing.Failed;
    }

    private static bool IsOrdered(SchemaType type) =>
        type is LongType or ExtensionType { Constructor: ExtensionFunction.DateTime or ExtensionFunction.Duration };

    private Typing CheckArithmetic(BinaryExpr e, Capabilities prior)
    {
        var needs = $"{e.Operator.Sign()} needs a Long";
        var fix = e.Operator == BinaryOperator.Add ? "Texts cannot be joined, nor sets united." : "";
        var left = Expect<LongType>(e.Left, prior, needs, fix);
        var right = Expect<LongType>(e.Right, prior, needs, fix);
        return left is null || right is null ? Typing.Failed : LongType.Instance;
    }

    private Typing CheckContains(BinaryExpr e, Capabilities prior)
    {
        var set = ExpectSet(e, e.Left, prior);
        var item = Check(e.Right, prior).Type;
        return set is null || item is null ? Typing.Failed : CheckComparable(e, set.Item, item);
    }

    private Typing CheckContainsMany(BinaryExpr e, Capabilities prior)
    {
        var left = ExpectSet(e, e.Left, prior);
        var right = Expect<SetType>(e.Right, prior, $"{e.Operator.Sign()} needs a set", "Write contains(…) for a single element.");
        return left is null || right is null ? Typing.Failed : CheckComparable(e, left, right);
    }

    private SetType? ExpectSet(BinaryExpr e, Expr set, Capabilities prior) =>
        Expect<SetType>(set, prior, $"{e.Operator.Sign()} needs a set", "Texts have like, records have has, and entities belong to others by in.");

    // What an expression stands for in every request of this kind, where it says so plainly.
    private CedarValue? Constant(Expr expression) => expression switch
    {
        LiteralExpr e => e.Value,
        VariableExpr { Variable: Variable.Action } => new CedarEntity(kind.Action.Uid),
        _ => null,
    };
}
