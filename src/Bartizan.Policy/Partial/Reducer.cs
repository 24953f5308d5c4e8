using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;
using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Partial;

/// <summary>
/// Replaces the parts of an expression whose values are known. What would fail is left as it is, so that it fails with the same words when
/// the rest is known. Depth is bounded by <see cref="Expr.MaxHeight"/>.
/// </summary>
internal sealed class Reducer(PartialRequest request, EntityStore entities)
{
    // Nodes of literals read the store, and nothing of the request.
    private readonly EvaluationContext _store = new(new AuthorizationRequest(default, default, default, CedarRecord.Empty), entities);

    public Expr Reduce(Expr expression) => expression switch
    {
        LiteralExpr => expression,
        VariableExpr e => ReduceVariable(e),
        JunctionExpr e => ReduceJunction(e),
        IfExpr e => ReduceIf(e),
        IsExpr e => ReduceIs(e),
        HasExpr { Left: VariableExpr { Variable: Variable.Context } } e => ReduceContextTest(e),
        AttributeExpr { Left: VariableExpr { Variable: Variable.Context } } e when request.Context.TryGet(e.Name, out var value) => Literal(value, e),
        BinaryExpr { Operator: BinaryOperator.Equal or BinaryOperator.NotEqual } e => ReduceEqual(e),
        UnaryExpr e => Compute(new UnaryExpr(e.Operator, Reduce(e.Operand)) { Span = e.Span }),
        BinaryExpr e => Compute(new BinaryExpr(e.Operator, Reduce(e.Left), Reduce(e.Right)) { Span = e.Span }),
        LikeExpr e => Compute(new LikeExpr(Reduce(e.Left), e.Pattern) { Span = e.Span }),
        HasExpr e => Compute(new HasExpr(Reduce(e.Left), e.Path) { Span = e.Span }),
        AttributeExpr e => Compute(new AttributeExpr(Reduce(e.Left), e.Name) { Span = e.Span }),
        SetExpr e => Compute(new SetExpr([.. e.Items.Select(Reduce)]) { Span = e.Span }),
        RecordExpr e => Compute(new RecordExpr([.. e.Fields.Select(f => KeyValuePair.Create(f.Key, Reduce(f.Value)))]) { Span = e.Span }),
        CallExpr e => Compute(new CallExpr(e.Function, [.. e.Arguments.Select(Reduce)]) { Span = e.Span }),
        HistoryExpr e => HistoryContext.Find(request.Context, e.Query) is { } answer ? Literal(answer, e) : e,
        _ => throw new InvalidOperationException($"Nothing is left of {expression.GetType().Name}."),
    };

    private static LiteralExpr Literal(CedarValue value, Expr at) => new(value) { Span = at.Span };

    private PartialEntity? EntityOf(Expr expression) => (expression as VariableExpr)?.Variable switch
    {
        Variable.Principal => request.Principal,
        Variable.Action => request.Action,
        Variable.Resource => request.Resource,
        _ => null,
    };

    private Expr ReduceVariable(VariableExpr e) => EntityOf(e) is { } entity
        ? entity.Uid is { } uid ? Literal(new CedarEntity(uid), e) : e
        : request.UnknownContext is { Count: 0 } ? Literal(request.Context, e) : e;

    // A field that is neither known nor unknown is not there.
    private Expr ReduceContextTest(HasExpr e)
    {
        if (request.Context.TryGet(e.Path[0], out var value))
        {
            return e.Path.Count == 1 ? Literal(CedarBool.True, e) : Compute(new HasExpr(Literal(value, e), [.. e.Path.Skip(1)]) { Span = e.Span });
        }

        return request.UnknownContext is { } unknown && !unknown.Contains(e.Path[0]) ? Literal(CedarBool.False, e) : e;
    }

    private Expr ReduceJunction(JunctionExpr e)
    {
        var terms = new List<Expr>(e.Terms.Count);
        for (var i = 0; i < e.Terms.Count; i++)
        {
            var term = Reduce(e.Terms[i]);
            if (term is LiteralExpr { Value: CedarBool value })
            {
                if (value.Value != e.IsAnd)
                {
                    terms.Add(term); // decides, where nothing before it fails; what comes after it never runs
                    break;
                }

                if (i < e.Terms.Count - 1 || terms.Count > 0)
                {
                    continue; // changes nothing
                }
            }

            terms.Add(term);
        }

        return terms switch
        {
            [LiteralExpr { Value: CedarBool } only] => only,
            [var only] when IsBool(only) => only,
            [var only] => JunctionExpr.Of(e.IsAnd, [Literal(CedarBool.Of(e.IsAnd), e), only], e.Span), // still fails where it is no bool
            _ => JunctionExpr.Of(e.IsAnd, terms, e.Span),
        };
    }

    private Expr ReduceIf(IfExpr e) => Reduce(e.Test) switch
    {
        LiteralExpr { Value: CedarBool { Value: true } } => Reduce(e.Then),
        LiteralExpr { Value: CedarBool } => Reduce(e.Else),
        var test => new IfExpr(test, Reduce(e.Then), Reduce(e.Else)) { Span = e.Span },
    };

    private Expr ReduceIs(IsExpr e)
    {
        if (EntityOf(e.Left) is { Uid: null, Type: { } type })
        {
            return !string.Equals(type, e.Type, StringComparison.Ordinal) ? Literal(CedarBool.False, e)
                : e.Group is null ? Literal(CedarBool.True, e)
                : new BinaryExpr(BinaryOperator.In, e.Left, Reduce(e.Group)) { Span = e.Span };
        }

        return Compute(new IsExpr(Reduce(e.Left), e.Type, e.Group is null ? null : Reduce(e.Group)) { Span = e.Span });
    }

    // An entity of another type is another entity.
    private Expr ReduceEqual(BinaryExpr e)
    {
        var (left, right) = (Reduce(e.Left), Reduce(e.Right));
        return TypeOf(left) is { } a && TypeOf(right) is { } b && !string.Equals(a, b, StringComparison.Ordinal)
            ? Literal(CedarBool.Of(e.Operator == BinaryOperator.NotEqual), e)
            : Compute(new BinaryExpr(e.Operator, left, right) { Span = e.Span });
    }

    private string? TypeOf(Expr expression) => expression is LiteralExpr { Value: CedarEntity entity } ? entity.Uid.Type : EntityOf(expression)?.Type;

    private Expr Compute(Expr expression) =>
        ExprParts.Of(expression).All(p => p is LiteralExpr) && Compiler.Compile(expression).Evaluate(_store) is var value and not Fault
            ? Literal(value, expression)
            : expression;

    private static bool IsBool(Expr expression) => expression switch
    {
        JunctionExpr or LikeExpr or HasExpr or IsExpr or UnaryExpr { Operator: not UnaryOperator.Negate } => true,
        HistoryExpr e => !e.Query.IsNumber,
        BinaryExpr e => e.Operator is not (BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply or BinaryOperator.GetTag),
        _ => false,
    };
}
