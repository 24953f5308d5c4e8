using System.Collections.Frozen;

namespace Bartizan.Guard.Languages;

/// <summary>
/// Tells which language a text is mostly written in: by its script where one language writes it, else by the share of its words that are among a language's
/// commonest and by its rare letters. Says nothing where it is not sure.
/// </summary>
public static class LanguageDetector
{
    private const int LongestWord = 24;
    private const int LongestText = 64 * 1024;

    /// <summary>Letters of its script below which a text is too short; of Han, kana and Hangul, which say more each, half of it.</summary>
    private const int FewestLetters = 24;
    private const int FewestWords = 8;
    private const int FewestKnownWords = 4;

    // Of a text's letters in one script; and how much of its words a language's commonest are at least, and how far ahead of the next. Set on training texts.
    private const double MostlyOneScript = 0.6;
    private const double LeastShare = 0.10;
    private const double Ahead = 1.35;
    private const double LetterWeight = 0.5;
    private const double KanaShare = 0.08;

    private static readonly FrozenDictionary<string, (int Number, int[] Languages)>.AlternateLookup<ReadOnlySpan<char>> Words = LanguageProfiles.Words.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly int English = LanguageProfiles.Codes.ToList().IndexOf("en");

    /// <summary>Every language that can be told, by its ISO 639-1 code.</summary>
    public static IReadOnlyList<string> Codes { get; } =
        [.. LanguageProfiles.Codes.Concat(WritingSystem.All.Select(s => s.Language).OfType<string>()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// The language that a text is surely written in, and surely in none of <paramref name="allowed"/>, as its code or, where only the script is sure, the
    /// script's name; null otherwise.
    /// </summary>
    public static string? Other(ReadOnlySpan<char> text, IReadOnlySet<string> allowed)
    {
        text = text.Length <= LongestText ? text : text[..LongestText];
        if (ScriptOf(text) is not { } script)
        {
            return null;
        }

        if (script.Language is { } only)
        {
            return allowed.Contains(only) ? null : only;
        }

        Span<double> scores = stackalloc double[LanguageProfiles.Codes.Count];
        var best = Score(text, script, scores);
        var writesScript = Enumerable.Range(0, scores.Length).Any(i => LanguageProfiles.Scripts[i] == script && allowed.Contains(LanguageProfiles.Codes[i]));
        if (best < 0 || allowed.Contains(LanguageProfiles.Codes[best]))
        {
            return best < 0 && !writesScript && script.Name != "Latin" ? script.Name : null;
        }

        for (var i = 0; i < scores.Length; i++)
        {
            if (allowed.Contains(LanguageProfiles.Codes[i]) && scores[best] < Ahead * scores[i])
            {
                return null;
            }
        }

        return LanguageProfiles.Codes[best];
    }

    /// <summary>The language that a text is surely written in; null where none is.</summary>
    public static string? Detect(ReadOnlySpan<char> text)
    {
        text = text.Length <= LongestText ? text : text[..LongestText];
        if (ScriptOf(text) is not { } script)
        {
            return null;
        }

        if (script.Language is not null)
        {
            return script.Language;
        }

        Span<double> scores = stackalloc double[LanguageProfiles.Codes.Count];
        var best = Score(text, script, scores);
        for (var i = 0; best >= 0 && i < scores.Length; i++)
        {
            best = i != best && scores[best] < Ahead * scores[i] ? -1 : best;
        }

        return best < 0 ? null : LanguageProfiles.Codes[best];
    }

    private static WritingSystem? ScriptOf(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[WritingSystem.All.Count];
        counts.Clear();
        var all = 0;
        foreach (var c in text)
        {
            if (WritingSystem.Of(c) is { } script)
            {
                counts[script.Number]++;
                all++;
            }
        }

        var (kana, han) = (counts[WritingSystem.Kana.Number], counts[WritingSystem.Han.Number]);
        if (kana > 0)
        {
            counts[(kana >= KanaShare * (kana + han) ? WritingSystem.Kana : WritingSystem.Han).Number] = kana + han;
        }

        foreach (var script in WritingSystem.All)
        {
            var (count, dense) = (counts[script.Number], script.Language is "zh" or "ja" or "ko");
            if (count >= (dense ? FewestLetters / 2 : FewestLetters) && count >= MostlyOneScript * all)
            {
                return script;
            }
        }

        return null;
    }

    /// <summary>Fills in how much speaks for each language of a script; returns the one ahead, or -1 where none is likely.</summary>
    private static int Score(ReadOnlySpan<char> text, WritingSystem script, Span<double> scores)
    {
        scores.Clear();
        Span<int> known = stackalloc int[scores.Length];
        Span<char> word = stackalloc char[LongestWord];
        Span<bool> seen = stackalloc bool[LanguageProfiles.Words.Count];
        known.Clear();
        seen.Clear();
        var (words, letters) = (0, 0);
        for (var at = 0; at < text.Length;)
        {
            if (!IsLetter(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            for (; at < text.Length && IsLetter(text[at]); at++)
            {
                var c = char.ToLowerInvariant(text[at]);
                letters++;
                if (at - start < LongestWord)
                {
                    word[at - start] = c;
                }

                if (c > 0x7f && LanguageProfiles.Letters.TryGetValue(c, out var writers))
                {
                    foreach (var language in writers)
                    {
                        scores[language] += LetterWeight / writers.Length;
                    }
                }
            }

            words++;
            if (at - start <= LongestWord && Words.TryGetValue(word[..(at - start)], out var common))
            {
                foreach (var language in common.Languages)
                {
                    scores[language] += 1 / Math.Sqrt(common.Languages.Length);
                    known[language] += seen[common.Number] ? 0 : 1;
                }

                seen[common.Number] = true;
            }
        }

        var best = -1;
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = LanguageProfiles.Scripts[i] == script && words > 0 ? scores[i] / words : 0;
            best = known[i] >= FewestKnownWords && (best < 0 || scores[i] > scores[best]) ? i : best;
        }

        // Much of what programs and tables say is English words, so English must be surer than others.
        return words < FewestWords || best < 0 || scores[best] < (best == English ? 2 * LeastShare : LeastShare) ? -1 : best;
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
