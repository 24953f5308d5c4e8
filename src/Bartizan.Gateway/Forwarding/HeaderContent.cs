using Bartizan.Guard;
using Microsoft.Extensions.Primitives;

namespace Bartizan.Gateway.Forwarding;

/// <summary>What stands in headers. They are not inspected as texts are, so one that holds a key or a card number stays behind.</summary>
internal static class HeaderContent
{
    private const int Slots = 64;
    private const int LongestKept = 256;

    [ThreadStatic]
    private static string?[]? _lately;

    /// <summary>Whether neither a header's name nor any of its values holds a key or a card number.</summary>
    public static bool IsHarmless(string name, in StringValues values)
    {
        foreach (var value in values)
        {
            if (!IsHarmless(value))
            {
                return false;
            }
        }

        return IsHarmless(name);
    }

    // Nearly every header says the same in every exchange: what was harmless lately need not be looked at again.
    private static bool IsHarmless(string? text)
    {
        if (text is null || text.Length < SelfEvident.Shortest)
        {
            return true;
        }

        ref var slot = ref (_lately ??= new string?[Slots])[(text.Length + (text[0] * 3) + (text[^1] * 5)) % Slots];
        if (text.Equals(slot, StringComparison.Ordinal))
        {
            return true;
        }

        if (SelfEvident.LabelOf(text) is not null)
        {
            return false;
        }

        if (text.Length <= LongestKept)
        {
            slot = text;
        }

        return true;
    }
}
