namespace Bartizan.Policy.Syntax;

/// <summary>Reads a policy's head: principal, action and resource, in that order.</summary>
internal sealed class ScopeParser(TokenCursor cursor)
{
    private const string Fix = "The head is (principal, action, resource), each optionally with ==, in, or is.";

    public (Scope Principal, Scope Action, Scope Resource) Parse()
    {
        var principal = ParseEntityScope("principal");
        ExpectComma();
        var action = ParseActionScope();
        ExpectComma();
        var resource = ParseEntityScope("resource");
        cursor.Skip(TokenKind.Comma);
        cursor.Expect(TokenKind.CloseParen, ") after resource", Fix);
        return (principal, action, resource);
    }

    private void ExpectComma() => cursor.Expect(TokenKind.Comma, "a comma", Fix);

    private void ExpectVariable(string name)
    {
        if (!cursor.SkipWord(name))
        {
            cursor.Fail($"Expected {name}, found {cursor.Shown(cursor.Current)}.", Fix);
        }
    }

    /// <summary>Reads one part of the head that narrows principal or resource.</summary>
    public Scope ParseEntityScope(string variable)
    {
        ExpectVariable(variable);
        if (cursor.Skip(TokenKind.Equal))
        {
            return ParseTarget(ScopeKind.Equal, "", variable);
        }

        if (cursor.SkipWord("in"))
        {
            return ParseTarget(ScopeKind.In, "", variable);
        }

        if (!cursor.SkipWord("is"))
        {
            return Scope.Any;
        }

        var start = cursor.Current.Span;
        var type = PathParser.ParseTypeName(cursor);
        var at = start.To(cursor.Previous.Span);
        if (cursor.Is(TokenKind.Equal))
        {
            cursor.Fail("is and == cannot be used together.", "An entity has one type, so == alone is enough; for groups write: is T in X.");
        }

        var scope = cursor.SkipWord("in") ? ParseTarget(ScopeKind.IsIn, type, variable) : new Scope(ScopeKind.Is, type, []);
        return scope with { TypeSpan = at };
    }

    private Scope ParseTarget(ScopeKind kind, string type, string variable)
    {
        if (cursor.Is(TokenKind.OpenBracket))
        {
            cursor.Fail($"{variable} takes one entity, not a list.", "Only action takes a list; write one policy each, or use a when condition.");
        }

        if (!cursor.Is(TokenKind.Slot))
        {
            var start = cursor.Current.Span;
            return new Scope(kind, type, [PathParser.ParseEntity(cursor)]) { Spans = [start.To(cursor.Previous.Span)] };
        }

        if (!cursor.Text[1..].SequenceEqual(variable))
        {
            cursor.Fail($"{cursor.Text} cannot fill {variable}.", $"Write ?{variable}.");
        }

        cursor.Advance();
        return new Scope(kind, type, [], IsSlot: true);
    }

    /// <summary>Reads the part of the head that narrows the action.</summary>
    public Scope ParseActionScope()
    {
        ExpectVariable("action");
        if (cursor.Skip(TokenKind.Equal))
        {
            return ParseOneAction(ScopeKind.Equal);
        }

        if (cursor.IsWord("is"))
        {
            cursor.Fail("action cannot be narrowed by is in the head.", "Move it into a when condition.");
        }

        if (!cursor.SkipWord("in"))
        {
            return Scope.Any;
        }

        if (!cursor.Skip(TokenKind.OpenBracket))
        {
            return ParseOneAction(ScopeKind.In);
        }

        var (actions, spans) = (new List<EntityUid>(), new List<SourceSpan>());
        while (!cursor.Is(TokenKind.CloseBracket))
        {
            var start = cursor.Current.Span;
            actions.Add(ParseAction());
            spans.Add(start.To(cursor.Previous.Span));
            if (!cursor.Skip(TokenKind.Comma))
            {
                break;
            }
        }

        cursor.Expect(TokenKind.CloseBracket, ", or ]", "Separate actions by commas and close the list.");
        return new Scope(ScopeKind.In, "", actions, IsList: true) { Spans = spans };
    }

    private Scope ParseOneAction(ScopeKind kind)
    {
        var start = cursor.Current.Span;
        return new Scope(kind, "", [ParseAction()]) { Spans = [start.To(cursor.Previous.Span)] };
    }

    private EntityUid ParseAction()
    {
        var start = cursor.Current;
        var uid = PathParser.ParseEntity(cursor);
        if (!IsActionType(uid.Type))
        {
            cursor.Diagnostics.Add(start.Span, $"{uid} is not an action.", $"Actions have the type Action, as in Action::\"{uid.Id}\".");
        }

        return uid;
    }

    /// <summary>Whether entities of the type are actions: <c>Action</c>, in any namespace.</summary>
    public static bool IsActionType(string type) => type is "Action" || type.EndsWith("::Action", StringComparison.Ordinal);
}
