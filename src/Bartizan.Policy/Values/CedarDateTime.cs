using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bartizan.Policy.Values;

/// <summary>A moment: milliseconds since 1970-01-01T00:00:00Z.</summary>
public sealed class CedarDateTime(long epochMilliseconds) : CedarValue
{
    /// <summary>Milliseconds since 1970-01-01T00:00:00Z; negative before it.</summary>
    public long EpochMilliseconds { get; } = epochMilliseconds;

    /// <inheritdoc/>
    public override string TypeName => "a datetime";

    /// <summary>Reads <c>2026-11-20</c>, or that with <c>T12:00:00</c>, optional <c>.123</c>, and <c>Z</c> or an offset such as <c>+0200</c>.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CedarDateTime? value)
    {
        value = null;
        var reader = new DigitReader(text);
        if (!reader.Take(4, out var year) || !reader.Skip('-') || !reader.Take(2, out var month) || !reader.Skip('-') || !reader.Take(2, out var day)
            || month is < 1 or > 12 || day < 1 || day > DaysIn(year, month))
        {
            return false;
        }

        var milliseconds = DaysSinceEpoch(year, month, day) * CedarDuration.Day;
        if (!reader.AtEnd)
        {
            if (!TryTime(ref reader, out var time))
            {
                return false;
            }

            milliseconds += time;
        }

        value = new CedarDateTime(milliseconds);
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(CedarValue? other) => other is CedarDateTime d && d.EpochMilliseconds == EpochMilliseconds;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(7, EpochMilliseconds);

    /// <inheritdoc/>
    public override string ToString()
    {
        // Moments outside the years that the literal can write are shown as an offset from the epoch.
        const long First = -62_135_596_800_000;
        const long Last = 253_402_300_799_999;
        return EpochMilliseconds is >= First and <= Last
            ? $"datetime(\"{DateTimeOffset.FromUnixTimeMilliseconds(EpochMilliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}\")"
            : $"datetime(\"1970-01-01\").offset({new CedarDuration(EpochMilliseconds)})";
    }

    /// <summary>The start of the moment's day, or null when that is before the earliest moment.</summary>
    internal CedarDateTime? Date()
    {
        var day = Math.DivRem(EpochMilliseconds, CedarDuration.Day, out var rest);
        var start = (Int128)(rest < 0 ? day - 1 : day) * CedarDuration.Day;
        return start < long.MinValue ? null : new CedarDateTime((long)start);
    }

    /// <summary>The time since the start of the moment's day.</summary>
    internal CedarDuration Time()
    {
        var rest = EpochMilliseconds % CedarDuration.Day;
        return new CedarDuration(rest < 0 ? rest + CedarDuration.Day : rest);
    }

    private static bool TryTime(ref DigitReader reader, out long milliseconds)
    {
        milliseconds = 0;
        if (!reader.Skip('T') || !reader.Take(2, out var hour) || !reader.Skip(':') || !reader.Take(2, out var minute) || !reader.Skip(':') || !reader.Take(2, out var second)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var fraction = 0;
        if (reader.Skip('.') && !reader.Take(3, out fraction))
        {
            return false;
        }

        milliseconds = (hour * CedarDuration.Hour) + (minute * CedarDuration.Minute) + (second * CedarDuration.Second) + fraction;
        if (reader.Skip('Z'))
        {
            return reader.AtEnd;
        }

        var east = reader.Skip('+');
        if ((!east && !reader.Skip('-')) || !reader.Take(2, out var offsetHours) || !reader.Take(2, out var offsetMinutes)
            || offsetHours > 23 || offsetMinutes > 59 || !reader.AtEnd)
        {
            return false;
        }

        var offset = (offsetHours * CedarDuration.Hour) + (offsetMinutes * CedarDuration.Minute);
        milliseconds += east ? -offset : offset;
        return true;
    }

    private static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    private static int DaysIn(int year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    // Days from civil, H. Hinnant's formula: the year 0000 is allowed here, which DateTime does not know.
    private static long DaysSinceEpoch(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1 : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097L) + dayOfEra - 719_468;
    }

    private ref struct DigitReader(ReadOnlySpan<char> text)
    {
        private ReadOnlySpan<char> _rest = text;

        public readonly bool AtEnd => _rest.IsEmpty;

        public bool Skip(char c)
        {
            if (_rest.IsEmpty || _rest[0] != c)
            {
                return false;
            }

            _rest = _rest[1..];
            return true;
        }

        public bool Take(int digits, out int number)
        {
            number = 0;
            if (_rest.Length < digits)
            {
                return false;
            }

            foreach (var c in _rest[..digits])
            {
                if (!char.IsAsciiDigit(c))
                {
                    return false;
                }

                number = (number * 10) + (c - '0');
            }

            _rest = _rest[digits..];
            return true;
        }
    }
}
