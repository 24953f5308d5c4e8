namespace Bartizan.Policy.Syntax;

/// <summary>Turns calls into expressions, and says what was meant when the name is unknown.</summary>
internal static class Calls
{
    private static readonly Dictionary<string, BinaryOperator> BinaryMethods = new(StringComparer.Ordinal)
    {
        ["contains"] = BinaryOperator.Contains,
        ["containsAll"] = BinaryOperator.ContainsAll,
        ["containsAny"] = BinaryOperator.ContainsAny,
        ["getTag"] = BinaryOperator.GetTag,
        ["hasTag"] = BinaryOperator.HasTag,
    };

    public static Expr Function(TokenCursor cursor, string name, SourceSpan at, IReadOnlyList<Expr> arguments)
    {
        var span = at.To(cursor.Previous.Span);
        if (ExtensionFunctions.TryFind(name, out var function) && !function.IsMethod())
        {
            return new CallExpr(function, arguments) { Span = span };
        }

        var isMethod = ExtensionFunctions.TryFind(name, out _) || BinaryMethods.ContainsKey(name) || name is "isEmpty";
        cursor.Diagnostics.Add(at, isMethod ? $"{name} is a method, not a function." : $"There is no function {name}.",
            isMethod ? $"Write: value.{name}(…)." : $"The functions are {string.Join(", ", ExtensionFunctions.Functions)}.");
        return new SetExpr(arguments) { Span = span };
    }

    public static Expr Method(TokenCursor cursor, Expr receiver, string name, SourceSpan at, IReadOnlyList<Expr> arguments)
    {
        var span = receiver.Span.To(cursor.Previous.Span);
        if (BinaryMethods.TryGetValue(name, out var op))
        {
            return TakesExactly(cursor, name, at, 1, arguments.Count) ? new BinaryExpr(op, receiver, arguments[0]) { Span = span } : receiver;
        }

        if (name is "isEmpty")
        {
            return TakesExactly(cursor, name, at, 0, arguments.Count) ? new UnaryExpr(UnaryOperator.IsEmpty, receiver) { Span = span } : receiver;
        }

        if (ExtensionFunctions.TryFind(name, out var function) && function.IsMethod())
        {
            return new CallExpr(function, [receiver, .. arguments]) { Span = span };
        }

        cursor.Diagnostics.Add(at, function.Name() == name ? $"{name} is a function, not a method." : $"There is no method {name}.",
            function.Name() == name ? $"Write: {name}(…)." : $"The methods are {string.Join(", ", BinaryMethods.Keys)}, isEmpty, {string.Join(", ", ExtensionFunctions.Methods)}.");
        return receiver;
    }

    private static bool TakesExactly(TokenCursor cursor, string name, SourceSpan at, int wanted, int given)
    {
        if (wanted != given)
        {
            cursor.Diagnostics.Add(at, $"{name} takes {wanted} arguments, not {given}.", wanted == 0 ? $"Write: set.{name}()." : $"Write: value.{name}(other).");
        }

        return wanted == given;
    }
}
