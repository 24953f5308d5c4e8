using Bartizan.Policy.Evaluation;
using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Analysis.WhyNot;

/// <summary>Finds where the value of an expression stands.</summary>
internal sealed class Places(Situation situation)
{
    private readonly EvaluationContext _context = new(situation.Request, situation.Entities);

    /// <summary>The place that an expression reads; null where it computes something.</summary>
    public ValuePlace? Of(Expr expression) => expression switch
    {
        AttributeExpr { Left: VariableExpr { Variable: Variable.Context } } e => new(ValueHolder.Context, default, [e.Name]),
        AttributeExpr e when Evaluate(e.Left) is CedarEntity entity => new(ValueHolder.Attributes, entity.Uid, [e.Name]),
        AttributeExpr e when Of(e.Left) is { Holder: not ValueHolder.Tags } outer && Evaluate(e.Left) is null or CedarRecord => new(outer.Holder, outer.Entity, [.. outer.Path, e.Name]),
        HistoryExpr e => new(ValueHolder.Context, default, [HistoryContext.Field, e.Query.Text]),
        BinaryExpr { Operator: BinaryOperator.GetTag } e when Evaluate(e.Left) is CedarEntity entity && Evaluate(e.Right) is CedarString tag => new(ValueHolder.Tags, entity.Uid, [tag.Value]),
        _ => null,
    };

    private CedarValue? Evaluate(Expr expression) => Compiler.Compile(expression).Evaluate(_context) is var value and not Fault ? value : null;
}
