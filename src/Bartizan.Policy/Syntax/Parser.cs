using Bartizan.Core.Results;
using Bartizan.Policy.History;

namespace Bartizan.Policy.Syntax;

/// <summary>Reads whole policies: annotations, head and conditions. After an error it goes on with the next policy.</summary>
internal sealed class Parser
{
    /// <summary>UTF-16 units of one source text.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private readonly TokenCursor _cursor;
    private readonly ScopeParser _scopes;

    private Parser(TokenCursor cursor) => (_cursor, _scopes) = (cursor, new ScopeParser(cursor));

    /// <summary>All policies of a text; complete only if the diagnostics hold no error.</summary>
    public static List<PolicySyntax> ParsePolicies(string source, Diagnostics diagnostics)
    {
        if (source.Length > MaxLength)
        {
            diagnostics.Add(default, $"The text is longer than {MaxLength} characters.", "Split it into several files.");
            return [];
        }

        return new Parser(new TokenCursor(source, diagnostics)).ParseAll();
    }

    /// <summary>Reads <c>Type::"id"</c> and nothing else.</summary>
    public static bool TryParseEntityUid(string text, out EntityUid uid)
    {
        var diagnostics = new Diagnostics(text, "");
        uid = default;
        try
        {
            var cursor = new TokenCursor(text, diagnostics);
            uid = PathParser.ParseEntity(cursor);
            return cursor.Is(TokenKind.End) && !diagnostics.HasErrors;
        }
        catch (TokenCursor.AbandonedException)
        {
            return false;
        }
    }

    /// <summary>Reads one expression and nothing else.</summary>
    /// <exception cref="InputException">It is not one.</exception>
    public static Expr ParseExpression(string source, string file = "")
    {
        var diagnostics = new Diagnostics(source, file);
        try
        {
            var cursor = new TokenCursor(source, diagnostics);
            var expression = new ExpressionParser(cursor).ParseExpression();
            cursor.Expect(TokenKind.End, "the end of the expression", "Join expressions by && or ||.");
            if (!diagnostics.HasErrors)
            {
                return expression;
            }
        }
        catch (TokenCursor.AbandonedException)
        {
            // reported below
        }

        throw new InputException(diagnostics.Errors());
    }

    /// <summary>Reads one question about the past and nothing else; null where the text is anything else.</summary>
    public static HistoryExpr? TryParseHistory(string text)
    {
        var diagnostics = new Diagnostics(text, "");
        try
        {
            var cursor = new TokenCursor(text, diagnostics);
            return new ExpressionParser(cursor, Clause.History).ParseExpression() is HistoryExpr history && cursor.Is(TokenKind.End) && !diagnostics.HasErrors ? history : null;
        }
        catch (TokenCursor.AbandonedException)
        {
            return null;
        }
    }

    private List<PolicySyntax> ParseAll()
    {
        var policies = new List<PolicySyntax>();
        while (!_cursor.Is(TokenKind.End) && !_cursor.Diagnostics.IsFull)
        {
            var start = _cursor.Position;
            try
            {
                policies.Add(ParsePolicy());
            }
            catch (TokenCursor.AbandonedException)
            {
                SkipToNextPolicy(start);
            }
        }

        return policies;
    }

    private void SkipToNextPolicy(int start)
    {
        if (_cursor.Position > start && (_cursor.IsWord("permit") || _cursor.IsWord("forbid") || _cursor.Is(TokenKind.At)))
        {
            return; // only a semicolon was missing
        }

        while (!_cursor.Is(TokenKind.End) && _cursor.Advance().Kind != TokenKind.Semicolon)
        {
            // skipped
        }
    }

    private PolicySyntax ParsePolicy()
    {
        var start = _cursor.Current;
        var annotations = ParseAnnotations();
        var effect = ParseEffect();
        _cursor.Expect(TokenKind.OpenParen, "( after the effect", "A policy begins with: permit (principal, action, resource).");
        var (principal, action, resource) = _scopes.Parse();
        var conditions = ParseConditions();
        var end = _cursor.Expect(TokenKind.Semicolon, "; or when or unless", "Every policy ends with a semicolon.");
        return new PolicySyntax(effect, principal, action, resource, conditions, annotations) { Span = start.Span.To(end.Span) };
    }

    private List<KeyValuePair<string, string>> ParseAnnotations()
    {
        var annotations = new List<KeyValuePair<string, string>>();
        while (_cursor.Skip(TokenKind.At))
        {
            var name = _cursor.Expect(TokenKind.Identifier, "a name after @", "Annotations look like @id(\"name\").");
            var key = _cursor.TextOf(name).ToString();
            var value = "";
            if (_cursor.Skip(TokenKind.OpenParen))
            {
                value = QuotedText.Read(_cursor.Source, _cursor.Expect(TokenKind.Text, "a string", "Annotations look like @id(\"name\")."), _cursor.Diagnostics);
                _cursor.Expect(TokenKind.CloseParen, ")", "Annotations hold one string.");
            }

            if (annotations.Exists(a => string.Equals(a.Key, key, StringComparison.Ordinal)))
            {
                _cursor.Diagnostics.Add(name.Span, $"The annotation @{key} is given twice.", "Keep one of the two.");
            }

            annotations.Add(new(key, value));
        }

        return annotations;
    }

    private Effect ParseEffect()
    {
        if (_cursor.SkipWord("permit"))
        {
            return Effect.Permit;
        }

        if (!_cursor.IsWord("forbid"))
        {
            _cursor.Fail($"Expected permit or forbid, found {_cursor.Shown(_cursor.Current)}.", "A policy begins with its annotations, then permit or forbid in lower case.");
        }

        _cursor.Advance();
        return Effect.Forbid;
    }

    private List<Condition> ParseConditions()
    {
        var conditions = new List<Condition>();
        while (_cursor.Is(TokenKind.Identifier))
        {
            var isWhen = _cursor.IsWord("when");
            if (!isWhen && !_cursor.IsWord("unless"))
            {
                _cursor.Fail($"Expected when or unless, found {_cursor.Shown(_cursor.Current)}.", "Conditions look like: when { … }; every policy ends with a semicolon.");
            }

            _cursor.Advance();
            var clause = _cursor.SkipWord("history") ? Clause.History : Clause.Plain;
            _cursor.Expect(TokenKind.OpenBrace, "{", "Conditions look like: when { … }.");
            if (_cursor.Is(TokenKind.CloseBrace))
            {
                _cursor.Diagnostics.Add(_cursor.Current.Span, "The condition is empty.", "Remove it, or write what must hold.");
                _cursor.Advance();
                continue;
            }

            conditions.Add(new Condition(isWhen, new ExpressionParser(_cursor, clause).ParseExpression()));
            _cursor.Expect(TokenKind.CloseBrace, "} or an operator", "Join expressions by && or ||, and close the condition.");
        }

        return conditions;
    }
}
