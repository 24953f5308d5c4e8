using System.Collections.Frozen;

namespace Bartizan.Console.People;

/// <summary>Which passwords are taken: long, and not among the first that anybody would guess.</summary>
internal static class PasswordRules
{
    public const int ShortestLength = 12;

    // Longer ones would let a caller buy hashing time with a big body.
    public const int LongestLength = 256;

    private const int FewestDistinct = 5;

    private static readonly FrozenSet<string> WellKnown = new[]
    {
        "password", "passwort", "passw0rd", "p@ssword", "p@ssw0rd", "changeme", "letmein", "welcome", "bartizan", "administrator", "admin", "qwertyuiop",
        "qwertzuiop", "asdfghjkl", "iloveyou", "correcthorsebatterystaple", "secret", "default", "monkey", "dragon", "football", "sunshine",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is wrong with a password for this person, or null.</summary>
    public static string? Complaint(string password, string name)
    {
        if (password.Length < ShortestLength)
        {
            return $"The password is shorter than {ShortestLength} characters.";
        }

        if (password.Length > LongestLength)
        {
            return $"The password is longer than {LongestLength} characters.";
        }

        var folded = password.ToLowerInvariant();
        return folded.Distinct().Count() < FewestDistinct || IsRun(folded) || IsWellKnown(folded) || Core(folded) == Core(name.ToLowerInvariant())
            ? "The password is among the first that anybody would guess."
            : null;
    }

    // A well-known word stays one with digits and signs around it, or said twice.
    private static bool IsWellKnown(string folded)
    {
        var core = Core(folded);
        var half = core[..(core.Length / 2)];
        return WellKnown.Contains(core) || (core.Length % 2 == 0 && core == half + half && WellKnown.Contains(half));
    }

    private static string Core(string text) => text.Trim([.. "0123456789 !?.,-_#*$&+"]);

    private static bool IsRun(string text)
    {
        var steps = 0;
        for (var i = 1; i < text.Length; i++)
        {
            var step = text[i] - text[i - 1];
            // 9 is followed by 0 on every keyboard.
            steps += step is 1 or -1 or -9 or 9 ? 1 : 0;
        }

        return steps >= text.Length * 3 / 4;
    }
}
