using Bartizan.Policy.Evaluation;
using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Explaining;

/// <summary>Explains one expression by its parts, down to the values read from the request.</summary>
internal static class Reasons
{
    /// <summary>Levels below a condition; deeper parts are summed up by their value.</summary>
    private const int Deepest = 12;

    private const int LongestText = 400;

    public static Reason Explain(Expr expression, EvaluationContext context, bool reached) => Explain(expression, context, reached, 0);

    private static Reason Explain(Expr expression, EvaluationContext context, bool reached, int depth)
    {
        var text = Short(ExprPrinter.Print(expression));
        if (!reached)
        {
            return new Reason(text, "", ReasonOutcome.NotReached, []);
        }

        var value = Compiler.Compile(expression).Evaluate(context);
        var parts = depth < Deepest ? Parts(expression, context, depth + 1) : [];
        return value switch
        {
            Fault fault => new Reason(text, fault.Message, ReasonOutcome.Error, parts),
            CedarBool b => new Reason(text, b.ToString(), b.Value ? ReasonOutcome.True : ReasonOutcome.False, parts),
            _ => new Reason(text, Short(value.ToString()), ReasonOutcome.Value, parts),
        };
    }

    private static List<Reason> Parts(Expr expression, EvaluationContext context, int depth)
    {
        var parts = new List<Reason>();
        switch (expression)
        {
            case JunctionExpr e:
                var reached = true;
                foreach (var term in e.Terms)
                {
                    var part = Explain(term, context, reached, depth);
                    parts.Add(part);
                    reached = reached && part.Outcome == (e.IsAnd ? ReasonOutcome.True : ReasonOutcome.False);
                }

                break;
            case IfExpr e:
                var test = Explain(e.Test, context, reached: true, depth);
                parts.Add(test);
                parts.Add(Explain(e.Then, context, test.Outcome == ReasonOutcome.True, depth));
                parts.Add(Explain(e.Else, context, test.Outcome == ReasonOutcome.False, depth));
                break;
            case HistoryExpr:
                break; // what it asks of events is not this request's
            default:
                foreach (var operand in ExprParts.Of(expression).Where(IsTelling))
                {
                    parts.Add(Explain(operand, context, reached: true, depth));
                }

                break;
        }

        return parts;
    }

    // What the policy spells out needs no telling, and "context" alone would repeat the request wherever something is read from it.
    private static bool IsTelling(Expr expression) => expression switch
    {
        VariableExpr e => e.Variable != Variable.Context,
        AttributeExpr or JunctionExpr or IfExpr or HistoryExpr => true,
        _ => ExprParts.Of(expression).Any(IsTelling),
    };

    private static string Short(string text) => text.Length <= LongestText ? text : $"{text.AsSpan(0, LongestText)}…";
}
