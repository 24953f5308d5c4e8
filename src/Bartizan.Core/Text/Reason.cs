namespace Bartizan.Core.Text;

/// <summary>Why somebody did something, in a sentence of theirs, for people and the ledger.</summary>
public static class Reason
{
    /// <summary>Most characters.</summary>
    public const int Longest = 500;

    /// <summary>A reason on one line, without space around it; null when it is none, too long, or has characters that are not seen.</summary>
    public static string? OneLine(string? text) => text?.Trim() is { Length: > 0 and <= Longest } reason && !reason.Any(char.IsControl) ? reason : null;
}
