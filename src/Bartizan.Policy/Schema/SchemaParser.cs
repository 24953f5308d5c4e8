using Bartizan.Core.Results;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>Reads the schema language: namespaces, entity types, common types and actions.</summary>
internal sealed class SchemaParser
{
    private readonly TokenCursor _cursor;
    private readonly Declarations _declarations;
    private readonly SchemaTypeParser _types;

    private SchemaParser(TokenCursor cursor)
    {
        _cursor = cursor;
        _declarations = new Declarations(cursor.Diagnostics);
        _types = new SchemaTypeParser(cursor);
    }

    public static PolicySchema Parse(string text, string file)
    {
        var diagnostics = new Diagnostics(text, file);
        if (text.Length > Parser.MaxLength)
        {
            diagnostics.Add(default, $"The text is longer than {Parser.MaxLength} characters.", "Split it.");
            throw new InputException(diagnostics.Errors());
        }

        var parser = new SchemaParser(new TokenCursor(text, diagnostics));
        parser.ParseAll();
        return SchemaResolver.Resolve(parser._declarations, diagnostics);
    }

    private void ParseAll()
    {
        while (!_cursor.Is(TokenKind.End) && !_cursor.Diagnostics.IsFull)
        {
            ParseOrSkip(ParseNamespaceOrDeclaration);
        }
    }

    // What follows an error is read on from the next semicolon, where declarations end, so that one reading tells all errors.
    private void ParseOrSkip(Action parse)
    {
        try
        {
            parse();
        }
        catch (TokenCursor.AbandonedException)
        {
            while (!_cursor.Is(TokenKind.End) && _cursor.Advance().Kind != TokenKind.Semicolon)
            {
                // skipped
            }
        }
    }

    private void ParseNamespaceOrDeclaration()
    {
        _types.SkipAnnotations();
        if (!_cursor.IsWord("namespace"))
        {
            ParseDeclaration("");
            return;
        }

        _cursor.Advance();
        var start = _cursor.Current.Span;
        var space = _types.ParsePath();
        _declarations.AddNamespace(space, start);
        _cursor.Expect(TokenKind.OpenBrace, "{", "A namespace looks like: namespace Acme { … }.");
        while (!_cursor.Skip(TokenKind.CloseBrace))
        {
            if (_cursor.Is(TokenKind.End))
            {
                _cursor.Fail("The namespace is not closed.", "Add } at its end.");
            }

            ParseOrSkip(() =>
            {
                _types.SkipAnnotations();
                ParseDeclaration(space);
            });
        }
    }

    private void ParseDeclaration(string space)
    {
        if (_cursor.SkipWord("entity"))
        {
            ParseEntity(space);
        }
        else if (_cursor.SkipWord("type"))
        {
            var at = _cursor.Current.Span;
            var name = _types.ParseIdentifier();
            if (!SkipEquals())
            {
                _cursor.Fail($"Expected =, found {_cursor.Shown(_cursor.Current)}.", "A type looks like: type Name = { … };");
            }

            _declarations.Add(name, new WrittenCommonType(space, _types.Parse(), at));
        }
        else if (_cursor.SkipWord("action"))
        {
            ParseAction(space);
        }
        else
        {
            _cursor.Fail($"Expected entity, type, action or namespace, found {_cursor.Shown(_cursor.Current)}.", "");
        }

        _cursor.Expect(TokenKind.Semicolon, ";", "Every declaration ends with a semicolon.");
    }

    private void ParseEntity(string space)
    {
        var names = ParseNames(_types.ParseIdentifier);
        var declaration = new WrittenEntityDeclaration(space, default);
        if (_cursor.SkipWord("enum"))
        {
            declaration = declaration with { Ids = ParseList(ParseId, mayBeEmpty: false) };
        }
        else
        {
            if (_cursor.SkipWord("in"))
            {
                declaration = declaration with { Parents = ParseEntityTypes() };
            }

            if (SkipEquals() || _cursor.Is(TokenKind.OpenBrace))
            {
                declaration = declaration with { Shape = _types.ParseRecord() };
            }

            if (_cursor.SkipWord("tags"))
            {
                declaration = declaration with { Tags = _types.Parse() };
            }
        }

        foreach (var (name, at) in names)
        {
            _declarations.Add(name, declaration with { Span = at });
        }
    }

    // The sign is no operator of Cedar, so the lexer has no kind of its own for it.
    private bool SkipEquals() => _cursor.Text is "=" && _cursor.Skip(TokenKind.Foreign);

    private string ParseId() =>
        QuotedText.Read(_cursor.Source, _cursor.Expect(TokenKind.Text, "an id in quotes", "Write: entity Color enum [\"red\"];"), _cursor.Diagnostics);

