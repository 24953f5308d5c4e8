namespace Bartizan.Guard.Arguments;

/// <summary>
/// SQL injected into a value. A tool whose work is SQL gets whole statements: in those, what is ordinary in a statement (a union, a second statement)
/// is no finding, and what only injection leaves behind is.
/// </summary>
internal static class SqlCheck
{
    private const string Label = "unsafe.sql";
    private const string Reason = "A condition that always holds: SQL that was injected into a value.";

    private static readonly string[] Statements =
    [
        "select ", "select*", "(select", "with ", "insert ", "update ", "delete ", "create ", "alter ", "drop ", "explain ", "begin", "merge ", "truncate ", "grant ",
        "show ", "describe ", "pragma ", "set ", "use ", "declare ", "exec ", "execute ", "call ", "--", "copy ", "do ", "replace ", "vacuum", "analyze",
    ];

    /// <summary>Adds what a value holds.</summary>
    public static void Check(ReadOnlySpan<char> value, Reading reading, ArgumentKind kind, List<ArgumentHit> hits)
    {
        if (kind is ArgumentKind.Text or ArgumentKind.Command)
        {
            return;
        }

        Readings.OfSql(value, reading);
        var text = reading.Text;
        kind = IsStatement(text) ? ArgumentKind.Command : ArgumentKind.Value;
        ArgumentPatterns.Sql.Check(reading, kind, Label, hits);
        if (Tautology.Find(text, out var start, out var end))
        {
            hits.Add(reading.Hit(start, end - start, Label, 0.9, Reason));
        }

        if (kind == ArgumentKind.Value && CutOff(text) is >= 0 and var cut)
        {
            hits.Add(reading.Hit(cut, text.Length - cut, Label, 0.85, "A quote that ends the value and a comment that cuts off the rest of the statement: injected SQL."));
        }
    }

    private static bool IsStatement(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        foreach (var statement in Statements)
        {
            if (text.StartsWith(statement))
            {
                return true;
            }
        }

        return false;
    }

    // admin'--, x') #: an odd quote, then a comment to the end.
    private static int CutOff(ReadOnlySpan<char> text)
    {
        var end = text.TrimEnd(" -+").Length;
        var dashes = text[end..].Contains("--", StringComparison.Ordinal);
        if (!dashes && (end == 0 || text[end - 1] != '#'))
        {
            return -1;
        }

        var quote = text[..(dashes ? end : end - 1)].TrimEnd(" );").Length - 1;
        return quote >= 0 && text[quote] is '\'' or '"' && text[..(quote + 1)].Count(text[quote]) % 2 == 1 ? quote : -1;
    }
}
