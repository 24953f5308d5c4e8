using System.Globalization;
using System.Text;
using System.Text.Json;
using Bartizan.Console.Contract;
using Bartizan.Storage;

namespace Bartizan.Console.Exchanges;

/// <summary>Writes exchanges as a file, page by page, so that memory stays small.</summary>
internal static class ExchangeExport
{
    /// <summary>Most rows of one file; the newest are taken.</summary>
    public const int MostRows = 100_000;

    private const int PageSize = 500;

    private const string Header =
        "id,time,agent,agent_name,dialect,route,model,upstream,stream,status,verdict,code,failure,labels,findings,input_tokens,output_tokens,total_us,overhead_us";

    /// <summary>Writes one header line and a line for each exchange (RFC 4180).</summary>
    public static async Task WriteCsvAsync(Stream output, BartizanStore store, ExchangeFilter filter, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(Header);
        await foreach (var row in RowsAsync(store, filter, cancellationToken))
        {
            await writer.WriteLineAsync(Line(row).AsMemory(), cancellationToken);
        }
    }

    /// <summary>Writes one JSON array.</summary>
    public static Task WriteJsonAsync(Stream output, BartizanStore store, ExchangeFilter filter, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeAsync(output, RowsAsync(store, filter, cancellationToken), ConsoleJson.Options, cancellationToken);

    /// <summary>One line of the CSV file.</summary>
    internal static string Line(ExchangeRow row) => string.Join(',', new[]
    {
        row.Id,
        row.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        row.Agent?.Id,
        row.Agent?.Name,
        row.Dialect,
        row.Route,
        row.Model,
        row.Upstream,
        row.Stream ? "true" : "false",
        Text(row.Status),
        row.Verdict.ToString().ToLowerInvariant(),
        row.Code,
        row.Failure,
        string.Join(' ', row.Labels),
        Text(row.Findings),
        Text(row.InputTokens),
        Text(row.OutputTokens),
        Text(row.TotalUs),
        Text(row.OverheadUs),
    }.Select(Cell));

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    // A spreadsheet runs what begins with one of these as a formula, and agents choose what stands here. A quote before it keeps it text.
    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static async IAsyncEnumerable<ExchangeRow> RowsAsync(
        BartizanStore store, ExchangeFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        var left = MostRows;
        do
        {
            var page = await ExchangeList.ReadAsync(store, filter, Math.Min(PageSize, left), cursor, cancellationToken);
            foreach (var row in page.Items)
            {
                yield return row;
            }

            left -= page.Items.Count;
            cursor = page.Next;
        }
        while (cursor is not null && left > 0);
    }
}
