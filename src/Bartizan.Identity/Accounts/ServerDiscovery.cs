using System.Net;
using System.Net.Http.Headers;
using Bartizan.Core.Credentials;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Outbound;

namespace Bartizan.Identity.Accounts;

/// <summary>Finds out what an MCP server asks for: it is asked without a token, and what it says then leads to its description (RFC 9728, MCP 2025-11-25 authorization).</summary>
internal sealed class ServerDiscovery(OutsideServers servers)
{
    private const string WellKnown = "/.well-known/oauth-protected-resource";
    private const int LongestAddress = 2_048;
    private const int Most = 100;
    private const int MostIssuers = 4;

    // Without a token every server that wants one refuses it; of one that wants none it changes nothing.
    private static readonly byte[] Question =
        """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"bartizan","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}"""u8.ToArray();

    /// <summary>Of whom tokens for a server are asked, and for what; null when that cannot be found out, or is not sound.</summary>
    public async ValueTask<(IssuerDocument Issuer, AccountTerms Terms)?> FindAsync(AccountServer server, CancellationToken cancellationToken)
    {
        var outside = servers.Of(server);
        if (server.Issuer is { } configured)
        {
            return await outside.FindAsync(configured, cancellationToken) is { } known
                ? (known, new(configured, server.Resource ?? server.Address.OriginalString, server.Address.AbsoluteUri, string.Join(' ', server.Scopes)))
                : null;
        }

        var challenge = await ChallengeAsync(outside, server.Address, cancellationToken);
        var described = await DescribedAsync(outside, server.Address, challenge, cancellationToken);
        if (described is { IsMine: false })
        {
            return null;
        }

        // Before RFC 9728 a server's own host was its authorization server (MCP 2025-03-26).
        foreach (var issuer in described?.Issuers ?? [server.Address.GetLeftPart(UriPartial.Authority)])
        {
            // MCP 2025-11-25: a server that does not say that it takes PKCE must not be used.
            if (Uri.TryCreate(issuer, UriKind.Absolute, out var address) && outside.Fetcher.Takes(address) && await outside.FindAsync(issuer, cancellationToken) is { } document
                && (document.TakesChallenges || server.Grant != AccountGrant.AuthorizationCode))
            {
                return (document, new(issuer, server.Resource ?? described?.Resource ?? server.Address.OriginalString, server.Address.AbsoluteUri, string.Join(' ', ScopesOf(server, challenge, described, document))));
            }
        }

        return null;
    }

    // MCP 2025-11-25, scope selection: those of the challenge, else all that the description names, else none. With them what lets a token be renewed.
    private static IEnumerable<string> ScopesOf(AccountServer server, TokenChallenge? challenge, Description? described, IssuerDocument issuer)
    {
        if (server.Scopes.Count > 0)
        {
            return server.Scopes;
        }

        var scopes = challenge is { Scopes.Count: > 0 } ? challenge.Scopes : described?.Scopes ?? [];
        return server.Grant == AccountGrant.AuthorizationCode && issuer.Scopes.Contains("offline_access") ? scopes.Append("offline_access").Distinct(StringComparer.Ordinal) : scopes;
    }

    private static async ValueTask<TokenChallenge?> ChallengeAsync(OutsideServer outside, Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Question) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Headers.TryAddWithoutValidation("MCP-Protocol-Version", "2026-07-28");
        request.Headers.TryAddWithoutValidation("Mcp-Method", "tools/list");
        return await outside.Fetcher.SendAsync(request, cancellationToken) is { Status: HttpStatusCode.Unauthorized } answer
            ? TokenChallenge.Read(answer.Challenges, TokenChallenge.Bearer) ?? TokenChallenge.Read(answer.Challenges, TokenChallenge.Dpop)
            : null;
    }

    // RFC 9728 section 3: where the challenge says, else beside the server's path, else at its host.
    private static async ValueTask<Description?> DescribedAsync(OutsideServer outside, Uri address, TokenChallenge? challenge, CancellationToken cancellationToken)
    {
        if (challenge?.ResourceMetadata is { Length: <= LongestAddress } named && Uri.TryCreate(named, UriKind.Absolute, out var place))
        {
            return await ReadAsync(outside, address, place, cancellationToken) ?? new(null, [], [], IsMine: false);
        }

        var path = address.AbsolutePath.TrimEnd('/');
        return (path.Length > 0 ? await ReadAsync(outside, address, new Uri(address, WellKnown + path), cancellationToken) : null) ?? await ReadAsync(outside, address, new Uri(address, WellKnown), cancellationToken);
    }

    private static async ValueTask<Description?> ReadAsync(OutsideServer outside, Uri address, Uri place, CancellationToken cancellationToken)
    {
        if (await outside.Fetcher.ReadJsonAsync(place, cancellationToken) is not { } bytes || StrictJson.Object(bytes) is not { } json)
        {
            return null;
        }

        var (resource, scopes) = (json.Text("resource", LongestAddress), json.Texts("scopes_supported", Most));
        return new(
            resource,
            json.Texts("authorization_servers", Most) is { Count: > 0 } issuers ? [.. issuers.Take(MostIssuers)] : [],
            scopes is not null && TokenChallenge.AreScopes(scopes) ? scopes : [],
            resource is not null && IsOf(address, resource));
    }

    // A description of something else would have tokens made that are good there. The resource may be what stands above the server's address.
    private static bool IsOf(Uri address, string resource) =>
        Uri.TryCreate(resource, UriKind.Absolute, out var named)
        && named.GetLeftPart(UriPartial.Authority) == address.GetLeftPart(UriPartial.Authority)
        && named is { Fragment.Length: 0, Query.Length: 0, UserInfo.Length: 0 }
        && (address.AbsolutePath + "/").StartsWith(named.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal);

    private sealed record Description(string? Resource, IReadOnlyList<string> Issuers, IReadOnlyList<string> Scopes, bool IsMine);
}
