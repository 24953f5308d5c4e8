using System.Collections.Frozen;

namespace Bartizan.Guard.Languages;

/// <summary>A script, by the Unicode blocks of its letters, and the language that writes it where there is one alone.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Language">ISO 639-1 code of its one language; null where several write it.</param>
internal sealed record WritingSystem(string Name, string? Language)
{
    private const int Blocks = 0x10000 / 128;

    private static readonly WritingSystem Latin = new("Latin", null);
    private static readonly WritingSystem[] ByBlock = Build();

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
        _ => char.IsLetter(c) ? ByBlock[c / 128] : null,
    };

    /// <summary>The script that a language is written in, by its code; null for languages of scripts that several share.</summary>
    public static WritingSystem? OfLanguage(string code) => OneLanguage.GetValueOrDefault(code);

    private static FrozenDictionary<string, WritingSystem> OneLanguage { get; } =
        ByBlock.Append(Han).Append(Kana).OfType<WritingSystem>().Distinct().Where(s => s.Language is not null).ToFrozenDictionary(s => s.Language!, StringComparer.Ordinal);

    // Blocks of 128 characters are fine enough: where two scripts share one, both halves are told apart below.
    private static WritingSystem[] Build()
    {
        var blocks = new WritingSystem[Blocks];
        Fill(blocks, 0x0080, 0x024f, Latin);
        Fill(blocks, 0x1e00, 0x1eff, Latin);
        Fill(blocks, 0x0370, 0x03ff, new("Greek", "el"));
        Fill(blocks, 0x0400, 0x052f, new("Cyrillic", null));
        Fill(blocks, 0x0580, 0x05ff, new("Hebrew", "he"));
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
        Fill(blocks, 0x1000, 0x107f, new("Myanmar", "my"));
        Fill(blocks, 0x1080, 0x10ff, new("Georgian", "ka"));
        Fill(blocks, 0x1200, 0x137f, new("Ethiopic", "am"));
        Fill(blocks, 0x1780, 0x17ff, new("Khmer", "km"));
        Fill(blocks, 0xac00, 0xd7a3, new("Hangul", "ko"));
        return blocks;
    }

    private static void Fill(WritingSystem[] blocks, int first, int last, WritingSystem script) => Array.Fill(blocks, script, first / 128, (last / 128) - (first / 128) + 1);
}
