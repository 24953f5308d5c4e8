using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Import;

/// <summary>Writes what was gathered as a <c>bartizan.yaml</c> with comments.</summary>
internal static class ConfigWriter
{
    private static readonly JsonSerializerOptions Quoting = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The configuration.</summary>
    /// <param name="plan">What to write.</param>
    /// <param name="source">What it comes from, for the first line.</param>
    /// <param name="policies">Folder of the imported policies as seen from the file; null when they are not written, and so shown as a comment.</param>
    public static string Config(ImportPlan plan, string source, string? policies)
    {
        var text = new StringBuilder();
        text.Append("# Imported from ").Append(Plain(source)).Append(". Read it before you use it: docs/moving-in.md says what to check.\n");
        text.Append(plan.Unmapped.Count switch
        {
            0 => "# Every setting was carried over.\n",
            var count => $"# {count.ToString(CultureInfo.InvariantCulture)} settings need your attention; the import listed them.\n",
        });
        foreach (var note in plan.Notes.Distinct(StringComparer.Ordinal))
        {
            text.Append("# ").Append(Plain(note)).Append('\n');
        }

        text.Append("\ngateway:\n  upstreams:\n");
        foreach (var upstream in plan.Upstreams)
        {
            Write(text, upstream);
        }

        if (plan.Total is { } total)
        {
            text.Append("\n  timeouts:\n    total: ").Append(Duration(total)).Append('\n');
        }

        if (plan.Content is { } content)
        {
            text.Append("\nrecording:\n  content: ").Append(content == RecordedContent.Sealed ? "sealed" : "digest").Append('\n');
        }

        if (plan.Policies.Count > 0)
        {
            text.Append('\n').Append(policies is null ? "# Policies to put in a folder named here; the import writes them with --out.\n# policies: policies\n# policyPacks: [default]\n"
                : $"policies: {Quote(policies)}       # what was imported\npolicyPacks: [default]      # and what is built in\n");
            if (policies is null)
            {
                text.Append(Comment(Cedar(plan, source)));
            }
        }

        return text.ToString();
    }

    /// <summary>The imported policies as one file.</summary>
    public static string Cedar(ImportPlan plan, string source) =>
        $"// Imported from {Plain(source)}, in force beside the built-in policies.\n\n{string.Join('\n', plan.Policies)}";

    private static void Write(StringBuilder text, ImportedUpstream upstream)
    {
        text.Append("    - name: ").Append(upstream.Name).Append('\n');
        text.Append("      dialect: ").Append(upstream.Dialect).Append('\n');
        text.Append("      url: ").Append(Quote(upstream.Url)).Append(upstream.Url == Endpoints.SetMe ? "      # put the address here\n" : "\n");
        text.Append("      credential: ").Append(upstream.Credential).Append('\n');
        text.Append("      models: [").AppendJoin(", ", upstream.Models.Select(Quote)).Append("]\n");
        if (upstream.PassHeaders.Count > 0)
        {
            text.Append("      passHeaders: [").AppendJoin(", ", upstream.PassHeaders.Select(Quote)).Append("]\n");
        }
    }

    private static string Duration(TimeSpan time) => time.Ticks % TimeSpan.TicksPerSecond == 0
        ? $"{((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture)}s"
        : $"{((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)}ms";

    private static string Comment(string text) => string.Concat(text.TrimEnd('\n').Split('\n').Select(line => $"# {line}".TrimEnd() + "\n"));

    // What JSON quotes, YAML reads as the same text.
    private static string Quote(string text) => JsonSerializer.Serialize(text, Quoting);

    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
