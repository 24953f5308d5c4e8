using System.Text.Json;
using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Json;

/// <summary>Writes expressions in Cedar's JSON policy format.</summary>
internal sealed class ExprJsonWriter(Utf8JsonWriter json)
{
    public void Write(Expr expression)
    {
        if (expression is JunctionExpr junction)
        {
            WriteJunction(junction);
            return;
        }

        json.WriteStartObject();
        WriteBody(expression);
        json.WriteEndObject();
    }

    private void WriteBody(Expr expression)
    {
        switch (expression)
        {
            case LiteralExpr e:
                json.WritePropertyName("Value");
                ValueJsonWriter.Write(json, e.Value);
                break;
            case VariableExpr e:
                json.WriteString("Var", e.Variable.Name());
                break;
            case UnaryExpr e:
                json.WriteStartObject(e.Operator switch { UnaryOperator.Not => "!", UnaryOperator.Negate => "neg", _ => "isEmpty" });
                Write("arg", e.Operand);
                json.WriteEndObject();
                break;
            case BinaryExpr e:
                json.WriteStartObject(e.Operator.Sign());
                Write("left", e.Left);
                Write("right", e.Right);
                json.WriteEndObject();
                break;
            case IfExpr e:
                json.WriteStartObject("if-then-else");
                Write("if", e.Test);
                Write("then", e.Then);
                Write("else", e.Else);
                json.WriteEndObject();
                break;
            case IsExpr e:
                json.WriteStartObject("is");
                Write("left", e.Left);
                json.WriteString("entity_type", e.Type);
                if (e.Group is not null)
                {
                    Write("in", e.Group);
                }

                json.WriteEndObject();
                break;
            case LikeExpr e:
                json.WriteStartObject("like");
                Write("left", e.Left);
                WritePattern(e.Pattern);
                json.WriteEndObject();
                break;
            case HasExpr e:
                json.WriteStartObject("has");
                Write("left", e.Left);
                WriteNames("attr", e.Path);
                json.WriteEndObject();
                break;
            case AttributeExpr e:
                json.WriteStartObject(".");
                Write("left", e.Left);
                json.WriteString("attr", e.Name);
                json.WriteEndObject();
                break;
            case HistoryExpr e:
                json.WriteString("history", e.Query.Text);
                break;
            case SetExpr e:
                WriteAll("Set", e.Items);
                break;
            case CallExpr e:
                WriteAll(e.Function.Name(), e.Arguments);
                break;
            case RecordExpr e:
                json.WriteStartObject("Record");
                foreach (var (name, value) in e.Fields)
                {
                    Write(name, value);
                }

                json.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"No JSON for {expression.GetType().Name}.");
        }
    }

    // The format knows only pairs, so a chain nests to the left; a loop keeps long chains off the stack.
    private void WriteJunction(JunctionExpr e)
    {
        for (var i = 1; i < e.Terms.Count; i++)
        {
            json.WriteStartObject();
            json.WriteStartObject(e.IsAnd ? "&&" : "||");
            json.WritePropertyName("left");
        }

        Write(e.Terms[0]);
        for (var i = 1; i < e.Terms.Count; i++)
        {
            Write("right", e.Terms[i]);
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private void Write(string name, Expr expression)
    {
        json.WritePropertyName(name);
        Write(expression);
    }

    private void WriteAll(string name, IReadOnlyList<Expr> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            Write(item);
        }

        json.WriteEndArray();
    }

    private void WriteNames(string name, IReadOnlyList<string> names)
    {
        if (names is [var only])
        {
            json.WriteString(name, only);
            return;
        }

        json.WriteStartArray(name);
        foreach (var part in names)
        {
            json.WriteStringValue(part);
        }

        json.WriteEndArray();
    }

    private void WritePattern(Pattern pattern)
    {
        json.WriteStartArray("pattern");
        for (var i = 0; i < pattern.Parts.Count; i++)
        {
            if (i > 0)
            {
                json.WriteStringValue("Wildcard");
            }

            if (pattern.Parts[i].Length > 0)
            {
                json.WriteStartObject();
                json.WriteString("Literal", pattern.Parts[i]);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }
}
