using Bartizan.Core.Credentials;
using Bartizan.Core.Identity;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Credentials;

/// <summary>An access token for an MCP server: of the person on whose behalf an agent calls, or the gateway's own.</summary>
/// <param name="server">The server's name.</param>
/// <param name="own">Whether it is the gateway's own. Else, where nobody stands behind a call, there is none.</param>
internal sealed class AccountKey(string server, bool own) : UpstreamCredential
{
    private const string Proof = "DPoP";

    // What the server wants in proofs; its authorization server may want another (RFC 9449 section 9).
    private volatile string? _nonce;

    /// <inheritdoc/>
    public override async ValueTask<Injection> AuthorizeAsync(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken)
    {
        var token = await FindAsync(purpose, vault, cancellationToken);
        if (token?.Value is not { } value)
        {
            return new(null, FailureOf(token));
        }

        var key = new InjectedKey(KeyHeaders.Bearer, value, $"account:{server}", token.Proofs is null ? null : Proof);
        key.Put(request);
        request.Headers.Remove(Proof);
        if (token.Proofs is { } proofs)
        {
            request.Headers.TryAddWithoutValidation(Proof, proofs.Prove(request.Method.Method, request.RequestUri!, _nonce));
        }

        return new(key)
        {
            Nonced = token.Proofs is null ? null : nonce => _nonce = nonce,
            Refused = () => vault.Connections!.RefusedAsync(WhoseOf(purpose), server, token, CancellationToken.None),
            Insufficient = scopes => vault.Connections!.InsufficientAsync(WhoseOf(purpose), server, token, scopes, CancellationToken.None),
        };
    }

    /// <inheritdoc/>
    public override async ValueTask<ForwardFailure> CheckAsync(EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken) =>
        FailureOf(await FindAsync(purpose, vault, cancellationToken));

    private async ValueTask<AccountToken?> FindAsync(EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken) =>
        vault.Connections is { } connections && (own || purpose.Person is not null) ? await connections.FindAsync(WhoseOf(purpose), server, cancellationToken) : null;

    private Person? WhoseOf(EgressPurpose purpose) => own ? null : purpose.Person;

    private ForwardFailure FailureOf(AccountToken? token) => token?.State switch
    {
        ConnectionState.Connected => ForwardFailure.None,
        ConnectionState.NeedsReauthorization => ForwardFailure.ReauthorizationNeeded,
        ConnectionState.SignInNeeded => ForwardFailure.SignInNeeded,
        ConnectionState.NotConnected or null when !own => ForwardFailure.ConnectionNeeded,
        _ => ForwardFailure.CredentialMissing,
    };
}
