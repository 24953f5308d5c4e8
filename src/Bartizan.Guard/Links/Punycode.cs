namespace Bartizan.Guard.Links;

/// <summary>Opens labels of internationalised host names (RFC 3492).</summary>
internal static class Punycode
{
    private const int Base = 36, LowestThreshold = 1, HighestThreshold = 26, Skew = 38, Damp = 700, FirstBias = 72, FirstPoint = 128;

    /// <summary>Decodes what follows <c>xn--</c> into <paramref name="into"/>; -1 when it is malformed, too long, or has characters beyond the basic plane.</summary>
    public static int Decode(ReadOnlySpan<char> label, Span<char> into)
    {
        var written = Math.Max(0, label.LastIndexOf('-'));
        if (written > into.Length)
        {
            return -1;
        }

        label[..written].CopyTo(into);
        var rest = label[(written > 0 ? written + 1 : 0)..];
        var (point, index, bias) = (FirstPoint, 0, FirstBias);
        for (var at = 0; at < rest.Length;)
        {
            var (old, weight) = (index, 1);
            for (var k = Base; ; k += Base)
            {
                var digit = at < rest.Length ? Digit(rest[at++]) : -1;
                if (digit < 0 || digit > (int.MaxValue - index) / weight)
                {
                    return -1;
                }

                index += digit * weight;
                var threshold = Math.Clamp(k - bias, LowestThreshold, HighestThreshold);
                if (digit < threshold)
                {
                    break;
                }

                if (weight > int.MaxValue / (Base - threshold))
                {
                    return -1;
                }

                weight *= Base - threshold;
            }

            bias = Adapt(index - old, written + 1, old == 0);
            point += index / (written + 1);
            index %= written + 1;
            if (point is < FirstPoint or > char.MaxValue || written >= into.Length)
            {
                return -1;
            }

            into[index..written].CopyTo(into[(index + 1)..]);
            into[index++] = (char)point;
            written++;
        }

        return written;
    }

    private static int Adapt(int delta, int points, bool first)
    {
        delta = first ? delta / Damp : delta / 2;
        delta += delta / points;
        var k = 0;
        for (; delta > (Base - LowestThreshold) * HighestThreshold / 2; k += Base)
        {
            delta /= Base - LowestThreshold;
        }

        return k + ((Base - LowestThreshold + 1) * delta / (delta + Skew));
    }

    private static int Digit(char c) => char.IsAsciiDigit(c) ? c - '0' + 26 : char.IsAsciiLetter(c) ? (c | 0x20) - 'a' : -1;
}
