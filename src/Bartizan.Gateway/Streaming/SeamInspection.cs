using Bartizan.Core.Exchanges;
using Bartizan.Guard;

namespace Bartizan.Gateway.Streaming;

/// <summary>
/// Inspects a text that clients read as going on where another ended: by itself, and its beginning once more behind the other's last words. Those have
/// passed already, so that of what lies across the seam only the part in this text is a finding.
/// </summary>
internal sealed class SeamInspection : IChannelInspection
{
    /// <summary>UTF-16 units of the text before that count: longer than what can be cut.</summary>
    public const int Reach = 512;

    private readonly IChannelInspection _alone;
    private readonly List<Finding> _findings = [];
    private readonly int _seam;
    private IChannelInspection? _across;
    private int _seen;

    public SeamInspection(IChannelInspection alone, IChannelInspection across, ReadOnlySpan<char> before)
    {
        (_alone, _across, _seam) = (alone, across, before.Length);
        across.Append(before);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <inheritdoc/>
    public IReadOnlyList<InspectorFailure> Failures => _across is { Failures.Count: > 0 } ? _across.Failures : _alone.Failures;

    /// <inheritdoc/>
    public long Append(ReadOnlySpan<char> text)
    {
        var settled = _alone.Append(text);
        return Settle(settled, _across?.Append(text) ?? 0);
    }

    /// <inheritdoc/>
    public long Complete()
    {
        var settled = _alone.Complete();
        _across?.Complete();
        return Settle(settled, long.MaxValue);
    }

    // Nothing of the text is settled until it is known what lies across; then it goes on alone.
    private long Settle(long alone, long across)
    {
        if (_across is { } seam)
        {
            if (across <= _seam)
            {
                return 0;
            }

            foreach (var finding in seam.Findings)
            {
                // A token of our own that is cut in two is none.
                var end = finding.Start + finding.Length - _seam;
                if (finding.Start < _seam && end > 0 && finding.Token is null)
                {
                    _findings.Add(finding with { Start = 0, Length = end });
                }
            }

            _across = seam.Failures.Count > 0 ? seam : null;
        }

        for (; _seen < _alone.Findings.Count; _seen++)
        {
            _findings.Add(_alone.Findings[_seen]);
        }

        return alone;
    }
}
