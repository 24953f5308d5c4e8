using System.Text.Json;
using Bartizan.Policy.History;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Json;

/// <summary>Reads expressions of Cedar's JSON policy format. Depth is bounded by <see cref="Expr.MaxHeight"/>; chains of &amp;&amp; and || only by the document.</summary>
internal static class ExprJsonReader
{
    private static readonly Dictionary<string, BinaryOperator> Binary =
        Enum.GetValues<BinaryOperator>().ToDictionary(op => op.Sign(), StringComparer.Ordinal);

    public static Expr Read(JsonPlace place) => Read(place, 0);

    private static Expr Read(JsonPlace place, int depth)
    {
        if (depth > Expr.MaxHeight)
        {
            throw place.Error($"This is nested more than {Expr.MaxHeight} levels deep.", "Split the policy.");
        }

        place.Expect(JsonValueKind.Object, "an expression");
        var properties = place.Fields().Take(2).ToList();
        if (properties is not [var (name, body)])
        {
            throw place.Error("An expression has exactly one field, its operator.", "Write for example {\"Var\": \"principal\"}.");
        }

        return name switch
        {
            "Value" => ReadValue(body, ValueJsonReader.Read(body)),
            "Var" => ReadVariable(body),
            "&&" or "||" => ReadJunction(place, name, depth),
            "!" => new UnaryExpr(UnaryOperator.Not, Part(body, "arg", depth)),
            "neg" => new UnaryExpr(UnaryOperator.Negate, Part(body, "arg", depth)),
            "isEmpty" => new UnaryExpr(UnaryOperator.IsEmpty, Part(body, "arg", depth)),
            "if-then-else" => new IfExpr(Part(body, "if", depth), Part(body, "then", depth), Part(body, "else", depth)),
            "." => new AttributeExpr(Part(body, "left", depth), body.Require("attr", "Name the attribute.").Text("an attribute")),
            "has" => new HasExpr(Part(body, "left", depth), ReadPath(body.Require("attr", "Name the attribute."))),
            "like" => new LikeExpr(Part(body, "left", depth), ReadPattern(body.Require("pattern", "Give the pattern."))),
            "is" => new IsExpr(Part(body, "left", depth), ValueJsonReader.ReadType(body.Require("entity_type", "Name the type.")), body.Field("in") is null ? null : Part(body, "in", depth)),
            "Set" => new SetExpr(ReadAll(body, depth)),
            "Record" => new RecordExpr(ReadRecord(body, depth)),
            "history" => ReadHistory(body),
            _ when Binary.TryGetValue(name, out var op) => new BinaryExpr(op, Part(body, "left", depth), Part(body, "right", depth)),
            _ => ReadCall(body, name, depth),
        };
    }

    // Cedar's JSON has no form for it, so it stands there as its text.
    private static HistoryExpr ReadHistory(JsonPlace body) => Parser.TryParseHistory(body.Text("a question about the past"))
        ?? throw body.Error("This is no question about the past.", "Write for example \"count within 1h event()\".");

    private static Expr Part(JsonPlace body, string name, int depth) => Read(body.Require(name, "Add the expression."), depth + 1);

    private static List<Expr> ReadAll(JsonPlace body, int depth) => [.. body.Items("an array of expressions").Select(item => Read(item, depth + 1))];

    private static List<KeyValuePair<string, Expr>> ReadRecord(JsonPlace body, int depth)
    {
        body.Expect(JsonValueKind.Object, "expressions by name");
        return [.. body.Fields().Select(f => new KeyValuePair<string, Expr>(f.Name, Read(f.Value, depth + 1)))];
    }

    // Pairs that nest to the left are one chain; a loop keeps long chains off the stack, and their paths short.
    private static JunctionExpr ReadJunction(JsonPlace place, string sign, int depth)
    {
        var terms = new Stack<Expr>();
        var left = place;
        while (left.Kind == JsonValueKind.Object && left.Element.TryGetProperty(sign, out var pair) && left.Element.EnumerateObject().Count() == 1)
        {
            var body = place with { Element = pair };
            body.Expect(JsonValueKind.Object, "left and right");
            terms.Push(Part(body, "right", depth));
            left = place with { Element = body.Require("left", "Add the expression.").Element };
        }

        terms.Push(Read(left, depth + 1));
        return JunctionExpr.Of(sign is "&&", [.. terms]);
    }

    private static VariableExpr ReadVariable(JsonPlace body) => new(body.Text("a variable") switch
    {
        "principal" => Variable.Principal,
        "action" => Variable.Action,
        "resource" => Variable.Resource,
        "context" => Variable.Context,
        _ => throw body.Error("This is no variable.", "The variables are principal, action, resource and context."),
    });

    private static CallExpr ReadCall(JsonPlace body, string name, int depth)
    {
        if (!ExtensionFunctions.TryFind(name, out var function))
        {
            throw body.Error("There is no such operator or function.", "");
        }

        var arguments = ReadAll(body, depth);
        return function.IsMethod() && arguments.Count == 0
            ? throw body.Error($"The method {name} needs a receiver.", "Make it the first element.")
            : new CallExpr(function, arguments);
    }

    private static string[] ReadPath(JsonPlace attribute)
    {
        if (attribute.Kind == JsonValueKind.String)
        {
            return [attribute.Text("an attribute")];
        }

        string[] path = [.. attribute.Items("an attribute or an array of them").Select(a => a.Text("an attribute"))];
        return path.Length is 0 or > Expr.MaxHeight || (path.Length > 1 && !path.All(CedarText.IsIdentifier))
            ? throw attribute.Error($"A path has one to {Expr.MaxHeight} names, and longer ones only plain names.", "")
            : path;
    }

    private static Pattern ReadPattern(JsonPlace place)
    {
        var parts = new List<string> { "" };
        foreach (var item in place.Items("an array of \"Wildcard\" and {\"Literal\": …}"))
        {
            if (item.Kind == JsonValueKind.String && item.Text("a wildcard") is "Wildcard")
            {
                parts.Add("");
            }
            else
            {
                item.Expect(JsonValueKind.Object, "\"Wildcard\" or {\"Literal\": …}");
                parts[^1] += item.Require("Literal", "Write {\"Literal\": \"text\"}.").Text("text");
            }
        }

        return new Pattern(parts);
    }

    // Literals of the syntax are the four plain kinds; all else is taken apart into the expression that makes it.
    private static Expr ReadValue(JsonPlace place, CedarValue value) => value switch
    {
        CedarSet set => new SetExpr([.. set.Items.Select(item => ReadValue(place, item))]),
        CedarRecord record => new RecordExpr([.. record.Fields.Select(f => new KeyValuePair<string, Expr>(f.Key, ReadValue(place, f.Value)))]),
        CedarDecimal number => Call(ExtensionFunction.Decimal, number.Text),
        CedarIp ip => Call(ExtensionFunction.Ip, ip.Text),
        CedarDuration length => Call(ExtensionFunction.Duration, length.Text),
        CedarDateTime moment => new CallExpr(ExtensionFunction.Offset, [Call(ExtensionFunction.DateTime, "1970-01-01"), Call(ExtensionFunction.Duration, new CedarDuration(moment.EpochMilliseconds).Text)]),
        _ => new LiteralExpr(value),
    };

    private static CallExpr Call(ExtensionFunction constructor, string text) => new(constructor, [new LiteralExpr(new CedarString(text))]);
}
