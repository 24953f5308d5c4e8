using System.Text;
using Bartizan.Policy.History;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Syntax;

/// <summary>Writes expressions as Cedar text that reads back as the same expression, with no parenthesis that is not needed.</summary>
internal sealed class ExprPrinter(StringBuilder into)
{
    private enum Level
    {
        If,
        Or,
        And,
        Relation,
        Sum,
        Product,
        Unary,
        Member,
    }

    public static string Print(Expr expression)
    {
        var text = new StringBuilder();
        new ExprPrinter(text).Write(expression);
        return text.ToString();
    }

    public void Write(Expr expression) => Write(expression, Level.If);

    private static Level LevelOf(Expr expression) => expression switch
    {
        IfExpr => Level.If,
        JunctionExpr { IsAnd: false } => Level.Or,
        JunctionExpr => Level.And,
        LikeExpr or HasExpr or IsExpr => Level.Relation,
        BinaryExpr { Operator: <= BinaryOperator.In } => Level.Relation,
        BinaryExpr { Operator: BinaryOperator.Add or BinaryOperator.Subtract } => Level.Sum,
        BinaryExpr { Operator: BinaryOperator.Multiply } => Level.Product,
        UnaryExpr { Operator: not UnaryOperator.IsEmpty } or LiteralExpr { Value: CedarLong { Value: < 0 } } => Level.Unary,
        _ => Level.Member,
    };

    private void Write(Expr expression, Level least)
    {
        if (LevelOf(expression) < least)
        {
            into.Append('(');
            WriteBare(expression);
            into.Append(')');
        }
        else
        {
            WriteBare(expression);
        }
    }

    private void WriteBare(Expr expression)
    {
        switch (expression)
        {
            case LiteralExpr e:
                into.Append(e.Value);
                break;
            case VariableExpr e:
                into.Append(e.Variable.Name());
                break;
            case JunctionExpr e:
                WriteList(e.Terms, e.IsAnd ? " && " : " || ", e.IsAnd ? Level.Relation : Level.And);
                break;
            case UnaryExpr e:
                WriteUnary(e);
                break;
            case BinaryExpr e:
                WriteBinary(e);
                break;
            case IfExpr e:
                into.Append("if ");
                Write(e.Test);
                into.Append(" then ");
                Write(e.Then);
                into.Append(" else ");
                Write(e.Else);
                break;
            case IsExpr e:
                Write(e.Left, Level.Sum);
                into.Append(" is ").Append(e.Type);
                if (e.Group is not null)
                {
                    into.Append(" in ");
                    Write(e.Group, Level.Sum);
                }

                break;
            case LikeExpr e:
                Write(e.Left, Level.Sum);
                into.Append(" like \"").Append(e.Pattern).Append('"');
                break;
            case HasExpr e:
                Write(e.Left, Level.Sum);
                into.Append(" has ").Append(e.Path is [var only] ? CedarText.Key(only) : string.Join('.', e.Path));
                break;
            case AttributeExpr e:
                Write(e.Left, Level.Member);
                _ = CedarText.IsIdentifier(e.Name) ? into.Append('.').Append(e.Name) : into.Append("[\"").Append(CedarText.Escape(e.Name)).Append("\"]");
                break;
            case SetExpr e:
                into.Append('[');
                WriteList(e.Items, ", ", Level.If);
                into.Append(']');
                break;
            case RecordExpr e:
                WriteRecord(e);
                break;
            case CallExpr e:
                WriteCall(e);
                break;
            case HistoryExpr e:
                into.Append(e.Query.Text);
                break;
            case EventFieldExpr e:
                into.Append("event.").Append(e.Field.Name());
                break;
            default:
                throw new InvalidOperationException($"No text for {expression.GetType().Name}.");
        }
    }

    private void WriteList(IReadOnlyList<Expr> items, string separator, Level least)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                into.Append(separator);
            }

            Write(items[i], least);
        }
    }

    private void WriteUnary(UnaryExpr e)
    {
        if (e.Operator == UnaryOperator.IsEmpty)
        {
            Write(e.Operand, Level.Member);
            into.Append(".isEmpty()");
            return;
        }

        into.Append(e.Operator == UnaryOperator.Not ? '!' : '-');
        if (e.Operand is LiteralExpr { Value: CedarLong { Value: >= 0 } number } && e.Operator == UnaryOperator.Negate)
        {
            into.Append('(').Append(number).Append(')'); // -(5) negates five, -5 is a literal
        }
        else
        {
            Write(e.Operand, Level.Member);
        }
    }

    private void WriteBinary(BinaryExpr e)
    {
        if (e.Operator.IsMethod())
        {
            Write(e.Left, Level.Member);
            into.Append('.').Append(e.Operator.Sign()).Append('(');
            Write(e.Right);
            into.Append(')');
            return;
        }

        var level = LevelOf(e);
        Write(e.Left, level == Level.Relation ? Level.Sum : level);
        into.Append(' ').Append(e.Operator.Sign()).Append(' ');
        Write(e.Right, level + 1);
    }

    private void WriteRecord(RecordExpr e)
    {
        into.Append('{');
        for (var i = 0; i < e.Fields.Count; i++)
        {
            into.Append(i > 0 ? ", " : "").Append(CedarText.Key(e.Fields[i].Key)).Append(": ");
            Write(e.Fields[i].Value);
        }

        into.Append('}');
    }

    private void WriteCall(CallExpr e)
    {
        var arguments = e.Arguments;
        if (e.Function.IsMethod())
        {
            Write(arguments[0], Level.Member);
            into.Append('.');
            arguments = [.. arguments.Skip(1)];
        }

        into.Append(e.Function.Name()).Append('(');
        WriteList(arguments, ", ", Level.If);
        into.Append(')');
    }
}
