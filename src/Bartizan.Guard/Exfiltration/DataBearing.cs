using System.Buffers;
using Bartizan.Guard.Normalization;
using Bartizan.Guard.Spans;
using Bartizan.Guard.Validation;

namespace Bartizan.Guard.Exfiltration;

/// <summary>Judges whether an address carries data: values that decode to text, that are long and random, or that hold whole sentences.</summary>
internal static class DataBearing
{
    private const int LongValue = 24;
    private static readonly SearchValues<char> Ends = SearchValues.Create("&=/;?#");
    private static readonly SearchValues<char> WordBreaks = SearchValues.Create("+_-");

    /// <summary>0 when nothing speaks for it. Images fire sooner than links: nobody has to click them.</summary>
    public static double Score(UrlParts url, bool image)
    {
        var inHost = 0.0;
        foreach (var label in url.Host.Split('.'))
        {
            inHost = Math.Max(inHost, url.Host[label].Length >= 40 ? Value(url.Host[label]) : 0);
        }

        var score = Math.Max(inHost, Math.Max(Values(url.Query, image), Path(url.Path, image)));
        return image ? score : score * 0.8;
    }

    // A path names things: only one that decodes, or an image's, says more than where it is.
    private static double Path(ReadOnlySpan<char> path, bool image) => Values(path, image) is > 0 and var score && (image || score > 0.9) ? score * 0.9 : 0;

    private static double Values(ReadOnlySpan<char> part, bool image)
    {
        var score = 0.0;
        while (!part.IsEmpty)
        {
            var end = part.IndexOfAny(Ends);
            var value = end < 0 ? part : part[..end];
            score = Math.Max(score, Value(value));
            score = image ? Math.Max(score, Sentence(value)) : score;
            part = end < 0 ? [] : part[(end + 1)..];
        }

        return score;
    }

    private static double Value(ReadOnlySpan<char> value)
    {
        if (value.Length < Decoder.MinLength)
        {
            return 0;
        }

        if (Decoder.TryDecode(value.TrimEnd('='), out _, out var encoding) && encoding.Length > 0)
        {
            return 0.95;
        }

        return value.Length >= LongValue && Bits.IsRandom(value) ? 0.8 : 0;
    }

    // "name%20is%20Jane+Doe…": words, many, in a value.
    private static double Sentence(ReadOnlySpan<char> value)
    {
        if (value.Length < 32)
        {
            return 0;
        }

        var words = value.Count("%20") + value.Count('+');
        return words >= 4 ? 0.75 : 0;
    }

    private static class Bits
    {
        private static bool IsGitHash(ReadOnlySpan<char> value) => value.Length == 40 && CharSet.LowerHex.ContainsAll(value);

        private static int Digits(ReadOnlySpan<char> value)
        {
            var digits = 0;
            foreach (var c in value)
            {
                digits += char.IsAsciiDigit(c) ? 1 : 0;
            }

            return digits;
        }

        // A slug is words between hyphens; data is letters and digits in one piece.
        public static bool IsRandom(ReadOnlySpan<char> value)
        {
            var longest = 0;
            foreach (var part in value.SplitAny(WordBreaks))
            {
                longest = Math.Max(longest, part.End.Value - part.Start.Value);
            }

            return longest >= 20 && !value.Contains('%') && !IsGitHash(value) && Digits(value) >= 3 && value.IndexOfAnyExceptInRange('0', '9') >= 0 && Entropy.BitsPerCharacter(value) >= 3.6;
        }
    }
}
