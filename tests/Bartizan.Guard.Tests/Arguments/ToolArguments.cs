using System.Text.Json;
using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Tests.Arguments;

/// <summary>Asks the guard about the arguments of a tool call.</summary>
internal static class ToolArguments
{
    /// <summary>The findings of the family <c>unsafe</c> in a call with one argument, as <c>label:matched text</c>, in each form that arguments come in.</summary>
    public static IEnumerable<string> Spans(string name, string value)
    {
        var lines = Of($"{name}: {value}\n");
        var json = Of(JsonSerializer.Serialize(new Dictionary<string, string> { [name] = value }));
        Assert.Equal(lines.Select(f => f.Label), json.Select(f => f.Label));
        return lines.Select(f => f.Text);
    }

    public static IEnumerable<string> Labels(string name, string value) => Spans(name, value).Select(s => s[..s.IndexOf(':', StringComparison.Ordinal)]).Distinct();

    public static List<(string Label, string Text)> Of(string text)
    {
        var result = Inspecting.Engine.Inspect([new(0, SegmentRole.ToolCall, Provenance.Model, "arguments", text.AsMemory())]);
        Assert.Empty(result.Failures);
        return [.. result.Findings.Where(f => f.Label.StartsWith("unsafe.", StringComparison.Ordinal)).Select(f => (f.Label, $"{f.Label}:{text.Substring(f.Start, f.Length)}"))];
    }
}
