namespace Bartizan.Guard.Arguments;

/// <summary>A value as an interpreter would read it, with the way back to where each unit stands in the value. Used again for the next value.</summary>
internal sealed class Reading
{
    // Larger ones are left to the collector.
    private const int LargestKept = 64 * 1024;

    private char[] _text = [];
    private int[] _from = [];

    /// <summary>What it reads.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, Count);

    /// <summary>Units so far.</summary>
    public int Count { get; private set; }

    /// <summary>The last unit, or NUL.</summary>
    public char Last => Count == 0 ? '\0' : _text[Count - 1];

    /// <summary>Begins anew, with room for <paramref name="capacity"/> units.</summary>
    public void Begin(int capacity)
    {
        Count = 0;
        if (_text.Length <= capacity || (_text.Length > LargestKept && capacity < LargestKept))
        {
            _text = new char[Math.Max(256, capacity + 1)];
            _from = new int[_text.Length];
        }
    }

    /// <summary>Adds a unit that stands at <paramref name="from"/>; no more of them than there is room for.</summary>
    public void Add(char c, int from)
    {
        _text[Count] = c;
        _from[Count++] = from;
    }

    /// <summary>Ends it, with the value's length.</summary>
    public void End(int length) => _from[Count] = length;

    /// <summary>Where a unit stands in the value; that of the end is the value's.</summary>
    public int From(int index) => _from[index];

    /// <summary>Whether a unit is the result of decoding: it took several units of the value.</summary>
    public bool IsDecoded(int index) => _from[index + 1] - _from[index] > 1;

    /// <summary>A hit on units of the reading.</summary>
    public ArgumentHit Hit(int start, int length, string label, double score, string reason) => new(_from[start], _from[start + length], label, score, reason);
}
