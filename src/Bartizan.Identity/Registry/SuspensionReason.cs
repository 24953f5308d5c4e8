using Bartizan.Core.Results;

namespace Bartizan.Identity.Registry;

/// <summary>What a person says of why an agent is suspended or resumed.</summary>
public static class SuspensionReason
{
    /// <summary>Most characters.</summary>
    public const int Longest = 300;

    /// <summary>The reason without space around it. Throws <see cref="InputException"/> when it cannot be one.</summary>
    public static string Read(string text) =>
        text.Trim() is { Length: > 0 and <= Longest } reason && !reason.Any(char.IsControl)
            ? reason
            : throw new InputException(new InputError($"The reason must have 1 to {Longest} characters on one line.", "Say in a sentence why."));
}
