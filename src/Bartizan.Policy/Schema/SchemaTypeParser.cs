using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>Reads types, names and annotations of the schema language.</summary>
internal sealed class SchemaTypeParser(TokenCursor cursor)
{
    private const int MaxDepth = 128;

    private int _depth;

    public WrittenType Parse()
    {
        if (_depth >= MaxDepth)
        {
            cursor.Fail($"Types are nested more than {MaxDepth} levels deep.", "Give parts a name with type.");
        }

        _depth++;
        try
        {
            return ParseHere();
        }
        finally
        {
            _depth--; // after an error reading goes on, with the next declaration
        }
    }

    public WrittenType ParseRecord()
    {
        if (!cursor.Is(TokenKind.OpenBrace))
        {
            cursor.Fail($"Expected {{, found {cursor.Shown(cursor.Current)}.", "Attributes stand in braces: { name: String }.");
        }

        return Parse();
    }

    public void SkipAnnotations() => ParseAnnotations();

    public string ParsePath()
    {
        var path = ParseIdentifier();
        while (cursor.Skip(TokenKind.DoubleColon))
        {
            path = $"{path}::{ParseIdentifier()}";
        }

        return path;
    }

    public string ParseName() =>
        cursor.Is(TokenKind.Text) ? QuotedText.Read(cursor.Source, cursor.Advance(), cursor.Diagnostics) : ParseIdentifier();

    // __cedar is let through: __cedar::String is how a schema names the built-in type where its own hides it.
    public string ParseIdentifier()
    {
        var token = cursor.Expect(TokenKind.Identifier, "a name", "Names consist of letters, digits and _.");
        var name = cursor.TextOf(token).ToString();
        if (CedarText.IsReserved(name) && name is not Declarations.BuiltIn)
        {
            cursor.Diagnostics.Add(token.Span, $"{name} is a reserved word and cannot be a name.", $"Use another one; attributes and actions may also be written \"{name}\".");
        }

        return name;
    }

    public string ParseId() =>
        QuotedText.Read(cursor.Source, cursor.Expect(TokenKind.Text, "an id in quotes", "Write: entity Color enum [\"red\"];"), cursor.Diagnostics);

    public List<WrittenName> ParseEntityTypes() => cursor.Is(TokenKind.OpenBracket) ? ParseList(ParseEntityType, mayBeEmpty: true) : [ParseEntityType()];

    public List<(string Name, SourceSpan At)> ParseNames(Func<string> parse)
    {
        var names = new List<(string, SourceSpan)>();
        do
        {
            var at = cursor.Current.Span;
            names.Add((parse(), at));
        }
        while (cursor.Skip(TokenKind.Comma));
        return names;
    }

    public List<T> ParseList<T>(Func<T> item, bool mayBeEmpty)
    {
        cursor.Expect(TokenKind.OpenBracket, "[", "Lists stand in brackets.");
        var items = new List<T>();
        if (!(mayBeEmpty && cursor.Is(TokenKind.CloseBracket)))
        {
            do
            {
                items.Add(item());
            }
            while (cursor.Skip(TokenKind.Comma));
        }

        cursor.Expect(TokenKind.CloseBracket, ", or ]", "Separate items by commas and close the list.");
        return items;
    }

    private WrittenName ParseEntityType()
    {
        var start = cursor.Current.Span;
        return new WrittenName(ParsePath(), NameKind.Entity, start.To(cursor.Previous.Span));
    }

    private Dictionary<string, (string Value, SourceSpan At)> ParseAnnotations()
    {
        var annotations = new Dictionary<string, (string, SourceSpan)>(StringComparer.Ordinal);
        while (cursor.Skip(TokenKind.At))
        {
            var name = cursor.Expect(TokenKind.Identifier, "a name after @", "Annotations look like @doc(\"…\").");
            var value = "";
            if (cursor.Skip(TokenKind.OpenParen))
            {
                value = QuotedText.Read(cursor.Source, cursor.Expect(TokenKind.Text, "a string", "Annotations look like @doc(\"…\")."), cursor.Diagnostics);
                cursor.Expect(TokenKind.CloseParen, ")", "Annotations hold one string.");
            }

            if (!annotations.TryAdd(cursor.TextOf(name).ToString(), (value, name.Span)))
            {
                cursor.Diagnostics.Add(name.Span, $"The annotation @{cursor.TextOf(name)} is given twice.", "Keep one of the two.");
            }
        }

        return annotations;
    }

    private WrittenType ParseHere()
    {
        var start = cursor.Current.Span;
        if (cursor.Is(TokenKind.OpenBrace))
        {
            return ParseFields();
        }

        if (!cursor.IsWord("Set") || cursor.Following.Kind != TokenKind.Less)
        {
            return new WrittenName(ParsePath(), NameKind.EntityOrCommon, start.To(cursor.Previous.Span));
        }

        cursor.Advance();
        cursor.Advance();
        var item = Parse();
        cursor.Expect(TokenKind.Greater, ">", "Sets look like Set<String>.");
        return new WrittenSet(item, start.To(cursor.Previous.Span));
    }

    private WrittenRecord ParseFields()
    {
        var start = cursor.Advance();
        var fields = new Dictionary<string, WrittenAttribute>(StringComparer.Ordinal);
        while (!cursor.Is(TokenKind.CloseBrace))
        {
            var others = ParseAnnotations().TryGetValue(WrittenRecord.OthersAnnotation, out var found) ? found : default;
            var at = cursor.Current.Span;
            var name = ParseName();
            var optional = cursor.Skip(TokenKind.Question);
            cursor.Expect(TokenKind.Colon, ": after an attribute", "Attributes look like name: String or name?: String.");
            var type = WrittenRecord.WithOthers(Parse(), others.Value, others.At, cursor.Diagnostics);
            if (!fields.TryAdd(name, new WrittenAttribute(type, !optional)))
            {
                cursor.Diagnostics.Add(at, $"The attribute {name} is declared twice.", "Keep one of the two.");
            }

            if (!cursor.Skip(TokenKind.Comma))
            {
                break;
            }
        }

        cursor.Expect(TokenKind.CloseBrace, ", or }", "Separate attributes by commas.");
        return new WrittenRecord(fields, start.Span.To(cursor.Previous.Span));
    }
}
