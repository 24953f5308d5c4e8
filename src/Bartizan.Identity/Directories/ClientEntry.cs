using Bartizan.Core.Identity;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Directories;

/// <summary>A client with its agent and its keys, ready to be asked.</summary>
/// <param name="client">As registered.</param>
/// <param name="agent">The agent.</param>
/// <param name="instance">The identity by which an instance of it proves whose it is; null in every other case.</param>
/// <param name="certificate">Digest of the certificate by which it proved who it is; null in every other case.</param>
internal sealed class ClientEntry(AgentClient client, Principal agent, AccessToken? instance = null, string? certificate = null)
{
    /// <summary>As registered.</summary>
    public AgentClient Registered { get; } = client;

    /// <summary>The agent.</summary>
    public Principal Agent { get; } = agent;

    /// <summary>The identity by which an instance of it proves whose it is, once it proved the identity's key too; null in every other case.</summary>
    public AccessToken? Instance { get; } = instance;

    /// <summary>Digest of the certificate by which it proved who it is (<c>x5t#S256</c>), to which its tokens are bound; null in every other case.</summary>
    public string? Certificate { get; } = certificate;

    /// <summary>Its public keys; null when it has none.</summary>
    public JsonWebKeySet? Keys { get; } = client.Keys is { } text ? JsonWebKeySet.Parse(text) : null;

    /// <summary>Its client id.</summary>
    public string Id => Registered.Agent;

    /// <summary>The same client, shown by the identity of an instance.</summary>
    public ClientEntry With(AccessToken identity) => new(Registered, Agent, identity, identity.CertificateThumbprint);

    /// <summary>The same client, shown by the certificate of its connection.</summary>
    public ClientEntry With(string certificate) => new(Registered, Agent, null, certificate);
}
