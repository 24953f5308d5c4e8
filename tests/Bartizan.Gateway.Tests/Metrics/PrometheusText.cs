using System.Globalization;
using System.Text.RegularExpressions;

namespace Bartizan.Gateway.Tests.Metrics;

/// <summary>A strict reader of the Prometheus text format 0.0.4: refuses what a scraper or a linter would.</summary>
internal static partial class PrometheusText
{
    public sealed record Sample(string Family, string Name, IReadOnlyDictionary<string, string> Labels, double Value);

    public static IReadOnlyList<Sample> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        var samples = new List<Sample>();
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var (family, helped) = ("", "");
        foreach (var line in text[..^1].Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                helped = help.Groups[1].Value;
                Assert.False(types.ContainsKey(helped), $"{helped} comes twice.");
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                family = type.Groups[1].Value;
                Assert.Equal(helped, family);
                types.Add(family, type.Groups[2].Value);
                Assert.True(type.Groups[2].Value != "counter" || family.EndsWith("_total", StringComparison.Ordinal), $"{family} is a counter without _total.");
            }
            else
            {
                samples.Add(Read(line, family, types[family]));
            }
        }

        Assert.Equal(samples.Count, samples.Select(s => s.Name + string.Join(',', s.Labels.OrderBy(l => l.Key, StringComparer.Ordinal))).Distinct().Count());
        foreach (var (name, _) in types.Where(t => t.Value == "histogram"))
        {
            CheckHistogram(name, [.. samples.Where(s => s.Family == name)]);
        }

        return samples;
    }

    private static Sample Read(string line, string family, string type)
    {
        var match = SampleLine().Match(line);
        Assert.True(match.Success, $"Not a sample: {line}");
        var name = match.Groups[1].Value;
        Assert.Contains(name, type == "histogram" ? [family + "_bucket", family + "_sum", family + "_count"] : new[] { family });
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in Label().Matches(match.Groups[2].Value))
        {
            labels.Add(label.Groups[1].Value, label.Groups[2].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal));
        }

        return new Sample(family, name, labels, double.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture));
    }

    private static void CheckHistogram(string name, IReadOnlyList<Sample> samples)
    {
        foreach (var series in samples.GroupBy(s => string.Join(',', s.Labels.Where(l => l.Key != "le").Select(l => $"{l.Key}={l.Value}"))))
        {
            var buckets = series.Where(s => s.Name == name + "_bucket").Select(s => (Bound: s.Labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(s.Labels["le"], CultureInfo.InvariantCulture), s.Value)).ToList();
            Assert.Equal(buckets.OrderBy(b => b.Bound), buckets);
            Assert.Equal(buckets.OrderBy(b => b.Value).Select(b => b.Value), buckets.Select(b => b.Value));
            Assert.True(double.IsPositiveInfinity(buckets[^1].Bound));
            Assert.Equal(buckets[^1].Value, Assert.Single(series, s => s.Name == name + "_count").Value);
            Assert.True(Assert.Single(series, s => s.Name == name + "_sum").Value >= 0);
        }
    }

    [GeneratedRegex("^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) [^\n]+$")]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*")(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*")*)\})? (\+Inf|NaN|-?[0-9.]+(?:E[+-][0-9]+)?)$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)(?:",|"$)""")]
    private static partial Regex Label();
}
