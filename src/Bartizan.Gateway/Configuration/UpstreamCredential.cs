using Bartizan.Gateway.Credentials;
using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Configuration;

/// <summary>What an upstream asks of whoever calls it. Leaves its type only on a request to the configured address.</summary>
internal abstract class UpstreamCredential
{
    /// <summary>Puts the credential on a request; the last thing done before it is sent.</summary>
    /// <param name="request">The request, complete.</param>
    /// <param name="body">Its body.</param>
    /// <param name="purpose">For what it goes out.</param>
    /// <param name="vault">Where credentials are that are not in configuration.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public abstract ValueTask<Injection> AuthorizeAsync(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken);

    /// <summary>Why there would be none for this purpose, asked before there is a request.</summary>
    public virtual ValueTask<ForwardFailure> CheckAsync(EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken) => new(ForwardFailure.None);

    /// <summary>Compiles what configuration says of a key in a header.</summary>
    /// <param name="reference">Where the key is.</param>
    /// <param name="header">The header that carries it.</param>
    /// <exception cref="Core.Results.InputException">It is not there.</exception>
    public static UpstreamCredential Of(string reference, string header) => SecretReference.NameOf(reference) is { } name
        ? new StoredKey(name, header)
        : new HeaderKey(new InjectedKey(header, CredentialReference.TryParse(reference)!.Resolve(), reference));
}

/// <summary>A key that is sent in a header.</summary>
internal sealed class HeaderKey(InjectedKey key) : UpstreamCredential
{
    /// <inheritdoc/>
    public override ValueTask<Injection> AuthorizeAsync(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken)
    {
        key.Put(request);
        return new(new Injection(key));
    }
}

/// <summary>A secret of the store, in the version in force; sent only where and as it is bound.</summary>
internal sealed class StoredKey(string name, string header) : UpstreamCredential
{
    /// <inheritdoc/>
    public override ValueTask<Injection> AuthorizeAsync(
        HttpRequestMessage request, ReadOnlyMemory<byte> body, EgressPurpose purpose, CredentialVault vault, CancellationToken cancellationToken)
    {
        if (vault.Secrets.Find(name, request.RequestUri!) is not { } key || !key.Header.Equals(header, StringComparison.OrdinalIgnoreCase))
        {
            return new(new Injection(null, ForwardFailure.CredentialMissing));
        }

        key.Put(request);
        vault.Secrets.Used(name);
        return new(new Injection(key));
    }
}
