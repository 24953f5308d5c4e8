using Bartizan.Core.Results;
using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>Reads the schema language: namespaces, entity types, common types and actions.</summary>
internal sealed class SchemaParser
{
    private const int MaxDepth = 128;

    private readonly TokenCursor _cursor;
    private readonly Declarations _declarations = new();
    private int _depth;

    private SchemaParser(TokenCursor cursor) => _cursor = cursor;

    public static PolicySchema Parse(string text, string file)
    {
        var diagnostics = new Diagnostics(text, file);
        if (text.Length > Parser.MaxLength)
        {
            diagnostics.Add(default, $"The text is longer than {Parser.MaxLength} characters.", "Split it.");
            throw new InputException(diagnostics.Errors());
        }

        var parser = new SchemaParser(new TokenCursor(text, diagnostics));
        try
        {
            parser.ParseAll();
        }
        catch (TokenCursor.AbandonedException)
        {
            // reported below
        }

        var schema = diagnostics.HasErrors ? null : new SchemaResolver(parser._declarations, diagnostics).Resolve();
        return diagnostics.HasErrors ? throw new InputException(diagnostics.Errors()) : schema!;
    }

    private void ParseAll()
    {
        while (!_cursor.Is(TokenKind.End))
        {
            SkipAnnotations();
            if (!_cursor.SkipWord("namespace"))
            {
                ParseDeclaration("");
                continue;
            }

            var space = ParsePath();
            _cursor.Expect(TokenKind.OpenBrace, "{", "A namespace looks like: namespace Acme { … }.");
            while (!_cursor.Skip(TokenKind.CloseBrace))
            {
                SkipAnnotations();
                ParseDeclaration(space);
            }
        }
    }

