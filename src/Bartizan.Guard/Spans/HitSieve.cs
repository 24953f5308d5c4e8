using Bartizan.Core.Exchanges;

namespace Bartizan.Guard.Spans;

/// <summary>
/// Takes hits in their order and lets one of each pass: not the same span and label twice (raw and folded), nothing of a label inside
/// more of it, no personal data and no guess inside a secret, one guess of several. Needs only what passed before, so it works on a stream.
/// </summary>
internal sealed class HitSieve(GuardOptions options)
{
    private readonly Dictionary<string, int> _endOf = new(StringComparer.Ordinal);
    private int _secretEnd;
    private int _guessEnd;

    /// <summary>Adds what passes of <paramref name="hits"/>, which must be in order, and follow those of earlier calls.</summary>
    public void Pass(ReadOnlySpan<SettledHit> hits, int segment, ICollection<Finding> into)
    {
        foreach (var hit in hits)
        {
            var guess = hit.What.Label is "secret.generic" or "secret.url-password";
            var secret = hit.What.IsSecret && !guess;
            if ((guess && hit.End <= _guessEnd) || (_endOf.TryGetValue(hit.What.Label, out var end) && hit.End <= end) || (!secret && hit.End <= _secretEnd && hit.What.Inspector is "personal-data" or "secrets"))
            {
                continue;
            }

            _endOf[hit.What.Label] = hit.End;
            _guessEnd = guess ? Math.Max(_guessEnd, hit.End) : _guessEnd;
            _secretEnd = secret ? Math.Max(_secretEnd, hit.End) : _secretEnd;
            var finding = hit.ToFinding(segment);
            if (FindingOrder.Reported(finding, options))
            {
                into.Add(finding);
            }
        }
    }
}
