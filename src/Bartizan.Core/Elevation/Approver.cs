namespace Bartizan.Core.Elevation;

/// <summary>A person who wants to approve, as their account is now.</summary>
/// <param name="Id">The account's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Roles">Its roles, in lower case.</param>
/// <param name="Works">Whether it is not disabled.</param>
public sealed record Approver(string Id, string Name, IReadOnlyList<string> Roles, bool Works)
{
    /// <summary>Roles whose people may approve what is held. The console's table of rights says the same (a test holds it).</summary>
    public static IReadOnlyList<string> ApprovingRoles { get; } = ["admin", "approver"];

    /// <summary>Whether the person may approve anything now.</summary>
    public bool MayApprove => Works && Roles.Any(r => ApprovingRoles.Contains(r, StringComparer.OrdinalIgnoreCase));
}
