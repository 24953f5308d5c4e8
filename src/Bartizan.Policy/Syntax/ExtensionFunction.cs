namespace Bartizan.Policy.Syntax;

/// <summary>A function or method of the extension types.</summary>
internal enum ExtensionFunction
{
    Ip,
    Decimal,
    DateTime,
    Duration,
    IsIpv4,
    IsIpv6,
    IsLoopback,
    IsMulticast,
    IsInRange,
    LessThan,
    LessThanOrEqual,
    GreaterThan,
    GreaterThanOrEqual,
    Offset,
    DurationSince,
    ToDate,
    ToTime,
    ToMilliseconds,
    ToSeconds,
    ToMinutes,
    ToHours,
    ToDays,
}

/// <summary>The names of extension functions, how many arguments they take (a method's receiver included), and which are methods.</summary>
internal static class ExtensionFunctions
{
    private static readonly (string Name, int Arity, bool IsMethod)[] Table =
    [
        ("ip", 1, false),
        ("decimal", 1, false),
        ("datetime", 1, false),
        ("duration", 1, false),
        ("isIpv4", 1, true),
        ("isIpv6", 1, true),
        ("isLoopback", 1, true),
        ("isMulticast", 1, true),
        ("isInRange", 2, true),
        ("lessThan", 2, true),
        ("lessThanOrEqual", 2, true),
        ("greaterThan", 2, true),
        ("greaterThanOrEqual", 2, true),
        ("offset", 2, true),
        ("durationSince", 2, true),
        ("toDate", 1, true),
        ("toTime", 1, true),
        ("toMilliseconds", 1, true),
        ("toSeconds", 1, true),
        ("toMinutes", 1, true),
        ("toHours", 1, true),
        ("toDays", 1, true),
    ];

    private static readonly Dictionary<string, ExtensionFunction> ByName =
        Enum.GetValues<ExtensionFunction>().ToDictionary(f => f.Name(), StringComparer.Ordinal);

    public static string Name(this ExtensionFunction function) => Table[(int)function].Name;

    public static int Arity(this ExtensionFunction function) => Table[(int)function].Arity;

    public static bool IsMethod(this ExtensionFunction function) => Table[(int)function].IsMethod;

    public static bool TryFind(string name, out ExtensionFunction function) => ByName.TryGetValue(name, out function);

    public static IEnumerable<string> Functions => Table.Where(f => !f.IsMethod).Select(f => f.Name);

    public static IEnumerable<string> Methods => Table.Where(f => f.IsMethod).Select(f => f.Name);
}
