using System.Text;
using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Validation;

/// <summary>
/// Text that is equal for expressions that mean the same by their form alone: shorthands are written out (<c>a != b</c> is <c>!(a == b)</c>,
/// <c>has a.b</c> is two tests) and the order of a record's fields does not count.
/// </summary>
internal static class ExprKey
{
    public static string Of(Expr expression) => expression switch
    {
        VariableExpr e => e.Variable.Name(),
        AttributeExpr e => $"{Of(e.Left)}.{CedarText.Key(e.Name)}",
        LiteralExpr e => e.Value.ToString(),
        JunctionExpr e => Join(e.IsAnd ? " && " : " || ", e.Terms),
        UnaryExpr e => $"{e.Operator}({Of(e.Operand)})",
        BinaryExpr e => Binary(e.Operator, Of(e.Left), Of(e.Right)),
        IfExpr e => $"if({Of(e.Test)}, {Of(e.Then)}, {Of(e.Else)})",
        IsExpr { Group: null } e => $"is({Of(e.Left)}, {e.Type})",
        IsExpr e => $"(is({Of(e.Left)}, {e.Type}) && {Binary(BinaryOperator.In, Of(e.Left), Of(e.Group!))})",
        LikeExpr e => $"like({Of(e.Left)}, \"{e.Pattern}\")",
        HasExpr e => Has(e),
        SetExpr e => $"[{string.Join(", ", e.Items.Select(Of))}]",
        RecordExpr e => $"{{{string.Join(", ", e.Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{CedarText.Key(f.Key)}: {Of(f.Value)}"))}}}",
        CallExpr e => $"{e.Function.Name()}({string.Join(", ", e.Arguments.Select(Of))})",
        HistoryExpr e => e.Query.Text,
        EventFieldExpr e => $"event.{e.Field.Name()}",
        _ => throw new InvalidOperationException($"No key for {expression.GetType().Name}."),
    };

    private static string Join(string sign, IReadOnlyList<Expr> terms)
    {
        var text = new StringBuilder().Append('(', terms.Count - 1).Append(Of(terms[0]));
        foreach (var term in terms.Skip(1))
        {
            text.Append(sign).Append(Of(term)).Append(')');
        }

        return text.ToString();
    }

    private static string Binary(BinaryOperator op, string left, string right) => op switch
    {
        BinaryOperator.NotEqual => $"{UnaryOperator.Not}({Binary(BinaryOperator.Equal, left, right)})",
        BinaryOperator.Greater => $"{UnaryOperator.Not}({Binary(BinaryOperator.LessOrEqual, left, right)})",
        BinaryOperator.GreaterOrEqual => $"{UnaryOperator.Not}({Binary(BinaryOperator.Less, left, right)})",
        _ => $"{op}({left}, {right})",
    };

    private static string Has(HasExpr expression)
    {
        var left = Of(expression.Left);
        var text = "";
        for (var i = 0; i < expression.Path.Count; i++)
        {
            var name = CedarText.Key(expression.Path[i]);
            var test = $"has({left}, {name})";
            text = i == 0 ? test : $"({text} && {test})";
            left = $"{left}.{name}";
        }

        return text;
    }
}
