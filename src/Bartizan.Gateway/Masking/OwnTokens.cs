using Bartizan.Core.Exchanges;

namespace Bartizan.Gateway.Masking;

/// <summary>Tells our tokens from what the guard found: a token looks like what it stands for, and is not.</summary>
internal static class OwnTokens
{
    /// <summary>
    /// The guard's findings without those that lie in one of our tokens, and, for an answer, with the tokens that could be restored, as findings that
    /// carry their <see cref="Finding.Token"/>.
    /// </summary>
    public static IReadOnlyList<Finding> Sort(IReadOnlyList<Finding> findings, ReadOnlySpan<Segment> segments, ExchangeMasking masking, bool restorable)
    {
        if (masking.Tokens is not { } index)
        {
            return findings;
        }

        var tokens = new List<Finding>();
        var matches = new Dictionary<int, List<TokenMatch>>();
        foreach (ref readonly var segment in segments)
        {
            var found = TokenScan.All(index, segment.Text.Span);
            if (found.Count > 0)
            {
                matches.Add(segment.Index, found);
                foreach (var match in found)
                {
                    if (restorable && masking.MayRestore(match, segment.Role))
                    {
                        tokens.Add(Finding(match, segment.Index));
                    }
                }
            }
        }

        return matches.Count == 0
            ? findings
            : [.. findings.Where(f => !(matches.TryGetValue(f.Segment, out var found) && LiesIn(f, found))), .. tokens];
    }

    /// <summary>A token as a finding.</summary>
    public static Finding Finding(TokenMatch match, int segment) => new()
    {
        Label = match.Value.Label,
        Score = 1,
        Segment = segment,
        Start = match.Start,
        Length = match.End - match.Start,
        Reason = "A token of this session stands here.",
        Inspector = "masking",
        Token = match.Value.Token,
    };

    /// <summary>Whether a finding lies in one of the matches, which are in order and apart.</summary>
    public static bool LiesIn(Finding finding, List<TokenMatch> matches)
    {
        var (low, high) = (0, matches.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (matches[middle].Start <= finding.Start)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low > 0 && finding.Start + finding.Length <= matches[low - 1].End;
    }
}
