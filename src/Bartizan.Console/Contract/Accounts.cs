using Bartizan.Console.Access;

namespace Bartizan.Console.Contract;

/// <summary>An account as the list of people shows it.</summary>
/// <param name="Id">Account id, prefix <c>acc</c>.</param>
/// <param name="Name">Name they sign in with.</param>
/// <param name="Roles">Their roles.</param>
/// <param name="Created">When it was set up.</param>
/// <param name="Ready">Whether they can sign in: they have chosen a password, or linked an identity.</param>
/// <param name="HasPassword">Whether they have chosen a password.</param>
/// <param name="Source">The identity provider that the account came from; null for one made here.</param>
/// <param name="RolesFollow">Whether its roles come from there at each sign-in, and cannot be changed here.</param>
/// <param name="Identities">The identity providers that they can sign in through.</param>
/// <param name="Disabled">Since when it cannot sign in, or null.</param>
/// <param name="LastSeen">When they last used the console, to the minute; null before the first time.</param>
public sealed record AccountView(
    string Id, string Name, IReadOnlyList<Role> Roles, DateTimeOffset Created, bool Ready, bool HasPassword, string? Source, bool RolesFollow, IReadOnlyList<string> Identities, DateTimeOffset? Disabled, DateTimeOffset? LastSeen);

/// <summary>All accounts.</summary>
/// <param name="Items">By name.</param>
public sealed record AccountList(IReadOnlyList<AccountView> Items);

/// <summary>Asks for a link by which one more person can set up an account.</summary>
/// <param name="Name">Name they will sign in with: 2 to 64 letters, digits, dots, dashes, underscores or @.</param>
/// <param name="Roles">The roles they get; at least one.</param>
public sealed record Invite(string Name, IReadOnlyList<Role> Roles);

/// <summary>A link that works once.</summary>
/// <param name="Url">Give it to the person over a trusted way; it is not shown again.</param>
/// <param name="Expires">When it stops working.</param>
/// <param name="Account">Whose it is.</param>
public sealed record Invitation(string Url, DateTimeOffset Expires, AccountView Account);

/// <summary>Replaces the roles of an account.</summary>
/// <param name="Roles">At least one.</param>
public sealed record ChangeRoles(IReadOnlyList<Role> Roles);
