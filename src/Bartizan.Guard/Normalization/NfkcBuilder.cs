namespace Bartizan.Guard.Normalization;

/// <summary>
/// Normalisation form KC (Unicode standard annex 15) of code points as they come, each remembering where in the original it came from.
/// </summary>
internal sealed class NfkcBuilder
{
    private readonly List<(int Point, int Source, byte Class)> _marks = [];
    private readonly List<(int Point, int Source)> _done = [];
    private int _starter = -1;
    private byte _lastClass;

    /// <summary>The normalised code points with their sources; complete after <see cref="Flush"/>.</summary>
    public List<(int Point, int Source)> Points => _done;

    /// <summary>Takes the next code point; returns whether it decomposes.</summary>
    public bool Add(int point, int source)
    {
        if (point < 0xA0)
        {
            Flush();
            _starter = _done.Count;
            _lastClass = 0;
            _done.Add((point, source));
            return false;
        }

        var decomposed = UnicodeTables.Decompose(point);
        if (decomposed.IsEmpty)
        {
            AddDecomposed(point, source);
            return false;
        }

        foreach (var rune in decomposed.EnumerateRunes())
        {
            AddDecomposed(rune.Value, source);
        }

        return true;
    }

    /// <summary>Ends the text.</summary>
    public void Flush()
    {
        if (_marks.Count > 1)
        {
            // Canonical order is stable; what moves takes the sources in their old order, so that the way back never runs backwards.
            var sources = _marks.ConvertAll(m => m.Source);
            var ordered = _marks.OrderBy(m => m.Class).ToList();
            for (var i = 0; i < ordered.Count; i++)
            {
                Emit(ordered[i].Point, sources[i], ordered[i].Class);
            }
        }
        else if (_marks.Count == 1)
        {
            Emit(_marks[0].Point, _marks[0].Source, _marks[0].Class);
        }

        _marks.Clear();
    }

    private void AddDecomposed(int point, int source)
    {
        var combining = point < 0x300 ? (byte)0 : UnicodeTables.CombiningClass(point);
        if (combining != 0)
        {
            _marks.Add((point, source, combining));
            return;
        }

        Flush();
        Emit(point, source, 0);
    }

    private void Emit(int point, int source, byte combining)
    {
        // A mark joins the last starter unless one of its own class, or a starter, stands between.
        var open = _starter >= 0 && (_done.Count - 1 == _starter || (_lastClass != 0 && _lastClass < combining));
        if (open && (point >= 0x300 || _done[_starter].Point >= 0x300) && UnicodeTables.Compose(_done[_starter].Point, point) is >= 0 and var composed)
        {
            _done[_starter] = (composed, _done[_starter].Source);
            return;
        }

        _done.Add((point, source));
        _lastClass = combining;
        if (combining == 0)
        {
            _starter = _done.Count - 1;
        }
    }
}
