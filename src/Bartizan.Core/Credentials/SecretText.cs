using Bartizan.Core.Results;

namespace Bartizan.Core.Credentials;

/// <summary>What a secret's name and value may be.</summary>
public static class SecretText
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 64;

    /// <summary>The shortest value, in characters: a shorter one would be found in answers that do not hold it.</summary>
    public const int ShortestValue = 8;

    /// <summary>The longest value, in characters.</summary>
    public const int LongestValue = 4_096;

    /// <summary>Whether a secret may be called that: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The name, if it is one.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static string ReadName(string text) =>
        IsName(text) ? text : throw new InputException(new InputError("This is no name for a secret.", $"Use 1 to {LongestName} letters, digits, '-', '_' or '.', for example openai-production."));

    /// <summary>The value, without white space around it.</summary>
    /// <exception cref="InputException">It cannot be sent in a header, or is too short or too long. The value itself is not repeated.</exception>
    public static string ReadValue(string text)
    {
        var value = text.Trim();
        if (value.Length is < ShortestValue or > LongestValue)
        {
            throw new InputException(new InputError($"The secret has {value.Length} characters.", $"It must have {ShortestValue} to {LongestValue}."));
        }

        return value.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? throw new InputException(new InputError("The secret holds characters that no header carries.", "Give only the secret, on one line, in printable ASCII without spaces."))
            : value;
    }
}
