using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Streaming;
using Bartizan.Guard;

namespace Bartizan.Gateway.Masking;

/// <summary>The guard of a stream in which our tokens may stand: as <see cref="OwnTokens"/> does it for a whole answer, while the text grows.</summary>
internal sealed class TokenGuard(IStreamGuard guard, TokenIndex index, ExchangeMasking masking) : IStreamGuard
{
    /// <summary>The guard for an exchange's answer.</summary>
    public static IStreamGuard For(IStreamGuard guard, ExchangeMasking? masking) =>
        masking?.Tokens is { } index ? new TokenGuard(guard, index, masking) : guard;

    /// <inheritdoc/>
    public IChannelInspection Open(SegmentRole role, Provenance provenance, int segmentIndex) =>
        new Channel(guard.Open(role, provenance, segmentIndex), new TokenScan(index), masking, role, segmentIndex);

    private sealed class Channel(IChannelInspection guard, TokenScan scan, ExchangeMasking masking, SegmentRole role, int segment) : IChannelInspection
    {
        private readonly List<Finding> _findings = [];
        private readonly List<Finding> _waiting = [];
        private int _guardSeen;
        private int _tokensSeen;

        public IReadOnlyList<Finding> Findings => _findings;

        public IReadOnlyList<InspectorFailure> Failures => guard.Failures;

        public long Append(ReadOnlySpan<char> text)
        {
            scan.Append(text);
            return Settle(guard.Append(text), scan.Settled, whole: false);
        }

        public long Complete()
        {
            scan.Complete();
            return Settle(guard.Complete(), scan.Settled, whole: true);
        }

        // A token passes on once the guard can no longer find something that begins inside it, so that what overlaps it is known. What the guard found
        // passes on once no token can begin at or before it.
        private long Settle(long byGuard, int byScan, bool whole)
        {
            for (; _tokensSeen < scan.Matches.Count; _tokensSeen++)
            {
                var match = scan.Matches[_tokensSeen];
                if (match.End > byGuard)
                {
                    byScan = Math.Min(byScan, match.Start);
                    break;
                }

                if (masking.MayRestore(match, role))
                {
                    _waiting.Add(OwnTokens.Finding(match, segment));
                }
            }

            for (; _guardSeen < guard.Findings.Count; _guardSeen++)
            {
                var finding = guard.Findings[_guardSeen];
                if (finding.Start >= byScan && !whole)
                {
                    break;
                }

                if (!OwnTokens.LiesIn(finding, scan.Matches))
                {
                    _waiting.Add(finding);
                }
            }

            var settled = Math.Min(byGuard, byScan);
            _waiting.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.Length.CompareTo(a.Length));
            var ready = whole ? -1 : _waiting.FindIndex(f => f.Start >= settled);
            ready = ready < 0 ? _waiting.Count : ready;
            _findings.AddRange(_waiting.GetRange(0, ready));
            _waiting.RemoveRange(0, ready);
            return settled;
        }
    }
}
