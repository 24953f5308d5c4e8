using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bartizan.Policy.Values;

/// <summary>A number with four digits after the point, in the range of a 64-bit count of ten-thousandths.</summary>
public sealed class CedarDecimal(long tenThousandths) : CedarValue
{
    private const int Digits = 4;

    /// <summary>The number times 10,000.</summary>
    public long TenThousandths { get; } = tenThousandths;

    /// <inheritdoc/>
    public override string TypeName => "a decimal";

    /// <summary>Reads <c>-?digits.digits</c> with one to four digits after the point.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CedarDecimal? value)
    {
        value = null;
        var negative = text is ['-', ..];
        var unsigned = negative ? text[1..] : text;
        var dot = unsigned.IndexOf('.');
        if (dot <= 0)
        {
            return false;
        }

        var whole = unsigned[..dot];
        var fraction = unsigned[(dot + 1)..];
        if (fraction.Length is 0 or > Digits || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        if (!Int128.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var total) || total > long.MaxValue)
        {
            return false;
        }

        var part = int.Parse(fraction, NumberStyles.None, CultureInfo.InvariantCulture);
        for (var i = fraction.Length; i < Digits; i++)
        {
            part *= 10;
        }

        total = (total * 10_000) + part;
        total = negative ? -total : total;
        if (total < long.MinValue || total > long.MaxValue)
        {
            return false;
        }

        value = new CedarDecimal((long)total);
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(CedarValue? other) => other is CedarDecimal d && d.TenThousandths == TenThousandths;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(3, TenThousandths);

    /// <inheritdoc/>
    public override string ToString() => $"decimal(\"{Text}\")";

    /// <summary>The number alone, as <c>-1.5</c>.</summary>
    public string Text
    {
        get
        {
            var size = Int128.Abs(TenThousandths);
            var fraction = ((int)(size % 10_000)).ToString("D4", CultureInfo.InvariantCulture).TrimEnd('0');
            return $"{(TenThousandths < 0 ? "-" : "")}{size / 10_000}.{(fraction.Length == 0 ? "0" : fraction)}";
        }
    }
}
