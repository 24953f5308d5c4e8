using System.Text;

namespace Bartizan.Gateway.Tests.Coverage;

/// <summary>Writes docs/coverage-matrix.md.</summary>
internal static class CoverageDocument
{
    private static readonly (CoverageCase Case, string Title)[] Columns =
    [
        (CoverageCase.Allow, "allow"), (CoverageCase.Redact, "redact"), (CoverageCase.Unmask, "unmask"),
        (CoverageCase.Hold, "hold"), (CoverageCase.Block, "block"),
        (CoverageCase.InspectorThrows, "inspector throws"), (CoverageCase.InspectorTooSlow, "budget spent"),
        (CoverageCase.TooLarge, "too large"), (CoverageCase.Malformed, "malformed"),
    ];

    public static string Write(IEnumerable<string> dialects, IReadOnlySet<(CoverageRow Row, CoverageCase Case)> cells)
    {
        var text = new StringBuilder("""
            # Coverage matrix

            Written by `tests/Bartizan.Gateway.Tests/Coverage`, which runs every cell through a real gateway on real sockets and fails when one does not hold, when a dialect or a field has no row, or when this page says something else.

            Each row is a place where a message can carry text; in it stands an e-mail address, in streams cut in two. ✓ means:

            - **allow**: the message passes byte for byte;
            - **redact**: it passes with a mask where the address was, and no half of the address is anywhere in it, base64 included;
            - **unmask**: in a request, a token stands where the address was; in an answer, the address stands where its token was, the token nowhere (in reasoning, which may be signed, and in network addresses the token stays, and log-probabilities go as a whole);
            - **hold**, **block**: it does not pass; the client gets the dialect's own error, `held_for_approval` or `blocked_by_policy` (a stream that has begun ends with the dialect's error event);
            - **inspector throws**, **budget spent**: the guard could not look at everything, so it does not pass (`guard_unavailable`), as long as no policy says otherwise;
            - **too large**, **malformed**: it cannot be read safely, so it does not pass.

            """.ReplaceLineEndings("\n"));
        foreach (var dialect in dialects)
        {
            text.Append('\n').Append("## ").Append(dialect).Append('\n');
            foreach (var flow in Enum.GetValues<CoverageFlow>())
            {
                Table(text, [.. CoverageRows.All.Where(r => r.Dialect == dialect && r.Flow == flow).OrderBy(r => r.Field)], cells);
            }
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, List<CoverageRow> rows, IReadOnlySet<(CoverageRow Row, CoverageCase Case)> cells)
    {
        text.Append("\n### ").Append(Words(rows[0].Flow)).Append("\n\n");
        if (rows.Any(r => r.Template is not null))
        {
            text.Append("| field | ").AppendJoin(" | ", Columns.Select(c => c.Title)).Append(" |\n|---|").Append(string.Concat(Columns.Select(_ => ":-:|"))).Append('\n');
            foreach (var row in rows.Where(r => r.Template is not null))
            {
                text.Append("| ").Append(Words(row.Field)).Append(" | ").AppendJoin(" | ", Columns.Select(c => cells.Contains((row, c.Case)) ? "✓" : "")).Append(" |\n");
            }

            text.Append('\n');
        }

        foreach (var reason in rows.Where(r => r.Template is null).GroupBy(r => r.Reason, StringComparer.Ordinal))
        {
            text.Append("No row, because ").Append(reason.Key).Append(": ").AppendJoin(", ", reason.Select(r => Words(r.Field))).Append(".\n");
        }
    }

    private static string Words(Enum value) => string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
