namespace Bartizan.Guard.Spans;

/// <summary>
/// One reading of a text under inspection, raw or folded: the part still needed, where each detector resumes, and for the folded reading
/// the way back to the original. A text given whole is one append.
/// </summary>
internal sealed class Lane
{
    private readonly IReadOnlyList<SpanDetector> _detectors;
    private readonly int[] _next;
    private readonly int[] _tried;
    private readonly List<Hit> _hits = [];
    private readonly bool _folded;
    private char[] _text = new char[256];
    private int[] _starts = [];
    private int[] _ends = [];
    private Folds[] _folds = [];
    private int _base;
    private int _count;
    private int _consumed;

    public Lane(IReadOnlyList<SpanDetector> detectors)
    {
        _detectors = detectors;
        _next = new int[detectors.Count];
        _tried = new int[detectors.Count];
    }

    private Lane(Lane raw)
    {
        _detectors = raw._detectors;
        _next = [.. raw._next];
        _tried = [.. raw._tried];
        _text = [.. raw._text];
        _base = raw._base;
        _count = raw._count;
        _consumed = raw._consumed;
        _folded = true;
        _starts = new int[_text.Length];
        _ends = new int[_text.Length];
        _folds = new Folds[_text.Length];
        for (var i = 0; i < _count; i++)
        {
            _starts[i] = _base + i;
            _ends[i] = _base + i + 1;
        }
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
        if (_folded)
        {
            for (var i = 0; i < text.Length; i++)
            {
                _starts[_count + i] = _consumed + i;
                _ends[_count + i] = _consumed + i + 1;
                _folds[_count + i] = Folds.None;
            }
        }

        _count += text.Length;
        _consumed += text.Length;
    }

    /// <summary>Takes text that stands for <paramref name="taken"/> units of the original.</summary>
    public void Append(ReadOnlySpan<char> text, int taken, Folds folds)
    {
        Reserve(text.Length);
        text.CopyTo(_text.AsSpan(_count));
        for (var i = 0; i < text.Length; i++)
        {
            _starts[_count + i] = _consumed;
            _ends[_count + i] = _consumed + taken;
            _folds[_count + i] = folds;
        }

        _count += text.Length;
        _consumed += taken;
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

        var original = settled == _base + _count ? _consumed : _folded ? _starts[settled - _base] : settled;
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

        var folds = Folds.None;
        for (var i = hit.Start; i < hit.End; i++)
        {
            folds |= _folds[i];
            folds |= i > hit.Start && _starts[i] > _ends[i - 1] ? Folds.ZeroWidth : Folds.None;
        }

        var start = _starts[hit.Start];
        return new SettledHit(start, _ends[hit.End - 1] - start, hit.What, hit.Score, folds, hit.Opened);
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
        if (_folded)
        {
            Array.Copy(_starts, drop, _starts, 0, _count);
            Array.Copy(_ends, drop, _ends, 0, _count);
            Array.Copy(_folds, drop, _folds, 0, _count);
        }
    }

    private void Reserve(int more)
    {
        if (_count + more <= _text.Length)
        {
            return;
        }

        var size = Math.Max(_count + more, _text.Length * 2);
        Array.Resize(ref _text, size);
        if (_folded)
        {
            Array.Resize(ref _starts, size);
            Array.Resize(ref _ends, size);
            Array.Resize(ref _folds, size);
        }
    }
}
