using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Bartizan.Core.Credentials;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Accounts;

/// <summary>
/// What Bartizan is called at other authorization servers: as configured; else by the address of its own document, where the server takes that and can reach
/// it; else as it registers itself there (RFC 7591). A name that one server gave is shown to no other.
/// </summary>
internal sealed class OutsideClients(IAccountStore store, OutsideServers outside, ClientDocument? document, TimeProvider clock)
{
    private const int LongestId = 512;
    private const int LongestSecret = 4_096;

    /// <summary>The client at an issuer; null when there is none yet, and none can be had.</summary>
    /// <param name="server">For which MCP server.</param>
    /// <param name="issuer">What the authorization server says of itself.</param>
    /// <param name="register">Whether Bartizan may register itself.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<ClientProof?> FindAsync(AccountServer server, IssuerDocument issuer, bool register, CancellationToken cancellationToken)
    {
        if (server.ClientId is { } configured)
        {
            return server.ClientKey is { } key ? ClientProof.Signed(configured, new JwsSigner(key), issuer.Issuer, clock)
                : server.ClientSecret is { } secret ? ClientProof.Shared(configured, secret, issuer.TakesSecretsInForms)
                : ClientProof.Public(configured);
        }

        if (issuer.TakesDocuments && document?.Id is { } address)
        {
            return ClientProof.Public(address);
        }

        var known = await store.FindClientAsync(issuer.Issuer, clock.GetUtcNow(), cancellationToken);
        if (register && (known is null || known.Redirect != document?.Redirect))
        {
            known = await RegisterAsync(outside.Of(server), issuer, cancellationToken) is { } made ? await store.KeepClientAsync(made, clock.GetUtcNow(), CancellationToken.None) : null;
        }

        return known is null ? null : known.Secret is { } given ? ClientProof.Shared(known.ClientId, given, known.InForm) : ClientProof.Public(known.ClientId);
    }

    /// <summary>Forgets a name that Bartizan registered, because its server says that it knows it no more.</summary>
    public async ValueTask UnknownAsync(AccountServer server, IssuerDocument issuer, ClientProof proof)
    {
        if (server.ClientId is null)
        {
            await store.ForgetClientAsync(issuer.Issuer, proof.Id, clock.GetUtcNow(), CancellationToken.None);
        }
    }

    private async ValueTask<RegisteredClient?> RegisterAsync(OutsideServer way, IssuerDocument issuer, CancellationToken cancellationToken)
    {
        if (issuer.Registration is not { } place || document is null)
        {
            return null;
        }

        var methods = issuer.ClientMethods;
        var method = methods.Contains("client_secret_basic") ? "client_secret_basic" : methods.Contains("client_secret_post") ? "client_secret_post" : "none";
        var bytes = new ArrayBufferWriter<byte>();
        document.Write(bytes, null, method);
        using var request = new HttpRequestMessage(HttpMethod.Post, place) { Content = new ReadOnlyMemoryContent(bytes.WrittenMemory) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (await way.Fetcher.SendAsync(request, cancellationToken) is not { Status: HttpStatusCode.Created or HttpStatusCode.OK, Json: { } answer }
            || StrictJson.Object(answer) is not { } json
            || json.Text("client_id", LongestId) is not { } id)
        {
            return null;
        }

        // Servers change what they are asked for (RFC 7591 section 3.2.1): what they answer counts.
        var given = json.Text("token_endpoint_auth_method") ?? method;
        var secret = given == "none" ? null : json.Text("client_secret", LongestSecret);
        var expires = json.Time("client_secret_expires_at");
        return new(issuer.Issuer, document.Redirect, id, secret, given == "client_secret_post", secret is null || expires == DateTimeOffset.UnixEpoch ? null : expires);
    }
}
