using Bartizan.Policy.Values;

namespace Bartizan.Policy.Syntax;

/// <summary>An expression as written. Every expression knows its height, so that nothing deep enough to exhaust a stack is ever built.</summary>
internal abstract class Expr
{
    /// <summary>The tallest expression that is accepted.</summary>
    public const int MaxHeight = 256;

    private protected Expr(int childHeight) => Height = childHeight + 1;

    public SourceSpan Span { get; init; }

    public int Height { get; }

    protected static int Tallest(IReadOnlyList<Expr> children)
    {
        var tallest = 0;
        foreach (var child in children)
        {
            tallest = Math.Max(tallest, child.Height);
        }

        return tallest;
    }
}

/// <summary>A bool, long, string or entity; from JSON also any other value.</summary>
internal sealed class LiteralExpr(CedarValue value) : Expr(0)
{
    public CedarValue Value => value;
}

internal enum Variable
{
    Principal,
    Action,
    Resource,
    Context,
}

internal sealed class VariableExpr(Variable variable) : Expr(0)
{
    public Variable Variable => variable;
}

/// <summary><c>a &amp;&amp; b &amp;&amp; c</c> or <c>a || b || c</c>: long chains are common, so they are flat.</summary>
internal sealed class JunctionExpr : Expr
{
    private JunctionExpr(bool isAnd, IReadOnlyList<Expr> terms)
        : base(Tallest(terms)) => (IsAnd, Terms) = (isAnd, terms);

    public bool IsAnd { get; }

    public IReadOnlyList<Expr> Terms { get; }

    /// <summary>Joins terms; a first term of the same kind is taken apart, since <c>(a &amp;&amp; b) &amp;&amp; c</c> is <c>a &amp;&amp; b &amp;&amp; c</c>.</summary>
    public static JunctionExpr Of(bool isAnd, IReadOnlyList<Expr> terms, SourceSpan span = default) =>
        new(isAnd, terms[0] is JunctionExpr first && first.IsAnd == isAnd ? [.. first.Terms, .. terms.Skip(1)] : terms) { Span = span };
}

internal enum UnaryOperator
{
    Not,
    Negate,
    IsEmpty,
}

internal sealed class UnaryExpr(UnaryOperator op, Expr operand) : Expr(operand.Height)
{
    public UnaryOperator Operator => op;

    public Expr Operand => operand;
}

internal enum BinaryOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Add,
    Subtract,
    Multiply,
    Contains,
    ContainsAll,
    ContainsAny,
    GetTag,
    HasTag,
}

internal sealed class BinaryExpr(BinaryOperator op, Expr left, Expr right) : Expr(Math.Max(left.Height, right.Height))
{
    public BinaryOperator Operator => op;

    public Expr Left => left;

    public Expr Right => right;
}

internal sealed class IfExpr(Expr test, Expr then, Expr otherwise) : Expr(Math.Max(test.Height, Math.Max(then.Height, otherwise.Height)))
{
    public Expr Test => test;

    public Expr Then => then;

    public Expr Else => otherwise;
}

/// <summary><c>left is Type</c>, <c>left is Type in group</c>.</summary>
internal sealed class IsExpr(Expr left, string type, Expr? group) : Expr(Math.Max(left.Height, group?.Height ?? 0))
{
    public Expr Left => left;

    public string Type => type;

    public Expr? Group => group;
}

internal sealed class LikeExpr(Expr left, Pattern pattern) : Expr(left.Height)
{
    public Expr Left => left;

    public Pattern Pattern => pattern;
}

/// <summary><c>left has a</c>, <c>left has a.b.c</c>: every name of the path must be there.</summary>
internal sealed class HasExpr(Expr left, IReadOnlyList<string> path) : Expr(left.Height + path.Count - 1)
{
    public Expr Left => left;

    public IReadOnlyList<string> Path => path;
}

internal sealed class AttributeExpr(Expr left, string name) : Expr(left.Height)
{
    public Expr Left => left;

    public string Name => name;
}

internal sealed class SetExpr(IReadOnlyList<Expr> items) : Expr(Tallest(items))
{
    public IReadOnlyList<Expr> Items => items;
}

internal sealed class RecordExpr(IReadOnlyList<KeyValuePair<string, Expr>> fields) : Expr(Tallest([.. fields.Select(f => f.Value)]))
{
    public IReadOnlyList<KeyValuePair<string, Expr>> Fields => fields;
}

/// <summary>A call of an extension function or method; for a method the first argument is its receiver.</summary>
internal sealed class CallExpr(ExtensionFunction function, IReadOnlyList<Expr> arguments) : Expr(Tallest(arguments))
{
    public ExtensionFunction Function => function;

    public IReadOnlyList<Expr> Arguments => arguments;
}
