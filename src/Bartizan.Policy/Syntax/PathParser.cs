namespace Bartizan.Policy.Syntax;

/// <summary>Reads names with namespaces: <c>Acme::Agent</c>, <c>Acme::Agent::"id"</c>.</summary>
internal static class PathParser
{
    private const string EntityFix = "Entities look like Type::\"id\".";

    /// <summary>A path; when a quoted id follows, the cursor is left on it.</summary>
    public static string ParsePath(TokenCursor cursor)
    {
        var path = cursor.ExpectName("a name");
        while (cursor.Is(TokenKind.DoubleColon))
        {
            cursor.Advance();
            if (cursor.Is(TokenKind.Text))
            {
                return path;
            }

            path = $"{path}::{cursor.ExpectName("a name")}";
        }

        if (cursor.Is(TokenKind.Text))
        {
            cursor.Fail($"Expected :: between {path} and its id.", EntityFix);
        }

        return path;
    }

    public static string ParseTypeName(TokenCursor cursor)
    {
        if (cursor.Is(TokenKind.Text))
        {
            cursor.Fail("An entity type stands without quotes.", $"Write: is {cursor.Text.Trim('"')}.");
        }

        var type = ParsePath(cursor);
        if (cursor.Is(TokenKind.Text))
        {
            cursor.Fail("is takes an entity type, not an entity.", $"Write == to compare with {type}::{cursor.Text}.");
        }

        return type;
    }

    public static EntityUid ParseEntity(TokenCursor cursor)
    {
        if (!cursor.Is(TokenKind.Identifier))
        {
            cursor.Fail($"Expected an entity, found {cursor.Shown(cursor.Current)}.", EntityFix);
        }

        var start = cursor.Current;
        var type = ParsePath(cursor);
        if (!cursor.Is(TokenKind.Text))
        {
            cursor.Fail(start.Span, $"{type} is not an entity.", EntityFix);
        }

        return new EntityUid(type, QuotedText.Read(cursor.Source, cursor.Advance(), cursor.Diagnostics));
    }
}
