using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Bartizan.Guard.Abuse;

/// <summary>
/// Finds a demand for very much output: a verb such as "repeat" or "write", and within the same sentence a large number of times, words, pages, or words
/// that say "without end". The words are those of <c>content/patterns/amplification.json</c>.
/// </summary>
internal static class HugeRequest
{
    // How far the verb may stand from what it demands.
    private const int Reach = 160;
    private const int LongestWord = 24;
    private const int LongestGap = 3;

    private static readonly Content Loaded = GuardContent.Read<Content>("patterns/amplification.json");
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Verbs = Lookup(Loaded.Verbs);
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Repeaters = Lookup(Loaded.Repeaters);
    private static readonly FrozenDictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> Units =
        Loaded.Units.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> Multipliers =
        Loaded.Multipliers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly (string Phrase, int Mark)[] Endless = [.. Loaded.Endless.Select(p => (p, p.IndexOf(Loaded.Marks.First(p.Contains), StringComparison.Ordinal)))];
    private static readonly SearchValues<string> Marks = SearchValues.Create(Loaded.Marks, StringComparison.OrdinalIgnoreCase);

    // A search for words with letters beyond ASCII in either case is some fifty times slower: Cyrillic words are looked for as they are written.
    private static readonly SearchValues<string> NumberWords = SearchValues.Create([.. Loaded.Multipliers.Keys.Where(w => Ascii.IsValid(w))], StringComparison.OrdinalIgnoreCase);
    private static readonly string[] OtherNumbers = ["00", .. Loaded.Multipliers.Keys.Where(w => !Ascii.IsValid(w))];
    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!?\n;。！？");

    /// <summary>Finds the first, from the verb to what it demands.</summary>
    public static bool Find(ReadOnlySpan<char> text, out int start, out int length, out bool endless)
    {
        endless = FindEndless(text, out start, out length);
        return endless || FindCounted(text, out start, out length);
    }

    private static bool FindEndless(ReadOnlySpan<char> text, out int start, out int length)
    {
        var verbs = new VerbTrail(Repeaters);
        for (var at = 0; text[at..].IndexOfAny(Marks) is >= 0 and var offset; at += offset + 1)
        {
            var place = StartOfEndless(text, at + offset);
            if (place < 0)
            {
                continue;
            }

            var end = place;
            while (end < text.Length && !SentenceEnds.Contains(text[end]) && text[end] != ',' && end - place < 40)
            {
                end++;
            }

            if (verbs.Before(text, place) is >= 0 and var verb)
            {
                (start, length) = (verb, end - verb);
                return true;
            }
        }

        (start, length) = (0, 0);
        return false;
    }

    // Where the phrase begins whose mark stands at a place; -1 when the rest of it does not stand there.
    private static int StartOfEndless(ReadOnlySpan<char> text, int mark)
    {
        foreach (var (phrase, before) in Endless)
        {
            if (mark >= before && text[(mark - before)..].StartsWith(phrase, StringComparison.OrdinalIgnoreCase))
            {
                return mark - before;
            }
        }

        return -1;
    }

    // Where the next large number may stand. What was found ahead is kept, so that many of one kind do not have the text read again and again for another.
    private static int NextNumber(ReadOnlySpan<char> text, int at, Span<int> ahead)
    {
        var first = int.MaxValue;
        for (var i = 0; i < ahead.Length; i++)
        {
            if (ahead[i] < at)
            {
                var offset = i == 0 ? text[at..].IndexOfAny(NumberWords) : text[at..].IndexOf(OtherNumbers[i - 1], StringComparison.Ordinal);
                ahead[i] = offset < 0 ? int.MaxValue : at + offset;
            }

            first = Math.Min(first, ahead[i]);
        }

        return first;
    }

