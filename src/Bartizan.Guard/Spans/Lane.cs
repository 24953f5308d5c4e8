using System.Buffers;

namespace Bartizan.Guard.Spans;

/// <summary>
/// One reading of a text under inspection, raw or folded: the part still needed, where each detector resumes, and for the folded reading
/// the way back to the original. A text given whole is one append.
/// </summary>
internal sealed class Lane : IDisposable
{
    private readonly IReadOnlyList<SpanDetector> _detectors;
    private readonly int[] _next;
    private readonly int[] _tried;
    private readonly List<Hit> _hits = [];
    private readonly bool _folded;
    private Origins _origins = new();
    private char[] _text = [];
    private int _base;
    private int _count;
    private int _consumed;

    /// <summary>Creates a reading of the text as it stands, or folded.</summary>
    public Lane(IReadOnlyList<SpanDetector> detectors, bool folded)
    {
        _detectors = detectors;
        _next = new int[detectors.Count];
        _tried = new int[detectors.Count];
        _folded = folded;
    }

    private Lane(Lane raw)
    {
        _detectors = raw._detectors;
        _next = [.. raw._next];
        _tried = [.. raw._tried];
        _base = raw._base;
        _folded = true;
        Reserve(raw._count);
        raw._text.AsSpan(0, raw._count).CopyTo(_text);
        _count = raw._count;
        _consumed = raw._consumed;
    }

    /// <summary>Characters that detectors were given to read, over the lane's life: what linear time is asserted on.</summary>
    public long Work { get; private set; }

    /// <summary>Characters kept.</summary>
    public int Held => _count;

    /// <summary>A folded reading that goes on where this raw one is.</summary>
    public Lane Fork() => new(this);

    /// <summary>Takes text that stands for itself.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_text.AsSpan(_count));
        _count += text.Length;
        _consumed += text.Length;
    }

    /// <summary>Takes text from <paramref name="from"/> on and folds it. Returns where it stopped: at the end, or where only more text can tell what stands there.</summary>
    public int Fold(ref SpanText text, int from)
    {
        // Nearly all that is folded stands one for one: room for that, and the rest asks for more.
        Reserve(text.Length - from);
        for (var at = from; at < text.Length;)
        {
            var stretch = Folder.PlainStretch(text.Chars[at..]);
            Append(text.Chars.Slice(at, stretch));
            at += stretch;
            at += FoldUnits(text.Chars[at..]);
            if (at < text.Length && Folder.OfUnit(text.Chars[at]) == Folder.Look && !FoldSlowly(ref text, ref at))
            {
                return at;
            }
        }

        return text.Length;
    }

    /// <summary>Runs the detectors over what is new, adds what they are sure of, and returns how much of the original is settled in this reading.</summary>
    public int Scan(bool final, List<SettledHit> into)
    {
        var settled = _base + _count;
        for (var d = 0; d < _detectors.Count; d++)
        {
            if (final || ShouldTry(d))
            {
                var text = new SpanText(_text.AsSpan(0, _count), final);
                var from = _next[d] - _base;
                Work += _count - from;
                _hits.Clear();
                _next[d] = _base + _detectors[d].Scan(ref text, from, _hits);
                _tried[d] = _base + _count;
                foreach (var hit in _hits)
                {
                    into.Add(ToOriginal(hit));
                }
            }

            settled = Math.Min(settled, _next[d]);
        }

        var original = settled == _base + _count ? _consumed : _origins.StartOf(settled);
        Trim(settled);
        return original;
    }

    /// <summary>Scans a whole text without copying it.</summary>
    public static void ScanWhole(IReadOnlyList<SpanDetector> detectors, ReadOnlySpan<char> text, List<SettledHit> into)
    {
        var hits = new List<Hit>();
        foreach (var detector in detectors)
        {
            var view = new SpanText(text, final: true);
            detector.Scan(ref view, 0, hits);
        }

        foreach (var hit in hits)
        {
            into.Add(new SettledHit(hit.Start, hit.Length, hit.What, hit.Score, Folds.None, hit.Opened));
        }
    }

    // A long candidate is read again only when something may have ended it, or when it has grown by a quarter.
    private bool ShouldTry(int detector)
    {
        var held = _tried[detector] - _next[detector];
        var added = _base + _count - _tried[detector];
        return held <= 64 || added * 4 >= held || _detectors[detector].Wakes(_text.AsSpan(0, _count), _count - added);
    }

    private SettledHit ToOriginal(Hit hit)
    {
        if (!_folded)
        {
            return new SettledHit(_base + hit.Start, hit.Length, hit.What, hit.Score, Folds.None, hit.Opened);
        }

        var (first, last) = (_base + hit.Start, _base + hit.End - 1);
        var start = _origins.StartOf(first);
        return new SettledHit(start, _origins.EndOf(last) - start, hit.What, hit.Score, _origins.Between(first, last + 1), hit.Opened);
    }

    private void Trim(int settled)
    {
        var drop = settled - SpanText.LookBehind - _base;
        if (drop < 1024 || drop * 2 < _count)
        {
            return;
        }

        _count -= drop;
        _base += drop;
        Array.Copy(_text, drop, _text, 0, _count);
        _origins.Trim(_base);
    }

    /// <summary>Folds units that need no look at others, until a stretch of ASCII begins behind one; returns how many.</summary>
    private int FoldUnits(ReadOnlySpan<char> text)
    {
        var into = _text.AsSpan(_count);
        var (first, start) = (_base + _count, _consumed);
        var (at, written) = (0, 0);
        while (at < text.Length)
        {
            var c = text[at];
            var unit = Folder.OfUnit(c);
            if (unit == 0)
            {
                into[written++] = c;
                at++;
                continue;
            }

            if (unit == Folder.Look)
            {
                break;
            }

            var folded = (char)(unit & 0x7F);
            var count = folded == '\0' ? 0 : 1;
            into[written] = folded;
            _origins.Add(first + written, count, start + at, 1, (Folds)(unit >> 8));
            written += count;
            at++;
            if (Folder.IsPlainStretch(text, at))
            {
                break;
            }
        }

        _count += written;
        _consumed += at;
        return at;
    }

    /// <summary>Folds an escape, a pair of surrogates, or a unit that stands for several; false when more text is needed to say.</summary>
    private bool FoldSlowly(ref SpanText text, ref int at)
    {
        Span<char> written = stackalloc char[Folder.MaxWritten];
        var folds = Folder.Fold(ref text, at, written, out var count, out var taken);
        if (folds == Folds.Pending)
        {
            return false;
        }

        // What stays as it is, and what has few characters, takes no more room than was reserved for it; what has many may.
        Reserve(text.Length - at + count);
        if (folds == Folds.None)
        {
            text.Chars.Slice(at, taken).CopyTo(_text.AsSpan(_count));
            _count += taken;
            _consumed += taken;
            at += taken;
        }
        else
        {
            _origins.Add(_base + _count, count, _consumed, taken, folds);
            written[..count].CopyTo(_text.AsSpan(_count));
            _count += count;
            _consumed += taken;
            at += taken;
        }

        return true;
    }

    private void Reserve(int more)
    {
        if (_count + more <= _text.Length)
        {
            return;
        }

        var full = _text;
        _text = ArrayPool<char>.Shared.Rent(Math.Max(_count + more, Math.Max(256, _count * 2)));
        Array.Copy(full, _text, _count);
        ArrayPool<char>.Shared.Return(full);
    }

    /// <summary>Gives the memory back. The lane is then empty, and may be asked no more about what it held.</summary>
    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
        _count = 0;
        _origins.Release();
    }
}
