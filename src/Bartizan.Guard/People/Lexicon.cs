using System.Collections.Frozen;
using System.Reflection;

namespace Bartizan.Guard.People;

/// <summary>The names and places of <c>content/lexicon</c>, and the words of street, title and family name that a language has few of.</summary>
internal static class Lexicon
{
    /// <summary>Longest place in words.</summary>
    public const int PlaceWords = 4;

    // These end hardly anything but family names.
    private static readonly Endings SureEndings = new(
        3,
    [
        "sson", "ssen", "dóttir", "dottir", "ová", "ović", "ević", "ić", "wski", "cki", "ński", "wska", "cka", "ńska", "ský", "ská", "cký", "wicz", "czyk", "enko", "chuk", "shvili", "adze", "opoulos", "poulou", "akis", "idis", "escu", "eanu", "oğlu", "ström", "qvist", "quist", "auskas", "aitė", "ienė", "inen",
    ]);

    private static readonly Endings FamilyEndings = new(
        3,
    [
        "sson", "sson", "ssen", "dóttir", "dottir", "ová", "ova", "ova", "eva", "ović", "ović", "ević", "ić", "ski", "ska", "sky", "skij", "skaya", "czyk", "wicz", "enko", "chuk", "shvili", "dze", "yan", "opoulos", "poulos", "idis", "akis", "ou",
        "escu", "eanu", "oglu", "oğlu", "ström", "berg", "gren", "qvist", "quist", "mann", "meyer", "meier", "bauer", "stein", "feld", "hoff", "haus", "son", "sen", "man", "vits", "witz", "inen", "ez", "elli", "etti", "ini", "ucci", "ino", "aux", "eau",
        "ov", "ev", "in", "off", "ák", "ek", "ík", "ský", "cká", "ská", "ius", "aitė", "auskas", "ienė", "iņš", "stra", "sma", "zadeh", "pour", "wala", "raj", "ton", "ford", "field", "worth", "well", "land", "wood", "ley",
    ]);

    private static readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> Given = Names("given-names.txt");
    private static readonly FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> Family = Names("family-names.txt");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Places =
        Lines("places.txt").SelectMany(line => line.Split('|')).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Titles that only people bear, in the seven languages.</summary>
    public static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Titles { get; } = Set(
        "Mr Mrs Ms Miss Mx Dr Prof Professor Sir Madam Herr Frau Monsieur Madame Mademoiselle Mme Mlle Señor Señora Señorita Sra Srta Signor Signora Signore Sig Dott Dottoressa Senhor Senhora Mevrouw Meneer Dhr Mevr Mw Ing");

    /// <summary>Small words within a name.</summary>
    public static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Particles { get; } = Set("van von der den de del della di da dos das do du la le el al bin ibn ben ten ter zu zur y e Á degli delle dello dell dei dal sul op het");

    /// <summary>Whether it is a given name; and whether it is nothing else.</summary>
    public static bool IsGiven(ReadOnlySpan<char> word, out bool only)
    {
        if (!Given.TryGetValue(word, out only) && !(word.IndexOf('-') is > 1 and var hyphen && Words.IsUpper(word[hyphen + 1]) && Given.TryGetValue(word[..hyphen], out only)))
        {
            return false;
        }

        return true;
    }

    /// <summary>Whether it is a known family name that is no everyday word, or ends like nothing else does.</summary>
    public static bool IsFamily(ReadOnlySpan<char> word) => (Family.TryGetValue(word, out var only) && only) || SureEndings.End(word);

    /// <summary>Whether it may be a family name: a known one, or one that ends like one.</summary>
    public static bool MayBeFamily(ReadOnlySpan<char> word)
    {
        return Family.TryGetValue(word, out _) || FamilyEndings.End(word);
    }

    /// <summary>Whether it is a country or a large city.</summary>
    public static bool IsPlace(ReadOnlySpan<char> words) => Places.Contains(words);

    internal static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static FrozenDictionary<string, bool>.AlternateLookup<ReadOnlySpan<char>> Names(string file)
    {
        var names = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in Lines(file).SelectMany(line => line.Split(' ')))
        {
            names.TryAdd(name.TrimEnd('?'), !name.EndsWith('?'));
        }

        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private static string[] Lines(string file)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"lexicon/{file}")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#')];
    }
}
