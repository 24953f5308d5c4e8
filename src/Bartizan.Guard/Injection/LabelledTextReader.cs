using System.Text.Json;
using Bartizan.Core.Results;

namespace Bartizan.Guard.Injection;

/// <summary>
/// Reads labelled data: one JSON object a line with <c>text</c>, <c>label</c>, <c>channel</c> and <c>source</c>, and optionally
/// <c>split</c>, <c>payload</c> and <c>group</c>. Empty lines are skipped; any other line that does not fit is an error with its place.
/// </summary>
public static class LabelledTextReader
{
    private const int MostDepth = 16;

    private static readonly string[] Labels = ["benign", "injection", "jailbreak", "harmful", "not-injection"];

    /// <summary>Reads all rows of <paramref name="reader"/>; <paramref name="file"/> is the name used in errors.</summary>
    /// <exception cref="InputException">A line is no JSON object, or lacks a field, or has a value that is not known.</exception>
    public static IEnumerable<LabelledText> Read(TextReader reader, string file)
    {
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
                yield return ReadLine(line, file, number);
        }
    }

    private static LabelledText ReadLine(string line, string file, int number)
    {
        InputException Wrong(string what, string fix) => new(new InputError(what, fix, file, number, 1));

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = MostDepth });
        }
        catch (JsonException)
        {
            throw Wrong("This line is no JSON.", "Write one JSON object a line.");
        }

        using (document)
        {
            var row = document.RootElement;
            if (row.ValueKind != JsonValueKind.Object)
                throw Wrong("This line is no JSON object.", "Write one JSON object a line.");
            var text = Field(row, "text") ?? throw Wrong("Field text is missing or no string.", "Give the text to judge.");
            var label = Field(row, "label") ?? "";
            if (!Labels.Contains(label))
                throw Wrong($"Field label is {Shown(row, "label")}.", $"Use one of {string.Join(", ", Labels)}.");
            var channel = Field(row, "channel") switch
            {
                "user" or "system" => InjectionChannel.User,
                "data" => InjectionChannel.Data,
                _ => throw Wrong($"Field channel is {Shown(row, "channel")}.", "Use one of user, data, system."),
            };
            return new LabelledText(text, label, channel, Field(row, "source") ?? "", Field(row, "split") ?? "", Field(row, "payload") ?? "", Group(row));
        }
    }

    private static string? Field(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Group(JsonElement row) =>
        row.TryGetProperty("group", out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? value.ToString() : "";

    private static string Shown(JsonElement row, string name)
    {
        if (!row.TryGetProperty(name, out var value))
            return "missing";
        var text = value.ToString();
        return $"'{(text.Length <= 40 ? text : text[..40] + "…")}'";
    }
}
