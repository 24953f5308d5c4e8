using Bartizan.Core.Credentials;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Credentials;

/// <summary>The token of the person on whose behalf an agent calls. Where nobody stands behind a call there is none.</summary>
internal sealed class AccountKey(string server) : UpstreamCredential
{
    /// <inheritdoc/>
    public override async ValueTask<Injection> AuthorizeAsync(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken)
    {
        var token = await FindAsync(purpose, vault, cancellationToken);
        if (token?.Value is not { } value)
        {
            return new(null, FailureOf(token));
        }

        var key = new InjectedKey(KeyHeaders.Bearer, value, $"account:{server}");
        key.Put(request);
        return new(key) { Refused = () => vault.Connections!.RefusedAsync(purpose.Person!, server, token, CancellationToken.None) };
    }

    /// <inheritdoc/>
    public override async ValueTask<ForwardFailure> CheckAsync(EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken) =>
        FailureOf(await FindAsync(purpose, vault, cancellationToken));

    private async ValueTask<AccountToken?> FindAsync(EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken) =>
        vault.Connections is { } connections && purpose.Person is { } person ? await connections.FindAsync(person, server, cancellationToken) : null;

    private static ForwardFailure FailureOf(AccountToken? token) => token?.State switch
    {
        ConnectionState.Connected => ForwardFailure.None,
        ConnectionState.NeedsReauthorization => ForwardFailure.ReauthorizationNeeded,
        ConnectionState.NotConnected or null => ForwardFailure.ConnectionNeeded,
        _ => ForwardFailure.CredentialMissing,
    };
}
