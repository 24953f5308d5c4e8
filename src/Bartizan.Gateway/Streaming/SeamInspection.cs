using Bartizan.Core.Exchanges;
using Bartizan.Guard;

namespace Bartizan.Gateway.Streaming;

/// <summary>
/// Inspects a text that clients read as going on where another ended: that one's last words are inspected before it. They have passed already, so that of
/// what lies across the seam only the part in this text is a finding.
/// </summary>
internal sealed class SeamInspection : IChannelInspection
{
    /// <summary>UTF-16 units of the text before that count: longer than what can be cut.</summary>
    public const int Reach = 512;

    private readonly IChannelInspection _inspection;
    private readonly List<Finding> _findings = [];
    private readonly int _seam;
    private int _seen;

    public SeamInspection(IChannelInspection inspection, ReadOnlySpan<char> before)
    {
        (_inspection, _seam) = (inspection, before.Length);
        inspection.Append(before);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <inheritdoc/>
    public IReadOnlyList<InspectorFailure> Failures => _inspection.Failures;

    /// <inheritdoc/>
    public long Append(ReadOnlySpan<char> text) => Settled(_inspection.Append(text));

    /// <inheritdoc/>
    public long Complete() => Settled(_inspection.Complete());

    private long Settled(long settled)
    {
        for (; _seen < _inspection.Findings.Count; _seen++)
        {
            var finding = _inspection.Findings[_seen];
            var (start, end) = (finding.Start - _seam, finding.Start + finding.Length - _seam);
            // A token of our own that is cut in two is none.
            if (end > 0 && (start >= 0 || finding.Token is null))
            {
                _findings.Add(finding with { Start = Math.Max(start, 0), Length = end - Math.Max(start, 0) });
            }
        }

        return Math.Max(0, settled - _seam);
    }
}
