using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Attesting;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Clients;

/// <summary>
/// Finds out which client asks: by a secret in the <c>Authorization</c> header or in the form, by an assertion signed with its key, or by the identity of an instance. Exactly one of
/// these must be there; none for a client that is registered with a certificate, which must be that of the connection, and none for a public client, which then is only named and not
/// proven. A client is registered with one way, so that no other counts. Every failure looks alike, and a secret is compared whether or not the client is known.
/// </summary>
internal sealed class ClientAuthenticator(IdentityDirectory directory, ClientFinder finder, ClientAssertions assertions, InstanceAssertions instances, ClientCertificates certificates)
{
    private static readonly OAuthError TwoWays = OAuthError.InvalidRequest("The client proves who it is in more than one way. Use one.");
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    /// <summary>The client, or why there is none.</summary>
    /// <param name="request">The request.</param>
    /// <param name="form">Its parameters.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="takesInstances">Whether the identity of an instance may stand for it: only where the proof of its key is asked for afterwards.</param>
    public async ValueTask<(ClientEntry? Client, OAuthError? Error)> RunAsync(HttpRequest request, OAuthForm form, CancellationToken cancellationToken, bool takesInstances = false)
    {
        var ways = (request.Headers.Authorization.Count > 0 ? 1 : 0)
            + (form.Has("client_secret") ? 1 : 0)
            + (form.Has("client_assertion") || form.Has("client_assertion_type") ? 1 : 0);
        if (ways > 1)
        {
            return (null, TwoWays);
        }

        var client = request.Headers.Authorization.Count > 0 ? await BasicAsync(request.Headers.Authorization.ToString(), form["client_id"], cancellationToken)
            : form.Has("client_assertion") ? form["client_assertion_type"] == InstanceAssertions.Type ? takesInstances ? instances.Find(form) : null : await assertions.FindAsync(form, cancellationToken)
            : form.Has("client_secret") ? await SecretAsync(form["client_id"], form["client_secret"], cancellationToken)
            : form["client_id"] is { } id ? await NamedAsync(id, form.Certificate, cancellationToken)
            : null;
        return client is null ? (null, OAuthError.InvalidClient) : (client, null);
    }

    private async ValueTask<ClientEntry?> NamedAsync(string id, X509Certificate2? certificate, CancellationToken cancellationToken) =>
        (directory.Current.Client(id) ?? await finder.FindAsync(id, cancellationToken)) is not { } client ? null
        : client.Registered.Certificate is { } expected ? certificates.Proves(certificate, expected) ? client.With(ClientCertificates.Thumbprint(certificate!)) : null
        : client.Registered.IsPublic ? client
        : null;

    // RFC 6749 §2.3.1: both parts are form-encoded before they are joined.
    private async ValueTask<ClientEntry?> BasicAsync(string header, string? named, CancellationToken cancellationToken)
    {
        const string Scheme = "Basic ";
        if (header.Length > 1_024 || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..].Trim(), bytes, out var length))
        {
            return null;
        }

        var parts = Encoding.Latin1.GetString(bytes, 0, length).Split(':', 2);
        return parts.Length == 2 && FormText.Decode(parts[0]) is { } id && (named is null || named == id)
            ? await SecretAsync(id, FormText.Decode(parts[1]), cancellationToken)
            : null;
    }

    private async ValueTask<ClientEntry?> SecretAsync(string? id, string? secret, CancellationToken cancellationToken)
    {
        if (id is null || secret is null || AgentKey.Read(secret) != AgentKeyForm.WellFormed)
        {
            return null;
        }

        var client = await directory.FindClientAsync(id, cancellationToken);
        var hash = new byte[SHA256.HashSizeInBytes];
        AgentKey.Hash(secret, hash);
        var isRight = CryptographicOperations.FixedTimeEquals(hash, client?.Registered.SecretHash ?? NoHash);
        return isRight & client?.Registered.SecretHash is not null ? client : null;
    }
}
