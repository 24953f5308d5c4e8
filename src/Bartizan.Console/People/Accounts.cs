using Bartizan.Console.Access;
using Bartizan.Console.Contract;
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
    public static AccountView View(Account account) =>
        new(account.Id, account.Name, RolesOf(account), account.Created, account.PasswordHash is not null, account.Disabled, account.LastSeen);

    /// <summary>For the person themselves.</summary>
    public static Person Person(Account account)
    {
        var roles = RolesOf(account);
        return new Person(account.Id, account.Name, roles, RoleTable.RightsOf(roles));
    }

    private static Role? Parse(string name) =>
        Enum.GetValues<Role>().Select(role => (Role?)role).FirstOrDefault(role => string.Equals(role.ToString(), name, StringComparison.OrdinalIgnoreCase));
}
