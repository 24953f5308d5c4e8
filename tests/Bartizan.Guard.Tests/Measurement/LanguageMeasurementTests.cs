using System.IO.Compression;
using Bartizan.Guard.Languages;
using Bartizan.Testing;
using Xunit.Abstractions;

namespace Bartizan.Guard.Tests.Measurement;

/// <summary>How often the language of a text is told, and told wrongly, on texts whose language is sure: XQuAD's translations (docs/languages.md has the figures).</summary>
public sealed class LanguageMeasurementTests(ITestOutputHelper output)
{
    [SharedDataFact("guard/dev")]
    public void Languages_are_told_and_hardly_ever_wrongly()
    {
        var counts = new SortedDictionary<string, (int Told, int Wrong, int Unsure)>(StringComparer.Ordinal);
        foreach (var row in Rows().Where(r => r.Source == "XQuAD"))
        {
            var key = $"{row.Channel} {row.Lang}";
            var (told, wrong, unsure) = counts.GetValueOrDefault(key);
            counts[key] = LanguageDetector.Detect(row.Text) is not { } code ? (told, wrong, unsure + 1) : code == row.Lang ? (told + 1, wrong, unsure) : (told, wrong + 1, unsure);
        }

        foreach (var (key, (told, wrong, unsure)) in counts)
        {
            output.WriteLine($"{key}: told {told}, wrong {wrong}, unsure {unsure}");
        }

        Assert.Equal(0, counts.Sum(c => c.Value.Wrong));
        var paragraphs = counts.Where(c => c.Key.StartsWith("data", StringComparison.Ordinal)).Select(c => c.Value).ToList();
        Assert.True(paragraphs.Sum(p => p.Told) >= 0.85 * paragraphs.Sum(p => p.Told + p.Unsure));
    }

    [SharedDataFact("guard/dev")]
    public void English_texts_and_code_raise_next_to_no_alarm_where_English_is_allowed()
    {
        var english = new HashSet<string> { "en" };
        var rows = Rows().Where(r => r.Lang == "en").ToList();
        var alarms = rows.Where(r => LanguageDetector.Other(r.Text, english) is not null).ToList();
        output.WriteLine($"{alarms.Count} of {rows.Count}");
        foreach (var row in alarms.Take(20))
        {
            output.WriteLine($"{LanguageDetector.Other(row.Text, english)}: {row.Text[..Math.Min(120, row.Text.Length)].ReplaceLineEndings(" ")}");
        }

        Assert.True(alarms.Count <= rows.Count / 500, $"{alarms.Count} of {rows.Count}");
    }

    private static IEnumerable<Row> Rows() => Directory.GetFiles(SharedData.Require("guard/dev"), "benign_*.jsonl.gz").Order(StringComparer.Ordinal).SelectMany(file =>
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => System.Text.Json.JsonSerializer.Deserialize<Row>(line, System.Text.Json.JsonSerializerOptions.Web)!).ToList();
    });

    private sealed record Row(string Text, string Lang, string Channel, string Source);
}
