using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Identity.Federation;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.People;

/// <summary>Accounts as the API shows them.</summary>
internal static class Accounts
{
    /// <summary>The account's roles; a stored name that is none is left out, and so grants nothing.</summary>
    public static IReadOnlyList<Role> RolesOf(Account account) =>
        [.. account.Roles.Select(Parse).OfType<Role>().Distinct().Order()];

    /// <summary>Roles as the store keeps them.</summary>
    public static IReadOnlyList<string> Names(IEnumerable<Role> roles) =>
        [.. roles.Distinct().Order().Select(role => role.ToString().ToLowerInvariant())];

    /// <summary>For the list of accounts.</summary>
    /// <param name="account">The account.</param>
    /// <param name="identities">Its identities.</param>
    /// <param name="providers">The providers that are configured.</param>
    public static AccountView View(Account account, IEnumerable<LinkedIdentity> identities, Providers providers)
    {
        var titles = identities.Select(i => Identities.Title(providers, i.Issuer)).Distinct(StringComparer.Ordinal).ToList();
        return new(
            account.Id,
            account.Name,
            RolesOf(account),
            account.Created,
            account.PasswordHash is not null || titles.Count > 0,
            account.PasswordHash is not null,
            account.Issuer is { } issuer ? Identities.Title(providers, issuer) : null,
            RolesFollow(account, providers),
            titles,
            account.Disabled,
            account.LastSeen);
    }

    /// <summary>Whether the account's roles are what its provider says at each sign-in.</summary>
    public static bool RolesFollow(Account account, Providers providers) => providers.All.Any(p => p.Issuer == account.Issuer && p.Roles.Count > 0);

    /// <summary>For the person themselves.</summary>
    public static Person Person(Visitor visitor)
    {
        var (account, roles) = (visitor.Account!, visitor.Roles);
        return new Person(account.Id, account.Name, roles, RoleTable.RightsOf(roles), account.PasswordHash is not null, visitor.ProvenUntil);
    }

    private static Role? Parse(string name) =>
        Enum.GetValues<Role>().Select(role => (Role?)role).FirstOrDefault(role => string.Equals(role.ToString(), name, StringComparison.OrdinalIgnoreCase));
}
