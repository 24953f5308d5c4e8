using System.IO.Compression;
using System.Text.Json;

namespace Bartizan.Guard.Tests.Measurement;

/// <summary>Rows of the labelled corpus: texts with spans, and texts without any.</summary>
internal static class LabelledTexts
{
    public static IEnumerable<LabelledText> Read(string path)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            var root = row.RootElement;
            yield return new LabelledText(
                root.GetProperty("text").GetString()!,
                root.TryGetProperty("family", out var family) ? family.GetString() ?? "" : "",
                root.GetProperty("source").GetString()!,
                [.. root.GetProperty("spans").EnumerateArray().Select(s => new LabelledSpan(s.GetProperty("start").GetInt32(), s.GetProperty("end").GetInt32(), s.GetProperty("type").GetString()!))]);
        }
    }
}

internal sealed record LabelledText(string Text, string Family, string Source, IReadOnlyList<LabelledSpan> Spans);

internal sealed record LabelledSpan(int Start, int End, string Type);
