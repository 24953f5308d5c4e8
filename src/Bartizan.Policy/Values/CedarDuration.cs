using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bartizan.Policy.Values;

/// <summary>A signed length of time in milliseconds.</summary>
public sealed class CedarDuration(long milliseconds) : CedarValue
{
    internal const long Second = 1_000;
    internal const long Minute = 60 * Second;
    internal const long Hour = 60 * Minute;
    internal const long Day = 24 * Hour;

    private static readonly Int128 MostOfOneUnit = (Int128)long.MaxValue + 1; // as milliseconds below zero; keeps the sum far from overflow

    /// <summary>Milliseconds.</summary>
    public long Milliseconds { get; } = milliseconds;

    /// <inheritdoc/>
    public override string TypeName => "a duration";

    /// <summary>Reads <c>-?1d2h3m4s5ms</c>: each unit at most once, in this order, at least one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CedarDuration? value)
    {
        value = null;
        var negative = text is ['-', ..];
        var rest = negative ? text[1..] : text;
        if (rest.IsEmpty)
        {
            return false;
        }

        Int128 total = 0;
        var lastRank = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits <= 0 || !Int128.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MostOfOneUnit)
            {
                return false;
            }

            var (unit, rank, length) = UnitAt(rest[digits..]);
            if (rank <= lastRank)
            {
                return false;
            }

            total += count * unit;
            lastRank = rank;
            rest = rest[(digits + length)..];
        }

        total = negative ? -total : total;
        if (total < long.MinValue || total > long.MaxValue)
        {
            return false;
        }

        value = new CedarDuration((long)total);
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(CedarValue? other) => other is CedarDuration d && d.Milliseconds == Milliseconds;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(5, Milliseconds);

    /// <inheritdoc/>
    public override string ToString() => $"duration(\"{Text}\")";

    /// <summary>The length alone, as <c>1500ms</c>.</summary>
    public string Text => $"{Milliseconds.ToString(CultureInfo.InvariantCulture)}ms";

    private static (long Unit, int Rank, int Length) UnitAt(ReadOnlySpan<char> text) => text switch
    {
        ['d', ..] => (Day, 1, 1),
        ['h', ..] => (Hour, 2, 1),
        ['m', 's', ..] => (1, 5, 2),
        ['m', ..] => (Minute, 3, 1),
        ['s', ..] => (Second, 4, 1),
        _ => (0, 0, 0),
    };
}
