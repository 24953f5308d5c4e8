using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bartizan.Commands.Guard;

/// <summary>Prints what a scan found: lines for people, JSON, or SARIF 2.1.0 for code-scanning tools. Matches are shown masked.</summary>
internal static class GuardScanReport
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string format, IReadOnlyList<ScannedText> scanned, TextWriter output)
    {
        if (format == "text")
        {
            WriteText(scanned, output);
            return;
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            if (format == "sarif")
            {
                WriteSarif(scanned, json);
            }
            else
            {
                WriteJson(scanned, json);
            }
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    private static void WriteText(IReadOnlyList<ScannedText> scanned, TextWriter output)
    {
        foreach (var text in scanned)
        {
            foreach (var finding in text.Result.Findings)
            {
                var (line, column) = text.Place(finding.Start);
                var through = finding.Normalisations.Count == 0 ? "" : $" [through {string.Join(", ", finding.Normalisations)}]";
                output.WriteLine($"{text.File}:{line}:{column}: {finding.Label} {finding.Score:F2} {text.Masked(finding)} {finding.Reason}{through}");
            }
        }
    }

    private static void WriteJson(IReadOnlyList<ScannedText> scanned, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("findings");
        foreach (var text in scanned)
        {
            foreach (var finding in text.Result.Findings)
            {
                var (line, column) = text.Place(finding.Start);
                json.WriteStartObject();
                json.WriteString("file", text.File);
                json.WriteNumber("line", line);
                json.WriteNumber("column", column);
                json.WriteNumber("start", finding.Start);
                json.WriteNumber("length", finding.Length);
                json.WriteString("label", finding.Label);
                json.WriteNumber("score", finding.Score);
                json.WriteString("evidence", text.Masked(finding));
                json.WriteString("reason", finding.Reason);
                json.WriteStartArray("normalisations");
                foreach (var step in finding.Normalisations)
                {
                    json.WriteStringValue(step);
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteStartArray("failures");
        foreach (var (text, failure) in scanned.SelectMany(s => s.Result.Failures.Select(f => (s, f))))
        {
            json.WriteStartObject();
            json.WriteString("file", text.File);
            json.WriteString("inspector", failure.Inspector);
            json.WriteString("reason", failure.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSarif(IReadOnlyList<ScannedText> scanned, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "bartizan");
        json.WriteStartArray("rules");
        foreach (var label in scanned.SelectMany(s => s.Result.Findings).Select(f => f.Label).Distinct().Order(StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("id", label);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var text in scanned)
        {
            foreach (var finding in text.Result.Findings)
            {
                WriteSarifResult(text, finding, json);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSarifResult(ScannedText text, Core.Exchanges.Finding finding, Utf8JsonWriter json)
    {
        var (line, column) = text.Place(finding.Start);
        var (endLine, endColumn) = text.Place(finding.Start + finding.Length);
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Label);
        json.WriteString("level", finding.Score >= 0.9 ? "error" : finding.Score >= 0.5 ? "warning" : "note");
        json.WriteStartObject("message");
        json.WriteString("text", $"{finding.Reason} {text.Masked(finding)}");
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", text.File.Replace('\\', '/'));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", line);
        json.WriteNumber("startColumn", column);
        json.WriteNumber("endLine", endLine);
        json.WriteNumber("endColumn", endColumn);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteNumber("rank", finding.Score * 100);
        json.WriteEndObject();
    }
}
