namespace Bartizan.Guard.Languages;

/// <summary>A script, by the Unicode blocks of its letters, and the language that writes it where there is one alone.</summary>
internal sealed class WritingSystem
{
    private const int BlockSize = 16;
    private const int Blocks = 0x10000 / BlockSize;

    private static readonly List<WritingSystem> Known = [];
    private static readonly WritingSystem Latin = new("Latin", null);
    private static readonly WritingSystem[] ByBlock = Build();

    private WritingSystem(string name, string? language)
    {
        (Name, Language, Number) = (name, language, Known.Count);
        Known.Add(this);
    }

    /// <summary>Every one, by its number.</summary>
    public static IReadOnlyList<WritingSystem> All => Known;

    /// <summary>Its name, for people.</summary>
    public string Name { get; }

    /// <summary>ISO 639-1 code of its one language; null where several write it.</summary>
    public string? Language { get; }

    /// <summary>Its place among <see cref="All"/>.</summary>
    public int Number { get; }

    /// <summary>Han without kana.</summary>
    public static WritingSystem Han { get; } = new("Han", "zh");

    /// <summary>Japanese syllables; with them Han is Japanese too.</summary>
    public static WritingSystem Kana { get; } = new("Kana", "ja");

    /// <summary>The script of a letter; null for what is no letter and for letters of scripts that are not known here.</summary>
    public static WritingSystem? Of(char c) => c switch
    {
        < (char)0x80 => char.IsAsciiLetter(c) ? Latin : null,
        >= '\u3040' and <= '\u30ff' => Kana,
        >= '\u3400' and <= '\u4dbf' or >= '\u4e00' and <= '\u9fff' => Han,
        _ => char.IsLetter(c) ? ByBlock[c / BlockSize] : null,
    };

    // Scripts begin and end at multiples of 16.
    private static WritingSystem[] Build()
    {
        var blocks = new WritingSystem[Blocks];
        Fill(blocks, 0x0080, 0x024f, Latin);
        Fill(blocks, 0x1e00, 0x1eff, Latin);
        var greek = new WritingSystem("Greek", "el");
        Fill(blocks, 0x0370, 0x03ff, greek);
        Fill(blocks, 0x1f00, 0x1fff, greek);
        Fill(blocks, 0x0400, 0x052f, new("Cyrillic", null));
        Fill(blocks, 0x0530, 0x058f, new("Armenian", "hy"));
        Fill(blocks, 0x0590, 0x05ff, new("Hebrew", "he"));
        Fill(blocks, 0x0600, 0x077f, new("Arabic", null));
        Fill(blocks, 0x0900, 0x097f, new("Devanagari", null));
        Fill(blocks, 0x0980, 0x09ff, new("Bengali", "bn"));
        Fill(blocks, 0x0a00, 0x0a7f, new("Gurmukhi", "pa"));
        Fill(blocks, 0x0a80, 0x0aff, new("Gujarati", "gu"));
        Fill(blocks, 0x0b80, 0x0bff, new("Tamil", "ta"));
        Fill(blocks, 0x0c00, 0x0c7f, new("Telugu", "te"));
        Fill(blocks, 0x0c80, 0x0cff, new("Kannada", "kn"));
        Fill(blocks, 0x0d00, 0x0d7f, new("Malayalam", "ml"));
        Fill(blocks, 0x0d80, 0x0dff, new("Sinhala", "si"));
        Fill(blocks, 0x0e00, 0x0e7f, new("Thai", "th"));
        Fill(blocks, 0x0e80, 0x0eff, new("Lao", "lo"));
        Fill(blocks, 0x1000, 0x109f, new("Myanmar", "my"));
        Fill(blocks, 0x10a0, 0x10ff, new("Georgian", "ka"));
        Fill(blocks, 0x1200, 0x137f, new("Ethiopic", "am"));
        Fill(blocks, 0x1780, 0x17ff, new("Khmer", "km"));
        Fill(blocks, 0xac00, 0xd7af, new("Hangul", "ko"));
        return blocks;
    }

    private static void Fill(WritingSystem[] blocks, int first, int last, WritingSystem script) => Array.Fill(blocks, script, first / BlockSize, (last - first + 1) / BlockSize);
}
