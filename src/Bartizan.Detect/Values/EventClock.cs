using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Bartizan.Detect.Values;

/// <summary>Reads the times that events carry: ISO 8601 (RFC 3339 and looser), and seconds, milli-, micro- or nanoseconds since 1970.</summary>
internal static class EventClock
{
    private const int Longest = 40;

    // The first and last moment of the years 1 to 9999.
    private static readonly long Earliest = (long)(DateTime.MinValue - DateTime.UnixEpoch).TotalMilliseconds;
    private static readonly long Latest = (long)(DateTime.MaxValue - DateTime.UnixEpoch).TotalMilliseconds;

    /// <summary>Milliseconds since 1970 in UTC; a time without zone counts as UTC. Null when the text is no time.</summary>
    public static long? Milliseconds(ReadOnlySpan<byte> text)
    {
        if (Epoch(text) is { } epoch)
        {
            return epoch;
        }

        if (IsoTime.Read(text) is var (written, offset))
        {
            var time = (written - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond - offset * 60_000L;
            return time >= Earliest && time <= Latest ? time : null;
        }

        return Parse(text, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) is { } loose
            ? (long)(loose - DateTime.UnixEpoch).TotalMilliseconds
            : null;
    }

    /// <summary>The date and clock exactly as written, whatever zone follows; numbers are seconds or finer since 1970.</summary>
    public static DateTime? WrittenDate(ReadOnlySpan<byte> text)
    {
        if (Epoch(text) is { } epoch)
        {
            return DateTime.UnixEpoch.AddMilliseconds(epoch);
        }

        if (IsoTime.Read(text) is var (written, _))
        {
            return written;
        }

        return Parse(WithoutZone(text), DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
    }

    private static long? Epoch(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 9 or > 22 || text.IndexOfAnyExceptInRange((byte)'.', (byte)'9') >= 0
            || !Utf8Parser.TryParse(text, out double number, out var used) || used != text.Length)
        {
            return null;
        }

        // Told apart by size: 1e11 seconds would be the year 5138.
        var milliseconds = number switch
        {
            < 1e11 => number * 1e3,
            < 1e14 => number,
            < 1e17 => number / 1e3,
            _ => number / 1e6,
        };
        return milliseconds >= 0 && milliseconds <= Latest ? (long)milliseconds : null;
    }

    private static DateTime? Parse(ReadOnlySpan<byte> text, DateTimeStyles styles)
    {
        if (text.Length is < 8 or > Longest || !char.IsAsciiDigit((char)text[0]))
        {
            return null;
        }

        Span<char> characters = stackalloc char[Longest];
        var length = Encoding.UTF8.GetChars(text, characters);
        return DateTime.TryParse(characters[..length], CultureInfo.InvariantCulture, styles, out var time) ? time : null;
    }

    private static ReadOnlySpan<byte> WithoutZone(ReadOnlySpan<byte> text)
    {
        if (text is [.., (byte)'Z' or (byte)'z'])
        {
            return text[..^1];
        }

        // A sign after the clock begins a zone; the dashes of the date stand before the first colon.
        var colon = text.IndexOf((byte)':');
        var sign = colon < 0 ? -1 : text[colon..].IndexOfAny((byte)'+', (byte)'-');
        return sign < 0 ? text : text[..(colon + sign)];
    }
}
