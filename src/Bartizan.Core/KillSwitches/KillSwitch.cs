namespace Bartizan.Core.KillSwitches;

/// <summary>
/// A kill switch. While it is thrown nothing of its target passes. Lifted, it leaves its epoch behind: tokens issued up to then stay dead.
/// </summary>
/// <param name="Target">What it stops.</param>
/// <param name="Epoch">When it was thrown last. Tokens that were issued to its target up to this moment no longer count.</param>
/// <param name="Thrown">Whether it is thrown now.</param>
/// <param name="Reason">Why, in the words of who did it last.</param>
/// <param name="By">Who threw or lifted it last.</param>
/// <param name="At">When that was.</param>
public sealed record KillSwitch(KillTarget Target, DateTimeOffset Epoch, bool Thrown, string Reason, string By, DateTimeOffset At)
{
    /// <summary>Most characters of a reason.</summary>
    public const int LongestReason = Text.Reason.Longest;

    /// <summary>A reason without space around it; null when there is none, or it is too long.</summary>
    public static string? ReadReason(string? text) => text?.Trim() is { Length: > 0 and <= LongestReason } reason ? reason : null;
}
