namespace Bartizan.Guard.Spans;

/// <summary>
/// The text a detector may look at, and the law it looks by: a decision counts only if it did not depend on what lies beyond the end.
/// Reading past the end of text that may still grow sets <see cref="Touched"/>; the detector then answers "need more" and is asked again.
/// That is what makes findings the same however a stream is cut.
/// </summary>
internal ref struct SpanText(ReadOnlySpan<char> chars, bool final)
{
    /// <summary>How far back from the place it resumes at a detector may look.</summary>
    public const int LookBehind = 256;

    /// <summary>What is there.</summary>
    public readonly ReadOnlySpan<char> Chars = chars;

    /// <summary>Whether the text ends here.</summary>
    public readonly bool Final = final;

    /// <summary>Whether something beyond the end was asked for, and may still come.</summary>
    public bool Touched;

    /// <summary>UTF-16 units so far.</summary>
    public readonly int Length => Chars.Length;

    /// <summary>The unit at <paramref name="index"/>, or NUL before the start and beyond the end.</summary>
    public char this[int index]
    {
        get
        {
            if ((uint)index < (uint)Chars.Length)
            {
                return Chars[index];
            }

            Touched |= index >= 0 && !Final;
            return '\0';
        }
    }

    /// <summary>Whether <paramref name="value"/> stands at <paramref name="index"/>.</summary>
    public bool StartsWith(int index, ReadOnlySpan<char> value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (this[index + i] != value[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many units from <paramref name="start"/> on are in <paramref name="set"/>, at most <paramref name="limit"/>.</summary>
    public int Run(int start, CharSet set, int limit)
    {
        var length = 0;
        while (length < limit && set.Contains(this[start + length]))
        {
            length++;
        }

        return length;
    }

    /// <summary>Whether the detector's last decision must wait for more text; clears the mark.</summary>
    public bool NeedsMore()
    {
        var touched = Touched;
        Touched = false;
        return touched;
    }
}
