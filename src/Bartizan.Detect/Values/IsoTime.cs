namespace Bartizan.Detect.Values;

/// <summary>Reads times in the form of RFC 3339, section 5.6, quickly; also with a space for the T, without a zone, and with a zone without colon.</summary>
internal static class IsoTime
{
    private const int WithoutFraction = 19;

    /// <summary>The clock as written and the zone's offset in minutes, 0 where none is written; null when the text has another form.</summary>
    public static (DateTime Written, int OffsetMinutes)? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length < WithoutFraction || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t') || text[13] != ':' || text[16] != ':'
            || Digits(text[..4]) is not (>= 1 and var year) || Digits(text[5..7]) is not (>= 1 and <= 12 and var month)
            || Digits(text[8..10]) is not (>= 1 and var day) || day > DateTime.DaysInMonth(year, month)
            || Digits(text[11..13]) is not (>= 0 and <= 23 and var hour) || Digits(text[14..16]) is not (>= 0 and <= 59 and var minute)
            || Digits(text[17..19]) is not (>= 0 and <= 59 and var second))
        {
            return null;
        }

        var rest = text[WithoutFraction..];
        var ticks = 0L;
        if (rest is [(byte)'.' or (byte)',', ..])
        {
            var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            digits = digits < 0 ? rest.Length - 1 : digits;
            for (int i = 1, unit = (int)TimeSpan.TicksPerSecond / 10; i <= digits; i++, unit /= 10)
            {
                ticks += (rest[i] - '0') * unit;
            }

            rest = rest[(digits + 1)..];
        }

        return Offset(rest) is { } offset ? (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(ticks), offset) : null;
    }

    private static int? Offset(ReadOnlySpan<byte> zone)
    {
        if (zone.Length == 0 || zone is [(byte)'Z' or (byte)'z'])
        {
            return 0;
        }

        if (zone[0] is not ((byte)'+' or (byte)'-') || zone.Length is not (5 or 6) || (zone.Length == 6 && zone[3] != ':')
            || Digits(zone[1..3]) is not (>= 0 and <= 23 and var hours) || Digits(zone[^2..]) is not (>= 0 and <= 59 and var minutes))
        {
            return null;
        }

        return (zone[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var number = 0;
        foreach (var b in text)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = number * 10 + (b - '0');
        }

        return number;
    }
}
