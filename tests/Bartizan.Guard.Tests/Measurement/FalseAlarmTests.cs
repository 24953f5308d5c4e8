using System.IO.Compression;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Injection;
using Bartizan.Testing;
using Xunit.Abstractions;

namespace Bartizan.Guard.Tests.Measurement;

/// <summary>How often the inspectors of requests, addresses and tool arguments fire on benign texts (docs/guard.md has the figures).</summary>
public sealed class FalseAlarmTests(ITestOutputHelper output)
{
    [SharedDataFact("guard/train")]
    public void Benign_texts_raise_next_to_no_alarm()
    {
        var rows = 0;
        var alarms = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in Rows())
        {
            rows++;
            Count(alarms, row, row.Channel == InjectionChannel.User ? SegmentRole.User : SegmentRole.Document, "");
            Count(alarms, row, SegmentRole.ToolCall, "content: ");
        }

        output.WriteLine($"{rows} rows");
        foreach (var (label, count) in alarms)
        {
            output.WriteLine($"{label}: {count}");
        }

        Assert.True(rows > 10_000);
        Assert.All(alarms, a => Assert.True(a.Value <= rows / 1_000, $"{a.Key}: {a.Value} of {rows}"));
    }

    private void Count(SortedDictionary<string, int> alarms, Guard.Injection.LabelledText row, SegmentRole role, string prefix)
    {
        var text = prefix + row.Text;
        var result = Inspecting.Engine.Inspect([new(0, role, Provenance.Untrusted, "text", text.AsMemory())]);
        foreach (var finding in result.Findings.Where(f => f.Inspector is "tool-arguments" or "links" or "abuse" or "jailbreaks"))
        {
            var key = $"{role} {row.Channel} {finding.Label}";
            alarms[key] = alarms.GetValueOrDefault(key) + 1;
            if (alarms[key] <= 60)
            {
                output.WriteLine($"{key}: {text.Substring(finding.Start, Math.Min(140, finding.Length)).ReplaceLineEndings("⏎")}");
            }
        }
    }

    private static IEnumerable<Guard.Injection.LabelledText> Rows() =>
        Directory.GetFiles(SharedData.Require("guard/train"), "benign_*.jsonl.gz").Order(StringComparer.Ordinal).SelectMany(Read);

    private static List<Guard.Injection.LabelledText> Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return [.. LabelledTextReader.Read(reader, Path.GetFileName(file))];
    }
}
