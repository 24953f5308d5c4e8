using System.Collections.Frozen;
using System.Reflection;

namespace Bartizan.Guard.Languages;

/// <summary>What languages that share a script are told apart by: their commonest words, and letters that few others write (<c>content/languages/profiles.txt</c>).</summary>
internal static class LanguageProfiles
{
    private static readonly (string Code, string[] Words, string Letters)[] Lines = Read();

    /// <summary>Their ISO 639-1 codes; everywhere else a language is its place in this list.</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. Lines.Select(l => l.Code)];

    /// <summary>The languages in which a word is common, and the word's number. Single letters are left out: formulas and code are full of them.</summary>
    public static FrozenDictionary<string, (int Number, int[] Languages)> Words { get; } = Group(l => l.Words.Where(w => w.Length > 1))
        .Select((g, number) => (g.Key, (number, g.Value))).ToFrozenDictionary(g => g.Key, g => g.Item2, StringComparer.Ordinal);

    /// <summary>The languages that write a letter which few do.</summary>
    public static FrozenDictionary<char, int[]> Letters { get; } =
        Group(l => l.Letters.Select(c => c.ToString())).ToFrozenDictionary(g => g.Key[0], g => g.Value);

    /// <summary>The script of each.</summary>
    public static IReadOnlyList<WritingSystem> Scripts { get; } = [.. Lines.Select(l => WritingSystem.Of(l.Words[0][0])!)];

    private static IEnumerable<KeyValuePair<string, int[]>> Group(Func<(string Code, string[] Words, string Letters), IEnumerable<string>> of) => Lines
        .SelectMany((line, i) => of(line).Distinct(StringComparer.Ordinal).Select(text => (text, i)))
        .GroupBy(pair => pair.text, pair => pair.i, StringComparer.Ordinal)
        .Select(group => KeyValuePair.Create(group.Key, group.ToArray()));

    private static (string Code, string[] Words, string Letters)[] Read()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("languages/profiles.txt")!);
        return [.. reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('|')).Select(parts =>
            (parts[0].Trim(), parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries), parts[2].Trim()))];
    }
}
