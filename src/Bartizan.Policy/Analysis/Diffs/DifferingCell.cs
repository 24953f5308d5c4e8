using Bartizan.Policy.Analysis.Matrix;

namespace Bartizan.Policy.Analysis.Diffs;

/// <summary>Permissions of which two policy sets say something different.</summary>
/// <param name="Principals">Who.</param>
/// <param name="Action">Does what.</param>
/// <param name="Resources">To what.</param>
/// <param name="Before">What the old policies say.</param>
/// <param name="After">What the new ones say.</param>
/// <param name="MayAllow">Whether a request may be permitted that was denied.</param>
/// <param name="MayDeny">Whether a request may be denied that was permitted.</param>
public sealed record DifferingCell(MatrixClass Principals, EntityUid Action, MatrixClass Resources, Outcome Before, Outcome After, bool MayAllow, bool MayDeny)
{
    /// <summary>How many permissions it stands for.</summary>
    public long Permissions => (long)Principals.Members.Count * Resources.Members.Count;

    internal static DifferingCell? Of(BuiltCell cell)
    {
        var (before, after) = (cell.Outcomes[0], cell.Outcomes[1]);
        var (mayAllow, mayDeny) = (MayPermitMore(before, after), MayPermitMore(after, before));
        return mayAllow || mayDeny ? new(cell.Principals, cell.Action, cell.Resources, before, after, mayAllow, mayDeny) : null;
    }

    // Where both depend on the context, a set with the same or fewer permits and the same or more forbids permits nothing that the other does not.
    private static bool MayPermitMore(Outcome before, Outcome after) => (before.Permission, after.Permission) switch
    {
        (Permission.Always, _) or (_, Permission.Never) => false,
        (Permission.Depends, Permission.Depends) => !Covers(before, after, Effect.Permit) || !Covers(after, before, Effect.Forbid),
        _ => true,
    };

    // A policy that applies in every context covers all others.
    private static bool Covers(Outcome one, Outcome other, Effect effect) =>
        Conditions(one, effect) is var conditions && (conditions.Contains("") || Conditions(other, effect).IsSubsetOf(conditions));

    private static HashSet<string> Conditions(Outcome outcome, Effect effect) =>
        outcome.Policies.Where(p => p.Policy.Effect == effect).Select(p => p.Condition).ToHashSet(StringComparer.Ordinal);
}
