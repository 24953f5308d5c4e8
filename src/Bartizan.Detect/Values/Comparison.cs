using System.Buffers.Text;
using System.Globalization;

namespace Bartizan.Detect.Values;

/// <summary>How numbers compare.</summary>
internal enum Operator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A part of a date (Sigma modifiers appendix 2.1, "Time Modifiers"); the clock and calendar as written, no time zone regarded.</summary>
internal enum DatePart
{
    None,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// <summary>Compares a value, or a part of the date it is, with a number.</summary>
internal sealed record Comparison(Operator Operator, double Number, DatePart Part)
{
    /// <summary>Whether a value, as text, compares; one that is no number or no date does not.</summary>
    public bool Holds(ReadOnlySpan<byte> value)
    {
        if (Part == DatePart.None)
        {
            return Utf8Parser.TryParse(value, out double number, out var used) && used == value.Length && double.IsFinite(number) && Holds(number);
        }

        return EventClock.WrittenDate(value) is { } date && Holds(PartOf(date));
    }

    /// <summary>Whether a number compares.</summary>
    public bool Holds(double value) => Compare(Operator, value, Number);

    /// <summary>Whether two numbers compare.</summary>
    public static bool Compare(Operator by, double value, double number) => by switch
    {
        Operator.Equal => value.Equals(number),
        Operator.NotEqual => !value.Equals(number),
        Operator.Less => value < number,
        Operator.LessOrEqual => value <= number,
        Operator.Greater => value > number,
        _ => value >= number,
    };

    private int PartOf(DateTime date) => Part switch
    {
        DatePart.Minute => date.Minute,
        DatePart.Hour => date.Hour,
        DatePart.Day => date.Day,
        DatePart.Week => ISOWeek.GetWeekOfYear(date),
        DatePart.Month => date.Month,
        _ => date.Year,
    };
}
