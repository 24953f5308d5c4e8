using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Evaluation;

/// <summary>Makes nodes of expressions; what depends on no request and no store is computed here, once.</summary>
internal static class Compiler
{
    private static readonly PrincipalNode Principal = new();
    private static readonly ActionNode Action = new();
    private static readonly ResourceNode Resource = new();
    private static readonly ContextNode Context = new();

    public static Node Compile(Expr expression) => expression switch
    {
        LiteralExpr e => new ConstantNode(e.Value),
        VariableExpr e => e.Variable switch
        {
            Variable.Principal => Principal,
            Variable.Action => Action,
            Variable.Resource => Resource,
            _ => Context,
        },
        JunctionExpr e => e.IsAnd ? new AndNode(Compile(e.Terms)) : new OrNode(Compile(e.Terms)),
        UnaryExpr e => Unary(e.Operator, Compile(e.Operand)),
        BinaryExpr e => Binary(e.Operator, Compile(e.Left), Compile(e.Right)),
        IfExpr e => new IfNode(Compile(e.Test), Compile(e.Then), Compile(e.Else)),
        IsExpr { Group: null } e => new IsNode(Compile(e.Left), e.Type),
        IsExpr e => IsIn(Compile(e.Left), e.Type, Compile(e.Group!)),
        LikeExpr e => Compile(e.Left) is var left ? Fold(new LikeNode(left, e.Pattern), left) : null!,
        HasExpr e => new HasNode(Compile(e.Left), [.. e.Path]),
        AttributeExpr e => new AttributeNode(Compile(e.Left), e.Name),
        SetExpr e => Compile(e.Items) is var items ? Fold(new SetNode(items), items) : null!,
        RecordExpr e => Record(e),
        CallExpr e => Compile(e.Arguments) is var arguments ? Fold(new CallNode(e.Function, arguments), arguments) : null!,
        HistoryExpr e => new HistoryNode(e.Query),
        EventFieldExpr e => new EventFieldNode(e.Field),
        _ => throw new InvalidOperationException($"No node for {expression.GetType().Name}."),
    };

    /// <summary>All conditions of a policy as one: each <c>when</c> holds and no <c>unless</c> does. Null when there are none.</summary>
    public static Node? Compile(IReadOnlyList<Condition> conditions) => conditions switch
    {
        [] => null,
        [var only] => Compile(only),
        _ => new AndNode([.. conditions.Select(Compile)]),
    };

    private static Node Compile(Condition condition) => condition.IsWhen ? Compile(condition.Body) : new NotNode(Compile(condition.Body));

    private static Node[] Compile(IReadOnlyList<Expr> expressions)
    {
        var nodes = new Node[expressions.Count];
        for (var i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Compile(expressions[i]);
        }

        return nodes;
    }

    private static AndNode IsIn(Node left, string type, Node group) => new([new IsNode(left, type), new InNode(left, group)]);

    private static Node Record(RecordExpr expression)
    {
        var values = expression.Fields.Select(f => Compile(f.Value)).ToArray();
        return Fold(new RecordNode([.. expression.Fields.Select(f => f.Key)], values), values);
    }

    private static Node Unary(UnaryOperator op, Node operand) => Fold(
        op switch
        {
            UnaryOperator.Not => new NotNode(operand),
            UnaryOperator.Negate => new NegateNode(operand),
            _ => new IsEmptyNode(operand),
        },
        operand);

    private static Node Binary(BinaryOperator op, Node left, Node right) => op switch
    {
        BinaryOperator.In => new InNode(left, right),
        BinaryOperator.GetTag => new GetTagNode(left, right),
        BinaryOperator.HasTag => new HasTagNode(left, right),
        BinaryOperator.Equal => Fold(new EqualNode(left, right, negated: false), left, right),
        BinaryOperator.NotEqual => Fold(new EqualNode(left, right, negated: true), left, right),
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply => Fold(new ArithmeticNode(op, left, right), left, right),
        BinaryOperator.Contains => Fold(new ContainsNode(left, right), left, right),
        BinaryOperator.ContainsAll => Fold(new ContainsManyNode(left, right, all: true), left, right),
        BinaryOperator.ContainsAny => Fold(new ContainsManyNode(left, right, all: false), left, right),
        _ => Fold(new OrderNode(op, left, right), left, right),
    };

    // A fault folds too: it is what each evaluation would give.
    private static Node Fold(Node node, params ReadOnlySpan<Node> children)
    {
        foreach (var child in children)
        {
            if (child is not ConstantNode)
            {
                return node;
            }
        }

        return new ConstantNode(node.Evaluate(null!)); // these nodes read nothing but their children
    }
}
