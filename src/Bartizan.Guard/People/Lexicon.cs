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

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Places =
        Lines("places.txt").SelectMany(line => line.Split('|')).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    // Titles that only people bear, in the seven languages.
    private const string Titles =
        "Mr Mrs Ms Miss Mx Dr Prof Professor Sir Madam Herr Frau Monsieur Madame Mademoiselle Mme Mlle Señor Señora Señorita Sra Srta Signor Signora Signore Sig Dott Dottoressa Senhor Senhora Mevrouw Meneer Dhr Mevr Mw Ing";

    // Small words within a name.
    private const string Particles = "van von der den de del della di da dos das do du la le el al bin ibn ben ten ter zu zur y e Á degli delle dello dell dei dal sul op het";

    private static readonly FrozenDictionary<string, WordKinds>.AlternateLookup<ReadOnlySpan<char>> Kinds = ReadKinds();

    /// <summary>What a word may be, in any case.</summary>
    public static WordKinds KindsOf(ReadOnlySpan<char> word) => Kinds.TryGetValue(word, out var kinds) ? kinds : WordKinds.None;

    /// <summary>What the name before the hyphen may be of a word such as <c>Anne-Marie</c>, which is of the kinds given where it is not.</summary>
    public static WordKinds GivenOf(ReadOnlySpan<char> word, WordKinds kinds) =>
        !kinds.Has(WordKinds.Given) && word.IndexOf('-') is > 1 and var hyphen && Words.IsUpper(word[hyphen + 1]) ? KindsOf(word[..hyphen]) : kinds;

    /// <summary>Whether it is a known family name that is no everyday word, or ends like nothing else does.</summary>
    public static bool IsFamily(ReadOnlySpan<char> word) => KindsOf(word).Has(WordKinds.OnlyFamily) || SureEndings.End(word);

    /// <summary>Whether it may be a family name: a known one, or one that ends like one.</summary>
    public static bool MayBeFamily(ReadOnlySpan<char> word) => KindsOf(word).Has(WordKinds.Family) || FamilyEndings.End(word);

    /// <summary>Whether it is a country or a large city.</summary>
    public static bool IsPlace(ReadOnlySpan<char> words) => Places.Contains(words);

    internal static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static FrozenDictionary<string, WordKinds>.AlternateLookup<ReadOnlySpan<char>> ReadKinds()
    {
        var kinds = new Dictionary<string, WordKinds>(StringComparer.OrdinalIgnoreCase);
        Add(NameRun.Everyday, WordKinds.Everyday);
        Add(NameRun.Things, WordKinds.Thing);
        Add(Streets.Units, WordKinds.Unit);
        Add(Streets.Behind, WordKinds.EndsStreet);
        Add(Streets.Before, WordKinds.BeginsStreet);
        Add(Titles, WordKinds.Title);
        Add(Particles, WordKinds.Particle);
        AddNames("given-names.txt", WordKinds.Given, WordKinds.OnlyGiven);
        AddNames("family-names.txt", WordKinds.Family, WordKinds.OnlyFamily);
        return kinds.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

        void Add(string words, WordKinds kind)
        {
            foreach (var word in words.Split(' '))
            {
                kinds[word] = kinds.GetValueOrDefault(word) | kind;
            }
        }

        // A question mark says that the name is an everyday word too. What is said of a name first counts.
        void AddNames(string file, WordKinds kind, WordKinds only)
        {
            foreach (var name in Lines(file).SelectMany(line => line.Split(' ')))
            {
                var word = name.TrimEnd('?');
                var known = kinds.GetValueOrDefault(word);
                kinds[word] = known.Has(kind) ? known : known | kind | (name.EndsWith('?') ? WordKinds.None : only);
            }
        }
    }

    private static string[] Lines(string file)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"lexicon/{file}")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] != '#')];
    }
}
