using Bartizan.Core.Exchanges;
using Bartizan.Guard;

namespace Bartizan.Gateway.Streaming;

/// <summary>A streamed text that something else reads along with.</summary>
internal sealed class ScanChannel(IChannelInspection guard, ITextScan scan) : IChannelInspection
{
    private readonly List<Finding> _findings = [];
    private readonly List<Finding> _waiting = [];
    private int _guardSeen;
    private int _scanSeen;

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <inheritdoc/>
    public IReadOnlyList<InspectorFailure> Failures => guard.Failures;

    /// <inheritdoc/>
    public long Append(ReadOnlySpan<char> text)
    {
        scan.Append(text);
        return Settle(Math.Min(guard.Append(text), scan.Settled));
    }

    /// <inheritdoc/>
    public long Complete()
    {
        scan.Complete();
        var length = guard.Complete();
        Settle(long.MaxValue);
        return length;
    }

    // In the order of their starts: each passes on once neither of the two can find one that begins before it.
    private long Settle(long settled)
    {
        for (; _guardSeen < guard.Findings.Count; _guardSeen++)
        {
            _waiting.Add(guard.Findings[_guardSeen]);
        }

        for (; _scanSeen < scan.Findings.Count; _scanSeen++)
        {
            _waiting.Add(scan.Findings[_scanSeen]);
        }

        if (_waiting.Count > 0)
        {
            _waiting.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : a.Length != b.Length ? b.Length.CompareTo(a.Length) : string.CompareOrdinal(a.Label, b.Label));
            var ready = _waiting.FindIndex(f => f.Start >= settled);
            ready = ready < 0 ? _waiting.Count : ready;
            _findings.AddRange(_waiting.GetRange(0, ready));
            _waiting.RemoveRange(0, ready);
        }

        return settled;
    }
}
