using Bartizan.Core.Results;

namespace Bartizan.Identity.Elevation.Rules;

/// <summary>A grant is for a few uses and a short time, in whole seconds, as they are signed.</summary>
internal sealed class BoundsRule : IApprovalRule
{
    /// <summary>Most uses of one grant.</summary>
    public const int MostUses = 100;

    /// <summary>How long a grant may last.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    // What clocks may differ by, and the time it takes to sign.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public InputError? Check(ApprovalQuestion question) =>
        question.Uses is < 1 or > MostUses ? new($"A grant is for 1 to {MostUses} uses.")
        : question.Until <= question.Now || question.Until > question.Now + Longest + Grace ? new($"A grant lasts for {Longest.TotalHours} hours at most.")
        : question.Until.Ticks % TimeSpan.TicksPerSecond != 0 ? new("The end of a grant is a whole second.")
        : null;
}