    private void SkipAnnotations()
    {
        while (_cursor.Skip(TokenKind.At))
        {
            _cursor.Expect(TokenKind.Identifier, "a name after @", "Annotations look like @doc(\"…\").");
            if (_cursor.Skip(TokenKind.OpenParen))
            {
                _cursor.Expect(TokenKind.Text, "a string", "Annotations look like @doc(\"…\").");
                _cursor.Expect(TokenKind.CloseParen, ")", "Annotations hold one string.");
            }
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
            var name = Declarations.Qualify(space, ParseIdentifier());
            _cursor.Expect(TokenKind.Foreign, "=", "A type looks like: type Name = { … };");
            _declarations.CommonTypes[name] = (space, ParseType());
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
        var names = new List<string> { ParseIdentifier() };
        while (_cursor.Skip(TokenKind.Comma))
        {
            names.Add(ParseIdentifier());
        }

        if (_cursor.SkipWord("enum"))
        {
            ParseList(() => _cursor.Expect(TokenKind.Text, "an id in quotes", "Write: entity Color enum [\"red\"];"));
        }

        if (_cursor.SkipWord("in"))
        {
            _ = _cursor.Is(TokenKind.OpenBracket) ? ParseList(ParsePath) : [ParsePath()];
        }

        if (_cursor.Is(TokenKind.Foreign))
        {
            _cursor.Advance(); // the sign = may be left out
        }

        var shape = _cursor.Is(TokenKind.OpenBrace) ? ParseType() : null;
        var tags = _cursor.SkipWord("tags") ? ParseType() : null;
        foreach (var name in names)
        {
            _declarations.Entities[Declarations.Qualify(space, name)] = (space, shape, tags);
        }
    }

    private void ParseAction(string space)
    {
        var names = new List<string> { ParseName() };
        while (_cursor.Skip(TokenKind.Comma))
        {
            names.Add(ParseName());
        }

        List<EntityUid> groups = [];
        if (_cursor.SkipWord("in"))
        {
            groups = _cursor.Is(TokenKind.OpenBracket) ? ParseList(() => ParseActionReference(space)) : [ParseActionReference(space)];
        }

        WrittenType? context = null;
        if (_cursor.SkipWord("appliesTo"))
        {
            context = ParseAppliesTo();
        }

        foreach (var name in names)
        {
            _declarations.Actions[new EntityUid(Declarations.Qualify(space, "Action"), name)] = (space, groups, context);
        }
    }

    private WrittenType? ParseAppliesTo()
    {
        WrittenType? context = null;
        _cursor.Expect(TokenKind.OpenBrace, "{", "Write: appliesTo { principal: […], resource: […], context: { … } }.");
        while (!_cursor.Skip(TokenKind.CloseBrace))
        {
            var part = ParseIdentifier();
            _cursor.Expect(TokenKind.Colon, ":", "Write: principal: [User].");
            if (part is "context")
            {
                context = ParseType();
            }
            else
            {
                _ = _cursor.Is(TokenKind.OpenBracket) ? ParseList(ParsePath) : [ParsePath()];
            }

            if (!_cursor.Is(TokenKind.CloseBrace))
            {
                _cursor.Expect(TokenKind.Comma, ", or }", "Separate the parts by commas.");
            }
        }

        return context;
    }

    private EntityUid ParseActionReference(string space)
    {
        if (_cursor.Is(TokenKind.Identifier) && _cursor.Following.Kind == TokenKind.DoubleColon)
        {
            return PathParser.ParseEntity(_cursor);
        }

        return new EntityUid(Declarations.Qualify(space, "Action"), ParseName());
    }

    private WrittenType ParseType()
    {
        if (++_depth > MaxDepth)
        {
            _cursor.Fail($"Types are nested more than {MaxDepth} levels deep.", "Give parts a name with type.");
        }

        var start = _cursor.Current.Span;
        WrittenType type;
        if (_cursor.Is(TokenKind.OpenBrace))
        {
            type = ParseRecord(start);
        }
        else if (_cursor.IsWord("Set") && _cursor.Following.Kind == TokenKind.Less)
        {
            _cursor.Advance();
            _cursor.Advance();
            type = new WrittenSet(ParseType(), start);
            _cursor.Expect(TokenKind.Greater, ">", "Sets look like Set<String>.");
        }
        else
        {
            type = new WrittenName(ParsePath(), start);
        }

        _depth--;
        return type;
    }

    private WrittenRecord ParseRecord(SourceSpan start)
    {
        _cursor.Advance();
        var fields = new List<KeyValuePair<string, WrittenType>>();
        while (!_cursor.Skip(TokenKind.CloseBrace))
        {
            SkipAnnotations();
            var name = ParseName();
            _cursor.Skip(TokenKind.Question);
            _cursor.Expect(TokenKind.Colon, ": after an attribute", "Attributes look like name: String or name?: String.");
            fields.Add(new(name, ParseType()));
            if (!_cursor.Is(TokenKind.CloseBrace))
            {
                _cursor.Expect(TokenKind.Comma, ", or }", "Separate attributes by commas.");
            }
        }

        return new WrittenRecord(fields, start);
    }

    private List<T> ParseList<T>(Func<T> item)
    {
        _cursor.Expect(TokenKind.OpenBracket, "[", "Lists stand in brackets.");
        var items = new List<T>();
        while (!_cursor.Is(TokenKind.CloseBracket))
        {
            items.Add(item());
            if (!_cursor.Skip(TokenKind.Comma))
            {
                break;
            }
        }

        _cursor.Expect(TokenKind.CloseBracket, ", or ]", "Separate items by commas and close the list.");
        return items;
    }

    private string ParseName() =>
        _cursor.Is(TokenKind.Text) ? QuotedText.Read(_cursor.Source, _cursor.Advance(), _cursor.Diagnostics) : ParseIdentifier();

    private string ParsePath()
    {
        var path = ParseIdentifier();
        while (_cursor.Skip(TokenKind.DoubleColon))
        {
            path = $"{path}::{ParseIdentifier()}";
        }

        return path;
    }

    // Not TokenCursor.ExpectName: __cedar::String is how a schema names the built-in type where its own hides it.
    private string ParseIdentifier() => _cursor.TextOf(_cursor.Expect(TokenKind.Identifier, "a name", "Names consist of letters, digits and _.")).ToString();
}
