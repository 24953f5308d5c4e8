using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Json;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Streaming;

/// <summary>One text that grows event by event: its inspection, what of it is settled, and what of it is masked.</summary>
internal sealed class TextChannel(int index, string field, StreamedSegment segment, IChannelInspection inspection) : IDisposable
{
    private readonly List<MaskSpan> _masks = [];
    private readonly List<Finding> _masked = [];
    private PooledList<char> _text;
    private int _findingsSeen;
    private int _failuresSeen;
    private int _passedBeforeEnd;
    private int _maskAt;
    private bool _maskShown;
    private bool _unguarded;
    private bool _whole;

    /// <summary>Choice or block it belongs to; -1 for the whole stream.</summary>
    public int Index { get; } = index;

    /// <summary>Field it grows in.</summary>
    public string Field { get; } = field;

    /// <summary>Its record.</summary>
    public StreamedSegment Segment { get; } = segment;

    /// <summary>UTF-16 units seen.</summary>
    public int Length { get; private set; }

    /// <summary>UTF-16 units that no later finding can touch.</summary>
    public int Settled { get; private set; }

    /// <summary>Where the gate cut it; <see cref="int.MaxValue"/> when it did not.</summary>
    public int CutAt { get; private set; } = int.MaxValue;

    /// <summary>Whether it has ended.</summary>
    public bool Completed { get; private set; }

    /// <summary>Whether anything in it is masked.</summary>
    public bool HasMasks => _masks.Count > 0;

    /// <summary>The text as far as it is kept.</summary>
    public ReadOnlyMemory<char> Text => _text.Memory;

    /// <summary>Its last units, at most <paramref name="reach"/>; none where it is not kept to its end.</summary>
    public ReadOnlySpan<char> Tail(int reach) => _text.Count == Length ? _text.Items[Math.Max(0, Length - reach)..] : default;

    /// <summary>Takes more text, and keeps it for the record while <paramref name="recordLeft"/> lasts.</summary>
    public void Append(ReadOnlySpan<char> text, ref int recordLeft)
    {
        if (text.Length > int.MaxValue - Length)
        {
            throw JsonRefusal.Budget("A text of the stream is too long.");
        }

        Length += text.Length;
        var recorded = text[..Math.Min(text.Length, recordLeft)];
        recordLeft -= recorded.Length;
        _text.AddRange(recorded);
        Settled = (int)inspection.Append(text);
    }

    /// <summary>Takes a text that came whole. It passes whole or not at all: nobody expects half of it.</summary>
    public void AppendWhole(ReadOnlySpan<char> text, ref int recordLeft)
    {
        _whole = true;
        Append(text, ref recordLeft);
        Complete();
    }

    /// <summary>Whether the text, as it ended, is this one.</summary>
    public bool Says(ReadOnlySpan<char> text) => _text.Count == Length && text.SequenceEqual(_text.Items);

    /// <summary>Ends the text.</summary>
    public void Complete()
    {
        if (!Completed)
        {
            Completed = true;
            _passedBeforeEnd = Settled;
            inspection.Complete();
            Settled = Length;
        }
    }

    /// <summary>Asks the gate about what is newly settled. Returns a cut's verdict, else null.</summary>
    public StreamVerdict? Ask(IStreamGate gate, IMask mask, List<Finding> asked)
    {
        for (; _findingsSeen < inspection.Findings.Count; _findingsSeen++)
        {
            var finding = inspection.Findings[_findingsSeen];
            asked.Add(finding);
            var verdict = gate.OnFinding(finding, Segment.Role);
            if (verdict.Action == StreamAction.Cut)
            {
                CutAt = _whole ? 0 : Math.Min(CutAt, Math.Max(0, finding.Start));
                _findingsSeen = int.MaxValue;
                return verdict;
            }

            if (verdict.Action == StreamAction.Mask)
            {
                AddMask(finding, mask);
            }
        }

        for (; _failuresSeen < inspection.Failures.Count; _failuresSeen++)
        {
            var failure = inspection.Failures[_failuresSeen];
            var verdict = gate.OnGuardFailure(failure.Inspector, failure.Reason);
            if (verdict.Action == StreamAction.Cut)
            {
                // What only failed at its end was never settled by anything but its end.
                CutAt = _whole ? 0 : Math.Min(CutAt, Completed ? _passedBeforeEnd : Settled);
                _failuresSeen = int.MaxValue;
                return verdict;
            }

            _unguarded = true;
        }

        if (_unguarded)
        {
            Settled = Length;
        }

        return null;
    }

    /// <summary>Masks further findings; none of the text has passed yet.</summary>
    public void MaskAlso(IEnumerable<Finding> more, IMask mask)
    {
        Finding[] all = [.. _masked.Union(more).OrderBy(f => f.Start).ThenByDescending(f => f.Length)];
        _masks.Clear();
        _masked.Clear();
        foreach (var finding in all)
        {
            AddMask(finding, mask);
        }
    }

    /// <summary>The text begins again in the next part: an event says it once more.</summary>
    public void Rewind() => (_maskAt, _maskShown) = (0, false);

    /// <summary>
    /// The cuts in units <paramref name="start"/> to <paramref name="end"/>, relative to <paramref name="start"/>; call once for each part, in order.
    /// A mask's text stands in the first part that it touches.
    /// </summary>
    public void CutsIn(int start, int end, List<(int Start, int End, MaskText Mask)> cuts)
    {
        for (; _maskAt < _masks.Count && _masks[_maskAt].End <= start; _maskAt++)
        {
            _maskShown = false;
        }

        var limit = Math.Max(start, Math.Min(end, CutAt));
        for (var at = _maskAt; at < _masks.Count && _masks[at].Start < limit; at++)
        {
            if (at != _maskAt)
            {
                (_maskAt, _maskShown) = (at, false);
            }

            var from = Math.Max(_masks[at].Start, start);
            var to = Math.Min(_masks[at].End, limit);
            cuts.Add((from - start, to - start, _maskShown ? _masks[at].Mask with { Text = "" } : _masks[at].Mask));
            _maskShown = true;
        }

        if (CutAt < end)
        {
            cuts.Add((limit - start, end - start, new MaskText("")));
        }
    }

    /// <summary>Whether any mask or cut lies in units <paramref name="start"/> to <paramref name="end"/>.</summary>
    public bool Touches(int start, int end)
    {
        if (CutAt < end)
        {
            return true;
        }

        for (var at = _maskAt; at < _masks.Count && _masks[at].Start < end; at++)
        {
            if (_masks[at].End > start)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes what was seen into the record.</summary>
    public void Record()
    {
        Segment.Length = Length;
        Segment.Text = _text.Memory;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Segment.Text = default;
        _text.Dispose();
    }

    private void AddMask(Finding finding, IMask mask)
    {
        var start = Math.Max(0, finding.Start);
        var end = (int)Math.Min(int.MaxValue, (long)finding.Start + finding.Length);
        if (end > start)
        {
            _masked.Add(finding);
            MaskSpan.Add(_masks, new MaskSpan(Segment.Index, start, end, default), finding, mask);
        }
    }
}
