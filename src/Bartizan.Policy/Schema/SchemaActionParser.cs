using Bartizan.Policy.Syntax;

namespace Bartizan.Policy.Schema;

/// <summary>Reads declarations of actions.</summary>
internal sealed class SchemaActionParser(TokenCursor cursor, SchemaTypeParser types)
{
    /// <summary>The actions of one declaration, each with its name.</summary>
    public IEnumerable<(string Name, WrittenActionDeclaration Action)> Parse(string space)
    {
        var names = types.ParseNames(types.ParseName);
        var declaration = new WrittenActionDeclaration(space, default);
        if (cursor.SkipWord("in"))
        {
            declaration = declaration with
            {
                Groups = cursor.Is(TokenKind.OpenBracket) ? types.ParseList(ParseActionReference, mayBeEmpty: false) : [ParseActionReference()],
            };
        }

        if (cursor.SkipWord("appliesTo"))
        {
            declaration = ParseAppliesTo(declaration);
        }

        if (cursor.SkipWord("attributes"))
        {
            cursor.Expect(TokenKind.OpenBrace, "{", "Actions have no attributes: leave the clause out.");
            cursor.Expect(TokenKind.CloseBrace, "}", "Actions have no attributes: leave the clause out.");
        }

        return names.Select(n => (n.Name, declaration with { Span = n.At }));
    }

    private WrittenActionDeclaration ParseAppliesTo(WrittenActionDeclaration action)
    {
        const string fix = "Write: appliesTo { principal: [User], resource: [Document], context: { … } }.";
        var start = cursor.Expect(TokenKind.OpenBrace, "{", fix);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!cursor.Is(TokenKind.CloseBrace))
        {
            var part = cursor.Expect(TokenKind.Identifier, "principal, resource or context", fix);
            var name = cursor.TextOf(part).ToString();
            cursor.Expect(TokenKind.Colon, ":", fix);
            if (!seen.Add(name))
            {
                cursor.Diagnostics.Add(part.Span, $"{name} is given twice.", "Keep one of the two.");
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
                    cursor.Fail(part.Span, $"appliesTo has no part {name}.", fix);
                    break;
            }

            if (!cursor.Skip(TokenKind.Comma))
            {
                break;
            }
        }

        cursor.Expect(TokenKind.CloseBrace, ", or }", "Separate the parts by commas.");
        foreach (var needed in (string[])["principal", "resource"])
        {
            if (!seen.Contains(needed))
            {
                cursor.Diagnostics.Add(start.Span, $"appliesTo does not say the {needed}.", fix);
            }
        }

        return action;
    }

    private List<WrittenName> ParseApplicableTypes(Token part, string name)
    {
        var named = types.ParseEntityTypes();
        if (named.Count == 0)
        {
            cursor.Diagnostics.Add(part.Span, $"The list of {name} types is empty.", "Name a type, or leave appliesTo out where the action is only a group.");
        }

        return named;
    }

    private WrittenType ParseContext()
    {
        if (cursor.Is(TokenKind.OpenBrace))
        {
            return types.ParseRecord();
        }

        var start = cursor.Current.Span;
        return new WrittenName(types.ParsePath(), NameKind.Common, start.To(cursor.Previous.Span));
    }

    private WrittenAction ParseActionReference()
    {
        var start = cursor.Current.Span;
        if (!cursor.Is(TokenKind.Identifier) || cursor.Following.Kind != TokenKind.DoubleColon)
        {
            return new WrittenAction(null, types.ParseName(), start);
        }

        var type = types.ParseIdentifier();
        cursor.Advance();
        while (!cursor.Is(TokenKind.Text))
        {
            type = $"{type}::{types.ParseIdentifier()}";
            cursor.Expect(TokenKind.DoubleColon, "::", "Actions look like Action::\"read\".");
        }

        return new WrittenAction(type, types.ParseId(), start.To(cursor.Previous.Span));
    }
}
