using System.Buffers;
using System.Runtime.CompilerServices;

namespace Bartizan.Guard.Spans;

/// <summary>
/// The way from a folded text back to the original. Only what was folded is remembered: between two folds, units stand one for one.
/// Offsets count from the start of the texts.
/// </summary>
internal struct Origins
{
    private Fold[] _folds = [];
    private int _count;

    public Origins()
    {
    }

    /// <summary>One fold: <paramref name="Written"/> units at <paramref name="At"/> stand for <paramref name="Taken"/> of the original from <paramref name="Start"/>.</summary>
    private readonly record struct Fold(int At, int Start, byte Written, byte Taken, Folds Folds)
    {
        public int End => At + Written;
    }

    /// <summary>Remembers a fold that follows all earlier ones. Not inlined, so that the loop that calls it keeps its counters in registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(int at, int written, int start, int taken, Folds folds)
    {
        if (_count == _folds.Length)
        {
            Grow();
        }

        _folds[_count++] = new Fold(at, start, (byte)written, (byte)taken, folds);
    }

    /// <summary>First unit of the original that the folded unit at <paramref name="at"/> stands for.</summary>
    public readonly int StartOf(int at)
    {
        var index = Before(at);
        return index < 0 ? at : at < _folds[index].End ? _folds[index].Start : _folds[index].Start + _folds[index].Taken + (at - _folds[index].End);
    }

    /// <summary>One past the last unit of the original that the folded unit at <paramref name="at"/> stands for.</summary>
    public readonly int EndOf(int at)
    {
        var index = Before(at);
        return index >= 0 && at < _folds[index].End ? _folds[index].Start + _folds[index].Taken : StartOf(at) + 1;
    }

    /// <summary>What was done to see the folded units from <paramref name="start"/> to <paramref name="end"/>: their own folds, and what vanished between them.</summary>
    public readonly Folds Between(int start, int end)
    {
        var folds = Folds.None;
        for (var i = Before(end - 1); i >= 0 && _folds[i].At > start - Folder.MaxWritten; i--)
        {
            var fold = _folds[i];
            folds |= fold.Written > 0 && fold.End > start ? fold.Folds
                : fold.Written == 0 && fold.At > start ? Folds.ZeroWidth
                : Folds.None;
        }

        return folds;
    }

    /// <summary>Forgets what only units before <paramref name="at"/> need.</summary>
    public void Trim(int at)
    {
        var drop = Before(at);
        if (drop > 0)
        {
            _count -= drop;
            Array.Copy(_folds, drop, _folds, 0, _count);
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        ArrayPool<Fold>.Shared.Return(_folds);
        _folds = [];
        _count = 0;
    }

    /// <summary>The last fold that begins at or before <paramref name="at"/>, or -1.</summary>
    private readonly int Before(int at)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _folds[middle].At <= at ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private void Grow()
    {
        var full = _folds;
        _folds = ArrayPool<Fold>.Shared.Rent(Math.Max(64, _count * 2));
        Array.Copy(full, _folds, _count);
        ArrayPool<Fold>.Shared.Return(full);
    }
}
