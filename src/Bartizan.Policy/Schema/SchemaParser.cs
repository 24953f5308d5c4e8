using Bartizan.Core.Results;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>Reads the schema language: namespaces, entity types, common types and actions.</summary>
internal sealed class SchemaParser
{
    private readonly TokenCursor _cursor;
    private readonly Declarations _declarations;
    private readonly SchemaTypeParser _types;
    private readonly SchemaActionParser _actions;

    private SchemaParser(TokenCursor cursor)
    {
        _cursor = cursor;
        _declarations = new Declarations(cursor.Diagnostics);
        _types = new SchemaTypeParser(cursor);
        _actions = new SchemaActionParser(cursor, _types);
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
            foreach (var (name, action) in _actions.Parse(space))
            {
                _declarations.Add(name, action);
            }
        }
        else
        {
            _cursor.Fail($"Expected entity, type, action or namespace, found {_cursor.Shown(_cursor.Current)}.", "");
        }

        _cursor.Expect(TokenKind.Semicolon, ";", "Every declaration ends with a semicolon.");
    }

    private void ParseEntity(string space)
    {
        var names = _types.ParseNames(_types.ParseIdentifier);
        var declaration = new WrittenEntityDeclaration(space, default);
        if (_cursor.SkipWord("enum"))
        {
            declaration = declaration with { Ids = _types.ParseList(_types.ParseId, mayBeEmpty: false) };
        }
        else
        {
            if (_cursor.SkipWord("in"))
            {
                declaration = declaration with { Parents = _types.ParseEntityTypes() };
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
}
