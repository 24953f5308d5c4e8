using Bartizan.Storage.Accounts;

namespace Bartizan.Console.People;

/// <summary>A link that signs in once.</summary>
/// <param name="Url">The link. The token stands in its fragment, which browsers do not send, so that no log can hold it.</param>
/// <param name="Expires">When it stops working.</param>
public sealed record SignInLink(Uri Url, DateTimeOffset Expires);

/// <summary>Makes and redeems one-time sign-in links. The store keeps only a token's hash.</summary>
public sealed class SignInLinks(ConsoleStore store, ConsoleOptions options, TimeProvider clock)
{
    /// <summary>How long a link works.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    /// <summary>A link by which the first person sets up an account with the role admin; null when there is an account already.</summary>
    public async Task<SignInLink?> CreateAsync(CancellationToken cancellationToken) =>
        await HasAccountsAsync(cancellationToken) ? null : await MakeAsync(null, "system", cancellationToken);

    /// <summary>A link by which the person of an account chooses a (new) password. Earlier links of that account stop working.</summary>
    /// <param name="account">Id of the account.</param>
    /// <param name="by">Id of the account that asks for it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<SignInLink> CreateForAsync(string account, string by, CancellationToken cancellationToken) => MakeAsync(account, by, cancellationToken);

    /// <summary>Whether anybody can sign in by password.</summary>
    internal async Task<bool> HasAccountsAsync(CancellationToken cancellationToken) =>
        (await store.ListAccountsAsync(cancellationToken)).Any(account => account.PasswordHash is not null);

    /// <summary>Uses a token up; null when it was used before, has expired, or never existed.</summary>
    internal async Task<SignInToken?> RedeemAsync(string token, CancellationToken cancellationToken) =>
        Secrets.Hash(token) is { } hash ? await store.UseSignInTokenAsync(hash, cancellationToken) : null;

    private async Task<SignInLink> MakeAsync(string? account, string by, CancellationToken cancellationToken)
    {
        var token = Secrets.NewToken();
        var now = clock.GetUtcNow();
        var expires = now + Lifetime;
        await store.AddSignInTokenAsync(
            new SignInToken { TokenHash = Secrets.Hash(token)!, Account = account, Created = now, Expires = expires },
            by,
            cancellationToken);
        return new SignInLink(new Uri(options.Address, "/sign-in#token=" + token), expires);
    }
}