    private static bool FindCounted(ReadOnlySpan<char> text, out int start, out int length)
    {
        (start, length) = (0, 0);
        var verbs = new VerbTrail(Verbs);
        Span<int> ahead = stackalloc int[OtherNumbers.Length + 1];
        ahead.Fill(-1);
        for (var at = 0; NextNumber(text, at, ahead) is < int.MaxValue and var from;)
        {
            // Back to the number's first digit.
            while (from > at && (char.IsAsciiDigit(text[from - 1]) || (text[from - 1] is ',' or '.' or '\'' or ' ' && from > at + 1 && char.IsAsciiDigit(text[from - 2]))))
            {
                from--;
            }

            var end = ReadNumber(text, from, out var number);
            if (number > 0 && ReadUnit(text, end, out var most) is > 0 and var unitEnd && number >= most && verbs.Before(text, from) is >= 0 and var verb)
            {
                (start, length) = (verb, unitEnd - verb);
                return true;
            }

            at = Math.Max(end, from + 1);
        }

        return false;
    }

    // 10,000 or 10 000 or ten thousand or 5 million.
    private static int ReadNumber(ReadOnlySpan<char> text, int at, out long number)
    {
        number = 0;
        var end = at;
        while (end < text.Length && number < long.MaxValue / 100)
        {
            if (char.IsAsciiDigit(text[end]))
            {
                number = (number * 10) + (text[end] - '0');
            }
            else if (!(text[end] is ',' or '.' or '\'' or ' ' or '_' && end > at && end + 3 < text.Length && char.IsAsciiDigit(text[end + 1]) && char.IsAsciiDigit(text[end + 2]) && char.IsAsciiDigit(text[end + 3])))
            {
                break;
            }

            end++;
        }

        var word = Word(text, SkipBlank(text, end));
        if (Multipliers.TryGetValue(word, out var factor))
        {
            number = Math.Max(number, 1) * factor;
            end = SkipBlank(text, end) + word.Length;
        }

        return end;
    }

    // The thing counted stands among the next words: "10000 times", "500 single-spaced pages".
    private static int ReadUnit(ReadOnlySpan<char> text, int at, out long most)
    {
        most = 0;
        for (var gap = 0; gap < LongestGap; gap++)
        {
            at = SkipBlank(text, at);
            var word = Word(text, at);
            if (word.IsEmpty)
            {
                return -1;
            }

            at += word.Length;
            if (Units.TryGetValue(word, out most))
            {
                // "A thousand times faster" compares.
                return Contains(Loaded.Comparisons, Word(text, SkipBlank(text, at))) ? -1 : at;
            }
        }

        return -1;
    }

    private static bool Contains(string[] words, ReadOnlySpan<char> word)
    {
        foreach (var one in words)
        {
            if (word.Equals(one, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int SkipBlank(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '-' or '\u00A0')
        {
            at++;
        }

        return at;
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text, int at)
    {
        var length = 0;
        while (at + length < text.Length && length <= LongestWord && char.IsLetter(text[at + length]))
        {
            length++;
        }

        return text.Slice(Math.Min(at, text.Length), length);
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(string[] words) =>
        words.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The latest verb of the sentence, followed forward so that each word is looked at once.</summary>
    private struct VerbTrail(FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> among)
    {
        private int _at;
        private int _verb = -1;

        /// <summary>Where the nearest verb before a place stands; -1 when it is too far or in another sentence. Places only go forward.</summary>
        public int Before(ReadOnlySpan<char> text, int place)
        {
            while (_at < place)
            {
                var word = Word(text[..place], _at);
                if (word.IsEmpty)
                {
                    _verb = SentenceEnds.Contains(text[_at]) ? -1 : _verb;
                    _at++;
                    continue;
                }

                _verb = among.Contains(word) ? _at : _verb;
                _at += word.Length;
            }

            return _verb >= 0 && place - _verb <= Reach ? _verb : -1;
        }
    }

    private sealed record Content(string[] Verbs, string[] Repeaters, Dictionary<string, long> Units, Dictionary<string, long> Multipliers, string[] Endless, string[] Marks, string[] Comparisons);
}
