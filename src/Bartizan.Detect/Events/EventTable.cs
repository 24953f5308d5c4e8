using System.Buffers;

namespace Bartizan.Detect.Events;

/// <summary>
/// One event at a time: its JSON bytes and a flat table of the values that rules may ask for. Buffers are kept from event to event; nothing is
/// allocated once they are large enough. Not for several threads at once.
/// </summary>
internal sealed class EventTable
{
    private const int Deepest = 128;
    private const int MostValues = 1 << 18;

    private static readonly SearchValues<byte> Numeric = SearchValues.Create("+-.0123456789eE"u8);

    private readonly FieldTrie _trie;
    private readonly StructuralScan _scan = new();
    private readonly int[] _heads;
    private readonly int[] _stamps;
    private EventValue[] _values = new EventValue[256];
    private byte[] _scratch = new byte[16 * 1024];
    private int _scratchUsed;
    private byte[] _source = [];
    private int _offset;
    private int _length;
    private int _stamp;
    private int _next;
    private bool _all;

    public EventTable(FieldTrie trie)
    {
        _trie = trie;
        _heads = new int[trie.Count];
        _stamps = new int[trie.Count];
    }

    /// <summary>How many values were kept.</summary>
    public int Count { get; private set; }

    private ReadOnlySpan<byte> Source => _source.AsSpan(_offset, _length);

    /// <summary>
    /// Reads one JSON object; with <paramref name="all"/> every value is kept, for keywords. False when it is no JSON object, nested more than
    /// 128 levels deep, or has more than 262,143 values that rules ask for.
    /// </summary>
    public bool Read(byte[] source, int offset, int length, bool all)
    {
        (_source, _offset, _length, _all) = (source, offset, length, all);
        (_scratchUsed, Count, _next) = (0, 0, 0);
        if (_stamp++ == int.MaxValue)
        {
            Array.Clear(_stamps);
            _stamp = 1;
        }

        var text = Source;
        if (!_scan.Run(text) || _scan.Count == 0)
        {
            return false;
        }

        var marks = _scan.Marks;
        var start = SkipSpace(text, 0);
        return start == marks[0] && text[start] == '{' && Value(text, marks, start, 0, 0) && Count < MostValues && _next == marks.Length && SkipSpace(text, marks[^1] + 1) == text.Length;
    }

    /// <summary>The first value of a field, or -1.</summary>
    public int First(int field) => field >= 0 && _stamps[field] == _stamp ? _heads[field] : -1;

    /// <summary>A value by its number.</summary>
    public ref EventValue this[int value] => ref _values[value];

    /// <summary>A value's text without escapes, of a container its JSON without white space. Good until the next text is asked for.</summary>
    public ReadOnlySpan<byte> Text(int value)
    {
        ref var entry = ref _values[value];
        if (entry.TextAt == -1)
        {
            Unfold(ref entry);
        }

        return entry.TextAt == -2 ? Source.Slice(entry.Start, entry.Length) : _scratch.AsSpan(entry.TextAt, entry.TextLength);
    }

    /// <summary>A value's text with case taken away. Good until the next text is asked for.</summary>
    public ReadOnlySpan<byte> Folded(int value)
    {
        ref var entry = ref _values[value];
        if (entry.FoldedAt < 0)
        {
            Reserve(Text(value).Length * 3 + 8);
            var written = JsonText.Fold(Text(value), _scratch.AsSpan(_scratchUsed));
            (entry.FoldedAt, entry.FoldedLength) = (_scratchUsed, written);
            _scratchUsed += written;
        }

        return _scratch.AsSpan(entry.FoldedAt, entry.FoldedLength);
    }

    private void Unfold(ref EventValue entry)
    {
        entry.TextAt = -2;
        var raw = Source.Slice(entry.Start, entry.Length);
        if (entry.Kind == ValueKind.Text && (!_scan.HasEscapes || raw.IndexOf((byte)'\\') < 0))
        {
            return;
        }

        Reserve(entry.Length * 2 + 8);
        var target = _scratch.AsSpan(_scratchUsed);
        var written = entry.Kind switch
        {
            ValueKind.Text => JsonText.Unescape(raw, target),
            ValueKind.Container => JsonText.Compact(raw, target),
            _ => JsonText.Canonical(raw, target),
        };
        if (written > 0 || entry.Kind != ValueKind.Scalar)
        {
            (entry.TextAt, entry.TextLength) = (_scratchUsed, written);
            _scratchUsed += written;
        }
    }

    private void Reserve(int bytes)
    {
        if (_scratch.Length - _scratchUsed < bytes)
        {
            Array.Resize(ref _scratch, Math.Max(_scratch.Length * 2, _scratchUsed + bytes));
        }
    }

