namespace Bartizan.Guard.Normalization;

/// <summary>Characters that are not shown.</summary>
internal static class Invisibles
{
    /// <summary>The normalisation that removes a character: <c>zero-width</c>, <c>bidi</c>, <c>variation-selectors</c>, <c>tag-characters</c>; or null when it is shown.</summary>
    public static string? StepFor(int point) => point switch
    {
        < 0xAD => null,
        0xAD or 0x180E or (>= 0x200B and <= 0x200D) or (>= 0x2060 and <= 0x2064) or 0xFEFF or 0x034F or 0x115F or 0x1160 or 0x3164 or 0xFFA0 => "zero-width",
        0x200E or 0x200F or 0x061C or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => "bidi",
        (>= 0xFE00 and <= 0xFE0F) or (>= 0x180B and <= 0x180D) or (>= 0xE0100 and <= 0xE01EF) => "variation-selectors",
        >= 0xE0000 and <= 0xE007F => "tag-characters",
        _ => null,
    };
}
