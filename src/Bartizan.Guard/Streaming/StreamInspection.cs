using System.Runtime.InteropServices;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Streaming;

/// <summary>
/// Inspects one text channel of a streamed response as it passes. However the text is cut into <see cref="Append"/> calls,
/// <see cref="Findings"/> after <see cref="Complete"/> equal those of the span inspectors over the whole text,
/// and text once reported settled never gets another finding. Holds what could still become a finding, and no more. Not thread-safe.
/// </summary>
public sealed class StreamInspection
{
    private readonly List<Finding> _findings = [];
    private readonly List<InspectorFailure> _failures = [];
    private readonly List<SettledHit> _waiting = [];
    private readonly HitSieve _sieve;
    private readonly Lane? _raw;
    private readonly int _segmentIndex;
    private Lane? _folded;
    private char[] _pending = [];
    private long _taken;
    private long _settled;

    internal StreamInspection(SpanInspector? spans, GuardOptions options, int segmentIndex)
    {
        _sieve = new HitSieve(options);
        _raw = spans is null ? null : new Lane(spans.Scanner.Detectors, folded: false);
        _segmentIndex = segmentIndex;
    }

    /// <summary>Settled findings, ordered by start; offsets from the channel's start.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>What could not be inspected. Once there is one, nothing more settles before <see cref="Complete"/>, and policy must decide.</summary>
    public IReadOnlyList<InspectorFailure> Failures => _failures;

    /// <summary>UTF-16 units of text the inspection keeps at this moment.</summary>
    internal int Held => (_raw?.Held ?? 0) + (_folded?.Held ?? 0) + _pending.Length;

    /// <summary>Characters that detectors read so far.</summary>
    internal long Work => (_raw?.Work ?? 0) + (_folded?.Work ?? 0);

    /// <summary>
    /// Takes the channel's next text. Returns how many UTF-16 units from the channel's start are settled:
    /// no finding that is not already in <see cref="Findings"/> can ever touch them.
    /// </summary>
    public long Append(ReadOnlySpan<char> text) => Take(text, final: false);

    /// <summary>Ends the channel: everything is settled. Returns the channel's length.</summary>
    public long Complete() => Take([], final: true);

    private long Take(ReadOnlySpan<char> text, bool final)
    {
        _taken += text.Length;
        if (_raw is null)
        {
            return _settled = _taken;
        }

        if (_taken > int.MaxValue / 2)
        {
            Fail("The channel is longer than can be inspected.");
        }

        if (_failures.Count == 0)
        {
            try
            {
                Feed(text, final);
                var settled = _raw.Scan(final, _waiting);
                settled = _folded is null ? settled : Math.Min(settled, _folded.Scan(final, _waiting));
                Settle(final ? int.MaxValue : settled);
                _settled = Math.Max(_settled, settled);
                if (final)
                {
                    _raw.Dispose();
                    _folded?.Dispose();
                }
            }
            catch (Exception e)
            {
                Fail($"It threw {e.GetType().Name}.");
            }
        }

        return final ? _taken : _settled;
    }

    private void Fail(string reason)
    {
        if (_failures.Count == 0)
        {
            _failures.Add(new InspectorFailure("spans", _segmentIndex, reason));
        }
    }

    /// <summary>Hands text to both readings in step. What may yet turn out to be an escape waits for the next call.</summary>
    private void Feed(ReadOnlySpan<char> added, bool final)
    {
        var input = _pending.Length == 0 ? added : [.. _pending, .. added];
        _pending = [];
        var text = new SpanText(input, final);
        var at = 0;
        if (_folded is null)
        {
            var folds = Folder.FirstFold(ref text, out at);
            _raw!.Append(input[..at]);
            if (folds is Folds.None or Folds.Pending)
            {
                _pending = input[at..].ToArray();
                return;
            }

            _folded = _raw.Fork();
        }

        var end = _folded.Fold(ref text, at);
        _raw!.Append(input[at..end]);
        _pending = input[end..].ToArray();
    }

    /// <summary>Reports what starts before <paramref name="settled"/>: nothing that starts earlier can still come.</summary>
    private void Settle(int settled)
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        _waiting.Sort(SettledHit.Compare);
        var ready = 0;
        while (ready < _waiting.Count && _waiting[ready].Start < settled)
        {
            ready++;
        }

        _sieve.Pass(CollectionsMarshal.AsSpan(_waiting)[..ready], _segmentIndex, _findings);
        _waiting.RemoveRange(0, ready);
    }
}