    /// <summary>Reads the value at <paramref name="at"/>, which <paramref name="node"/> is of, up to and with its last mark.</summary>
    private bool Value(ReadOnlySpan<byte> text, ReadOnlySpan<int> marks, int at, int node, int depth)
    {
        if (at >= text.Length || _next >= marks.Length)
        {
            return false;
        }

        switch (text[at])
        {
            case (byte)'"':
                if (marks[_next] != at || _next + 1 >= marks.Length)
                {
                    return false;
                }

                Keep(node, at + 1, marks[_next + 1] - at - 1, ValueKind.Text);
                _next += 2;
                return IsEnd(text, marks);
            case (byte)'{' or (byte)'[':
                var field = _trie.FieldOf(node);
                var kept = field >= 0 ? Keep(node, at, 0, ValueKind.Container) : -1;
                var inside = text[at] == '{' ? node == 0 || _all || _trie.IsInner(node) : _all || node > 0;
                if (marks[_next] != at || depth >= Deepest
                    || !(inside ? text[at] == '{' ? Members(text, marks, node, depth + 1) : Items(text, marks, node, depth + 1) : Skip(text, marks)))
                {
                    return false;
                }

                if (kept >= 0)
                {
                    _values[kept].Length = marks[_next - 1] + 1 - at;
                }

                return IsEnd(text, marks);
            default:
                return Scalar(text, at, marks[_next], node);
        }
    }

    /// <summary>Whether nothing but white space stands between the mark read last and the next.</summary>
    private bool IsEnd(ReadOnlySpan<byte> text, ReadOnlySpan<int> marks)
    {
        var end = marks[_next - 1] + 1;
        return _next == marks.Length || marks[_next] == end || SkipSpace(text, end) == marks[_next];
    }

    private bool Members(ReadOnlySpan<byte> text, ReadOnlySpan<int> marks, int node, int depth)
    {
        var before = marks[_next++];
        if (_next < marks.Length && text[marks[_next]] == '}')
        {
            return SkipSpace(text, before + 1) == marks[_next++];
        }

        while (_next + 1 < marks.Length && text[marks[_next]] == '"')
        {
            var key = text[(marks[_next] + 1)..marks[_next + 1]];
            var colon = SkipSpace(text, marks[_next + 1] + 1);
            if (colon >= text.Length || text[colon] != ':')
            {
                return false;
            }

            _next += 2;
            if (!Value(text, marks, SkipSpace(text, colon + 1), Child(node, key), depth) || _next >= marks.Length)
            {
                return false;
            }

            switch (text[marks[_next++]])
            {
                case (byte)'}':
                    return true;
                case (byte)',':
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    private bool Items(ReadOnlySpan<byte> text, ReadOnlySpan<int> marks, int node, int depth)
    {
        var before = marks[_next++];
        if (_next < marks.Length && text[marks[_next]] == ']' && SkipSpace(text, before + 1) == marks[_next])
        {
            _next++;
            return true;
        }

        while (_next < marks.Length)
        {
            if (!Value(text, marks, SkipSpace(text, marks[_next - 1] + 1), node, depth) || _next >= marks.Length)
            {
                return false;
            }

            switch (text[marks[_next++]])
            {
                case (byte)']':
                    return true;
                case (byte)',':
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Passes over a container that no rule looks into.</summary>
    private bool Skip(ReadOnlySpan<byte> text, ReadOnlySpan<int> marks)
    {
        var open = 0;
        while (_next < marks.Length)
        {
            switch (text[marks[_next++]])
            {
                case (byte)'{' or (byte)'[':
                    open++;
                    break;
                case (byte)'}' or (byte)']' when --open == 0:
                    return true;
            }
        }

        return false;
    }

    private bool Scalar(ReadOnlySpan<byte> text, int at, int end, int node)
    {
        var value = text[at..end].TrimEnd(" \t\r\n"u8);
        if (value.SequenceEqual("null"u8))
        {
            Keep(node, at, value.Length, ValueKind.Null);
            return true;
        }

        if (value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8) || (value.Length > 0 && value.IndexOfAnyExcept(Numeric) < 0))
        {
            Keep(node, at, value.Length, ValueKind.Scalar);
            return true;
        }

        return false;
    }

    private int Child(int node, ReadOnlySpan<byte> key)
    {
        if (node < 0 || (node > 0 && !_trie.IsInner(node)))
        {
            return -1;
        }

        if (_scan.HasEscapes && key.IndexOf((byte)'\\') >= 0)
        {
            var plain = new byte[key.Length * 2 + 8];
            return _trie.Child(node, plain.AsSpan(0, JsonText.Unescape(key, plain)));
        }

        return _trie.Child(node, key);
    }

    private int Keep(int node, int start, int length, ValueKind kind)
    {
        var field = _trie.FieldOf(node);
        if ((field < 0 && !_all) || Count == MostValues)
        {
            return -1;
        }

        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Count * 2);
        }

        ref var value = ref _values[Count];
        value = new EventValue { Field = field, Start = start, Length = length, Kind = kind, Next = -1, TextAt = kind == ValueKind.Null ? -2 : -1, FoldedAt = -1 };
        if (field >= 0)
        {
            value.Next = First(field);
            _heads[field] = Count;
            _stamps[field] = _stamp;
        }

        return Count++;
    }

    private static int SkipSpace(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
        {
            at++;
        }

        return at;
    }
}
