using System.Text.Encodings.Web;
using System.Text.Json;
using Bartizan.Core.Text;

namespace Bartizan.Core.Tools;

/// <summary>How a line of a definition stands to the definition before.</summary>
public enum LineChange
{
    Same,
    Removed,
    Added,
}

/// <summary>A line of a comparison.</summary>
public readonly record struct DefinitionLine(LineChange Change, string Text);

/// <summary>A definition as lines that people can read and compare; what people could not see is spelt out.</summary>
public static class DefinitionLines
{
    private const long LargestTable = 4_000_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A definition's JSON, indented; no line for none.</summary>
    public static IReadOnlyList<string> Of(ToolDefinition? definition)
    {
        if (definition is null)
        {
            return [];
        }

        using var document = JsonDocument.Parse(definition.Json);
        return [.. JsonSerializer.Serialize(document, Indented).Split('\n').Select(VisibleText.Of)];
    }

    /// <summary>Two lists of lines as one, by longest common subsequence.</summary>
    public static IEnumerable<DefinitionLine> Diff(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        // Equal ends are set aside, so that the table stays as small as the change.
        var head = 0;
        while (head < before.Count && head < after.Count && before[head] == after[head])
        {
            head++;
        }

        var (a, b) = (before.Count - head, after.Count - head);
        if ((long)a * b > LargestTable)
        {
            // Two definitions of thousands of lines that have little in common: nobody reads them side by side.
            foreach (var line in before.Select(l => new DefinitionLine(LineChange.Removed, l)).Concat(after.Select(l => new DefinitionLine(LineChange.Added, l))))
            {
                yield return line;
            }

            yield break;
        }

        var common = new int[a + 1, b + 1];
        for (var i = a - 1; i >= 0; i--)
        {
            for (var j = b - 1; j >= 0; j--)
            {
                common[i, j] = before[head + i] == after[head + j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        foreach (var line in before.Take(head))
        {
            yield return new DefinitionLine(LineChange.Same, line);
        }

        for (int i = 0, j = 0; i < a || j < b;)
        {
            if (i < a && j < b && before[head + i] == after[head + j])
            {
                yield return new DefinitionLine(LineChange.Same, before[head + i++]);
                j++;
            }
            else if (i < a && (j == b || common[i + 1, j] >= common[i, j + 1]))
            {
                yield return new DefinitionLine(LineChange.Removed, before[head + i++]);
            }
            else
            {
                yield return new DefinitionLine(LineChange.Added, after[head + j++]);
            }
        }
    }
}
