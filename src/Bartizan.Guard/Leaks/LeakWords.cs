using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Leaks;

/// <summary>
/// Cuts text into words for comparison, unit by unit: letters and digits in lower case, look-alikes and full-width forms as ASCII, invisible characters
/// and everything else left out. A letter of a script that writes without blanks is a word by itself.
/// </summary>
internal struct LeakWords
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private ulong _hash;

    /// <summary>Whether a word has begun and not ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Where the open word began.</summary>
    public int Start { get; private set; }

    /// <summary>One past the last unit of the open word.</summary>
    public int End { get; private set; }

    /// <summary>Adds the words of a whole text to <paramref name="into"/> by their hashes, and ends the text early once that holds <paramref name="most"/>.</summary>
    public static void Collect(ReadOnlySpan<char> text, List<ulong> into, int most = int.MaxValue)
    {
        var reader = new LeakWords();
        for (var i = 0; i < text.Length && into.Count < most; i++)
        {
            if (reader.Take(text[i], i, out var word))
            {
                into.Add(word.Hash);
            }

            if (IsWhole(text[i], i, out word))
            {
                into.Add(word.Hash);
            }
        }

        if (reader.Close(out var last))
        {
            into.Add(last.Hash);
        }
    }

    /// <summary>
    /// Takes the unit that stands at <paramref name="at"/>. True when a word ended with it or before it; the unit may itself begin the next one.
    /// </summary>
    public bool Take(char c, int at, out LeakWord word)
    {
        var kind = KindOf(ref c);
        word = default;
        if (kind == Kind.Nothing)
        {
            return false;
        }

        var ended = IsOpen && kind != Kind.Letter;
        if (ended)
        {
            word = new LeakWord(_hash, Start, End, 2);
            IsOpen = false;
        }

        if (kind == Kind.Letter)
        {
            if (!IsOpen)
            {
                (IsOpen, Start, _hash) = (true, at, Basis);
            }

            // FNV-1a over UTF-16 units.
            _hash = (_hash ^ c) * Prime;
            End = at + 1;
        }

        return ended;
    }

    /// <summary>Ends the open word; false when there is none.</summary>
    public bool Close(out LeakWord word)
    {
        word = new LeakWord(_hash, Start, End, 2);
        var open = IsOpen;
        IsOpen = false;
        return open;
    }

    /// <summary>The word that one such unit is by itself, in a script without blanks.</summary>
    public static bool IsWhole(char c, int at, out LeakWord word)
    {
        word = new LeakWord((Basis ^ c) * Prime, at, at + 1, 1);
        return c is (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3') or (>= '\u0E01' and <= '\u0E30');
    }

    private static Kind KindOf(ref char c)
    {
        if (char.IsAsciiLetterOrDigit(c))
        {
            c = c < 'a' ? char.ToLowerInvariant(c) : c;
            return Kind.Letter;
        }

        if (c < 128)
        {
            // An apostrophe is said or left out.
            return c == '\'' ? Kind.Nothing : Kind.Break;
        }

        var folded = Folder.OfUnit(c);
        if (folded is not (0 or Folder.Look))
        {
            c = (char)(folded & 0x7F);
            return c == '\0' ? Kind.Nothing : KindOf(ref c);
        }

        c = char.ToLowerInvariant(c);
        return char.IsLetterOrDigit(c) && !IsWhole(c, 0, out _) ? Kind.Letter : c == '\u2019' ? Kind.Nothing : Kind.Break;
    }

    private enum Kind
    {
        Nothing,
        Letter,
        Break,
    }
}

/// <summary>One word.</summary>
/// <param name="Hash">Of its normalised letters.</param>
/// <param name="Start">First unit.</param>
/// <param name="End">One past the last.</param>
/// <param name="Weight">How much of a run it is: 2, or 1 for a letter that is a word by itself.</param>
internal readonly record struct LeakWord(ulong Hash, int Start, int End, int Weight);
