using Bartizan.Policy.Syntax;
using Bartizan.Policy.Values;

namespace Bartizan.Policy.Evaluation;

/// <summary>What the functions and methods of ip, decimal, datetime and duration compute.</summary>
internal static class Extensions
{
    /// <summary>The result, or a <see cref="Fault"/> when arguments are of the wrong number, type or range.</summary>
    public static CedarValue Call(ExtensionFunction function, ReadOnlySpan<CedarValue> arguments)
    {
        if (arguments.Length != function.Arity())
        {
            return new Fault($"{function.Name()} takes {function.Arity()} arguments, receiver included, not {arguments.Length}.");
        }

        var self = arguments[0];
        var other = arguments.Length > 1 ? arguments[1] : self;
        return function switch
        {
            ExtensionFunction.Ip or ExtensionFunction.Decimal or ExtensionFunction.DateTime or ExtensionFunction.Duration => Construct(function, self),
            >= ExtensionFunction.IsIpv4 and <= ExtensionFunction.IsInRange => OfIp(function, self, other),
            >= ExtensionFunction.LessThan and <= ExtensionFunction.GreaterThanOrEqual => OfDecimal(function, self, other),
            >= ExtensionFunction.Offset and <= ExtensionFunction.ToTime => OfDateTime(function, self, other),
            _ => OfDuration(function, self),
        };
    }

    private static CedarValue Construct(ExtensionFunction function, CedarValue argument)
    {
        if (argument is not CedarString { Value: var text })
        {
            return Fault.WrongType("a string", function.Name(), argument);
        }

        CedarValue? made = function switch
        {
            ExtensionFunction.Ip => CedarIp.TryParse(text, out var ip) ? ip : null,
            ExtensionFunction.Decimal => CedarDecimal.TryParse(text, out var number) ? number : null,
            ExtensionFunction.DateTime => CedarDateTime.TryParse(text, out var moment) ? moment : null,
            _ => CedarDuration.TryParse(text, out var length) ? length : null,
        };
        return made ?? new Fault($"{argument} is no {function.Name()}.");
    }

    private static CedarValue OfIp(ExtensionFunction function, CedarValue self, CedarValue other)
    {
        if (self is not CedarIp ip)
        {
            return Fault.WrongType("an ipaddr", function.Name(), self);
        }

        if (other is not CedarIp range)
        {
            return Fault.WrongType("an ipaddr", function.Name(), other);
        }

        return CedarBool.Of(function switch
        {
            ExtensionFunction.IsIpv4 => ip.IsV4,
            ExtensionFunction.IsIpv6 => !ip.IsV4,
            ExtensionFunction.IsLoopback => ip.IsLoopback,
            ExtensionFunction.IsMulticast => ip.IsMulticast,
            _ => ip.IsInRange(range),
        });
    }

    private static CedarValue OfDecimal(ExtensionFunction function, CedarValue self, CedarValue other)
    {
        if (self is not CedarDecimal { TenThousandths: var a })
        {
            return Fault.WrongType("a decimal", function.Name(), self);
        }

        if (other is not CedarDecimal { TenThousandths: var b })
        {
            return Fault.WrongType("a decimal", function.Name(), other);
        }

        return CedarBool.Of(function switch
        {
            ExtensionFunction.LessThan => a < b,
            ExtensionFunction.LessThanOrEqual => a <= b,
            ExtensionFunction.GreaterThan => a > b,
            _ => a >= b,
        });
    }

    private static CedarValue OfDateTime(ExtensionFunction function, CedarValue self, CedarValue other)
    {
        if (self is not CedarDateTime moment)
        {
            return Fault.WrongType("a datetime", function.Name(), self);
        }

        switch (function)
        {
            case ExtensionFunction.Offset:
                return other is CedarDuration length
                    ? Fit((Int128)moment.EpochMilliseconds + length.Milliseconds) is { } sum ? new CedarDateTime(sum) : TooLarge(function)
                    : Fault.WrongType("a duration", function.Name(), other);
            case ExtensionFunction.DurationSince:
                return other is CedarDateTime since
                    ? Fit((Int128)moment.EpochMilliseconds - since.EpochMilliseconds) is { } difference ? new CedarDuration(difference) : TooLarge(function)
                    : Fault.WrongType("a datetime", function.Name(), other);
            case ExtensionFunction.ToDate:
                return (CedarValue?)moment.Date() ?? TooLarge(function);
            default:
                return moment.Time();
        }
    }

    private static CedarValue OfDuration(ExtensionFunction function, CedarValue self)
    {
        if (self is not CedarDuration { Milliseconds: var milliseconds })
        {
            return Fault.WrongType("a duration", function.Name(), self);
        }

        return new CedarLong(function switch
        {
            ExtensionFunction.ToMilliseconds => milliseconds,
            ExtensionFunction.ToSeconds => milliseconds / CedarDuration.Second,
            ExtensionFunction.ToMinutes => milliseconds / CedarDuration.Minute,
            ExtensionFunction.ToHours => milliseconds / CedarDuration.Hour,
            _ => milliseconds / CedarDuration.Day,
        });
    }

    private static long? Fit(Int128 exact) => exact < long.MinValue || exact > long.MaxValue ? null : (long)exact;

    private static Fault TooLarge(ExtensionFunction function) => new($"The result of {function.Name()} does not fit 64 bits of milliseconds.");
}
