using System.Collections.Frozen;

namespace Bartizan.Console.Access;

/// <summary>The one table of what each role may do. A right that is not listed is denied.</summary>
public static class RoleTable
{
    private static readonly FrozenDictionary<Role, FrozenSet<Right>> Table = new Dictionary<Role, FrozenSet<Right>>
    {
        [Role.Admin] = Enum.GetValues<Right>().ToFrozenSet(),
        [Role.Architect] =
        [
            Right.Watch, Right.ReadContent, Right.Export, Right.ManageAgents, Right.UseKillSwitches, Right.ManageSecrets, Right.ApproveTools, Right.AnswerReviews, Right.ManageReviews, Right.MarkExchanges, Right.CalibrateGuard, Right.TestPolicies, Right.WritePolicies, Right.VerifyLedger,
        ],
        [Role.Analyst] = [Right.Watch, Right.ReadContent, Right.Export, Right.UseKillSwitches, Right.AnswerReviews, Right.MarkExchanges, Right.TestPolicies, Right.VerifyLedger],
        [Role.Approver] = [Right.Watch, Right.ApproveTools, Right.ApproveAccess, Right.AnswerReviews, Right.TestPolicies],
        [Role.Auditor] = [Right.Watch, Right.ReadContent, Right.Export, Right.TestPolicies, Right.VerifyLedger],
    }.ToFrozenDictionary();

    /// <summary>Whether any of the roles holds the right.</summary>
    public static bool Allows(IEnumerable<Role> roles, Right right) =>
        roles.Any(role => Table.TryGetValue(role, out var rights) && rights.Contains(right));

    /// <summary>All rights of the roles together, in order of declaration.</summary>
    public static IReadOnlyList<Right> RightsOf(params IEnumerable<Role> roles) =>
        [.. Enum.GetValues<Right>().Where(right => Allows(roles, right))];
}