    private void ParseAction(string space)
    {
        var names = ParseNames(_types.ParseName);
        var declaration = new WrittenActionDeclaration(space, default);
        if (_cursor.SkipWord("in"))
        {
            declaration = declaration with
            {
                Groups = _cursor.Is(TokenKind.OpenBracket) ? ParseList(ParseActionReference, mayBeEmpty: false) : [ParseActionReference()],
            };
        }

        if (_cursor.SkipWord("appliesTo"))
        {
            declaration = ParseAppliesTo(declaration);
        }

        if (_cursor.SkipWord("attributes"))
        {
            _cursor.Expect(TokenKind.OpenBrace, "{", "Actions have no attributes: leave the clause out.");
            _cursor.Expect(TokenKind.CloseBrace, "}", "Actions have no attributes: leave the clause out.");
        }

        foreach (var (name, at) in names)
        {
            _declarations.Add(name, declaration with { Span = at });
        }
    }

    private WrittenActionDeclaration ParseAppliesTo(WrittenActionDeclaration action)
    {
        const string fix = "Write: appliesTo { principal: [User], resource: [Document], context: { … } }.";
        var start = _cursor.Expect(TokenKind.OpenBrace, "{", fix);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_cursor.Is(TokenKind.CloseBrace))
        {
            var part = _cursor.Expect(TokenKind.Identifier, "principal, resource or context", fix);
            var name = _cursor.TextOf(part).ToString();
            _cursor.Expect(TokenKind.Colon, ":", fix);
            if (!seen.Add(name))
            {
                _cursor.Diagnostics.Add(part.Span, $"{name} is given twice.", "Keep one of the two.");
            }

            switch (name)
            {
                case "principal":
                    action = action with { Principals = ParseApplicableTypes(part, name) };
                    break;
                case "resource":
                    action = action with { Resources = ParseApplicableTypes(part, name) };
                    break;
                case "context":
                    action = action with { Context = ParseContext() };
                    break;
                default:
                    _cursor.Fail(part.Span, $"appliesTo has no part {name}.", fix);
                    break;
            }

            if (!_cursor.Skip(TokenKind.Comma))
            {
                break;
            }
        }

        _cursor.Expect(TokenKind.CloseBrace, ", or }", "Separate the parts by commas.");
        foreach (var needed in (string[])["principal", "resource"])
        {
            if (!seen.Contains(needed))
            {
                _cursor.Diagnostics.Add(start.Span, $"appliesTo does not say the {needed}.", fix);
            }
        }

        return action;
    }

    private List<WrittenName> ParseApplicableTypes(Token part, string name)
    {
        var types = ParseEntityTypes();
        if (types.Count == 0)
        {
            _cursor.Diagnostics.Add(part.Span, $"The list of {name} types is empty.", "Name a type, or leave appliesTo out where the action is only a group.");
        }

        return types;
    }

    private WrittenType ParseContext()
    {
        if (_cursor.Is(TokenKind.OpenBrace))
        {
            return _types.ParseRecord();
        }

        var start = _cursor.Current.Span;
        return new WrittenName(_types.ParsePath(), NameKind.Common, start.To(_cursor.Previous.Span));
    }

    private WrittenAction ParseActionReference()
    {
        var start = _cursor.Current.Span;
        if (!_cursor.Is(TokenKind.Identifier) || _cursor.Following.Kind != TokenKind.DoubleColon)
        {
            return new WrittenAction(null, _types.ParseName(), start);
        }

        var type = _types.ParseIdentifier();
        _cursor.Advance();
        while (!_cursor.Is(TokenKind.Text))
        {
            type = $"{type}::{_types.ParseIdentifier()}";
            _cursor.Expect(TokenKind.DoubleColon, "::", "Actions look like Action::\"read\".");
        }

        return new WrittenAction(type, ParseId(), start.To(_cursor.Previous.Span));
    }

    private List<WrittenName> ParseEntityTypes() => _cursor.Is(TokenKind.OpenBracket) ? ParseList(ParseEntityType, mayBeEmpty: true) : [ParseEntityType()];

    private WrittenName ParseEntityType()
    {
        var start = _cursor.Current.Span;
        return new WrittenName(_types.ParsePath(), NameKind.Entity, start.To(_cursor.Previous.Span));
    }

    private List<(string Name, SourceSpan At)> ParseNames(Func<string> parse)
    {
        var names = new List<(string, SourceSpan)>();
        do
        {
            var at = _cursor.Current.Span;
            names.Add((parse(), at));
        }
        while (_cursor.Skip(TokenKind.Comma));
        return names;
    }

    private List<T> ParseList<T>(Func<T> item, bool mayBeEmpty)
    {
        _cursor.Expect(TokenKind.OpenBracket, "[", "Lists stand in brackets.");
        var items = new List<T>();
        if (!(mayBeEmpty && _cursor.Is(TokenKind.CloseBracket)))
        {
            do
            {
                items.Add(item());
            }
            while (_cursor.Skip(TokenKind.Comma));
        }

        _cursor.Expect(TokenKind.CloseBracket, ", or ]", "Separate items by commas and close the list.");
        return items;
    }
}
