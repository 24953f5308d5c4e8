using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Personal;

/// <summary>Digits in groups, as people write numbers: <c>4111 1111 1111 1111</c>, <c>123-45-6789</c>.</summary>
internal struct DigitGroups
{
    /// <summary>More groups or digits are not read.</summary>
    public const int MaxGroups = 8;
    public const int MaxDigits = 24;

    private DigitBuffer _digits;
    private GroupBuffer<byte> _ends;
    private GroupBuffer<char> _separators;

    /// <summary>How many groups.</summary>
    public int Count { get; private set; }

    /// <summary>How many digits in all.</summary>
    public int Total { get; private set; }

    /// <summary>One past the last digit, in the text.</summary>
    public int End { get; private set; }

    /// <summary>Reads groups from <paramref name="start"/> with one separator between each: space, hyphen, full stop or slash.</summary>
    public static DigitGroups Read(ref SpanText text, int start)
    {
        var groups = new DigitGroups { End = start };
        var at = start;
        while (groups.Count < MaxGroups)
        {
            while (groups.Total < MaxDigits && char.IsAsciiDigit(text[at]))
            {
                groups._digits[groups.Total++] = text[at++];
            }

            groups._ends[groups.Count] = (byte)groups.Total;
            groups.End = at;
            var separator = text[at];
            groups._separators[groups.Count++] = separator;
            if (separator is not (' ' or '-' or '.' or '/') || !char.IsAsciiDigit(text[at + 1]))
            {
                break;
            }

            at++;
        }

        return groups;
    }

    /// <summary>Length of group <paramref name="index"/>.</summary>
    public int this[int index] => index >= Count ? 0 : _ends[index] - (index == 0 ? 0 : _ends[index - 1]);

    /// <summary>The separator after group <paramref name="index"/>.</summary>
    public char Separator(int index) => _separators[index];

    /// <summary>All digits without separators.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<char> Digits => ((ReadOnlySpan<char>)_digits)[..Total];

    /// <summary>Whether the groups begin with these lengths, one kind of separator between them.</summary>
    public bool Begins(params ReadOnlySpan<int> lengths)
    {
        if (Count < lengths.Length)
        {
            return false;
        }

        for (var i = 0; i < lengths.Length; i++)
        {
            if (this[i] != lengths[i] || (i > 1 && _separators[i - 1] != _separators[0]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the groups are of exactly these lengths.</summary>
    public bool Are(params ReadOnlySpan<int> lengths) => Count == lengths.Length && Begins(lengths);

    /// <summary>Whether one kind of separator stands between all groups.</summary>
    public bool Uniform
    {
        get
        {
            for (var i = 1; i < Count - 1; i++)
            {
                if (_separators[i] != _separators[0])
                {
                    return false;
                }
            }

            return true;
        }
    }

    [InlineArray(MaxDigits)]
    private struct DigitBuffer
    {
        private char _first;
    }

    [InlineArray(MaxGroups)]
    private struct GroupBuffer<T>
    {
        private T _first;
    }
}
