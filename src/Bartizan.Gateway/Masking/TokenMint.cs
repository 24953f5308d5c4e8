using Bartizan.Core.Exchanges;
using Bartizan.Core.Masking;
using Bartizan.Gateway.Masking.Forms;

namespace Bartizan.Gateway.Masking;

/// <summary>Makes tokens for values that have none. None is made that stands for another value.</summary>
internal static class TokenMint
{
    /// <summary>Values that one session may have, or one request of a session that was not named; more are refused.</summary>
    public const int Most = 4_096;

    private const int Attempts = 16;

    /// <summary>
    /// Gives every value a token that does not stand in <paramref name="segments"/>. Returns the new ones, or null when there would be too many or no
    /// token is free.
    /// </summary>
    public static List<MaskedValue>? Make(ExchangeMasking masking, IEnumerable<(string Label, string Value)> values, ReadOnlySpan<Segment> segments)
    {
        HashSet<(string Label, string Value)> wanted = [.. values.Where(v => masking.Find(v.Label, v.Value) is null)];
        if (masking.Values.Count + wanted.Count > Most)
        {
            return null;
        }

        var made = new List<MaskedValue>(wanted.Count);
        for (var attempt = 0; wanted.Count > 0 && attempt < Attempts; attempt++)
        {
            var tried = wanted.Select(w => new MaskedValue(w.Label, TokenForm.Write(masking.Session!.Key, w.Label, w.Value, attempt), w.Value)).ToList();
            var present = Present(tried, segments);
            foreach (var value in tried)
            {
                if (!present.Contains(value.Token) && !masking.Has(value.Token))
                {
                    masking.Add(value);
                    made.Add(value);
                    wanted.Remove((value.Label, value.Value));
                }
            }
        }

        return wanted.Count == 0 ? made : null;
    }

    // Those of the tokens that somebody wrote into the request before they were made: such a text must not become a value on its way back.
    private static HashSet<string> Present(List<MaskedValue> tried, ReadOnlySpan<Segment> segments)
    {
        var index = TokenIndex.OfTokens(tried);
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (ref readonly var segment in segments)
        {
            foreach (var match in TokenScan.All(index, segment.Text.Span))
            {
                present.Add(match.Value.Token);
            }
        }

        return present;
    }
}
