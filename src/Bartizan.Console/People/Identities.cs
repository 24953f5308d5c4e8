using Bartizan.Console.Contract;
using Bartizan.Core.Text;
using Bartizan.Identity.Federation;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.People;

/// <summary>Providers and identities as the API shows them.</summary>
internal static class Identities
{
    /// <summary>What people read of a provider.</summary>
    public static string Title(ProviderOptions provider) => provider.Title ?? provider.Name;

    /// <summary>The same by its issuer, which stays where it is not configured any more.</summary>
    public static string Title(Providers providers, string issuer) => providers.All.FirstOrDefault(p => p.Issuer == issuer) is { } provider ? Title(provider) : issuer;

    /// <summary>For buttons.</summary>
    public static ProviderView View(ProviderOptions provider) => new(provider.Name, Title(provider));

    /// <summary>For the person themselves.</summary>
    public static IdentityView View(LinkedIdentity identity, Account account, Providers providers) =>
        new(identity.Id, Title(providers, identity.Issuer), VisibleText.Of(identity.Subject), identity.Linked, identity.LastUsed, account.Issuer != identity.Issuer);
}
