using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Bartizan.Core.Credentials;

namespace Bartizan.Identity.Accounts;

/// <summary>
/// Asks other authorization servers, which the configuration names: what they say of themselves, for tokens, and to forget them. Follows no redirect, keeps
/// no cookie, reads little and waits not long.
/// </summary>
internal sealed class OutsideServer : IDisposable
{
    private const int MostBytes = 65_536;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (IssuerMetadata Metadata, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);
    private readonly TimeProvider _clock;
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = 32,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Makes one.</summary>
    public OutsideServer(TimeProvider clock) => _clock = clock;

    /// <summary>What an issuer says of itself; null when it cannot be had.</summary>
    public async Task<IssuerMetadata?> FindAsync(string issuer, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        if (_known.TryGetValue(issuer, out var known) && now < known.Until)
        {
            return known.Metadata;
        }

        foreach (var place in IssuerMetadata.PlacesOf(issuer))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, place);
            if (await AskAsync(request, cancellationToken) is (200, var json) && IssuerMetadata.Read(json, issuer) is { } metadata)
            {
                _known[issuer] = (metadata, now + KnownFor);
                return metadata;
            }
        }

        return null;
    }

    /// <summary>Exchanges a code (RFC 6749 section 4.1.3, RFC 7636, RFC 8707).</summary>
    public Task<OutsideAnswer> ExchangeAsync(AccountServer server, IssuerMetadata metadata, string code, string verifier, string redirect, CancellationToken cancellationToken) => TokensAsync(
        server,
        metadata,
        [new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", redirect), new("code_verifier", verifier), new("resource", server.Resource)],
        refresh: null,
        cancellationToken);

    /// <summary>Renews tokens (RFC 6749 section 6).</summary>
    public Task<OutsideAnswer> RefreshAsync(AccountServer server, IssuerMetadata metadata, string refresh, CancellationToken cancellationToken) => TokensAsync(
        server, metadata, [new("grant_type", "refresh_token"), new("refresh_token", refresh), new("resource", server.Resource)], refresh, cancellationToken);

    /// <summary>Has a token forgotten (RFC 7009); whether the server says that it is.</summary>
    public async Task<bool> RevokeAsync(AccountServer server, IssuerMetadata metadata, string token, string hint, CancellationToken cancellationToken)
    {
        if (metadata.Revocation is not { } place)
        {
            return false;
        }

        using var request = Form(server, metadata, place, [new("token", token), new("token_type_hint", hint)]);
        return await AskAsync(request, cancellationToken) is (200, _);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<OutsideAnswer> TokensAsync(AccountServer server, IssuerMetadata metadata, List<KeyValuePair<string, string>> form, string? refresh, CancellationToken cancellationToken)
    {
        using var request = Form(server, metadata, metadata.Token, form);
        return await AskAsync(request, cancellationToken) is var (status, json) ? OutsideAnswer.Read(status, json, _clock.GetUtcNow(), refresh) : OutsideAnswer.Nothing;
    }

    private static HttpRequestMessage Form(AccountServer server, IssuerMetadata metadata, Uri place, List<KeyValuePair<string, string>> form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, place);
        if (server.ClientSecret is not { } secret)
        {
            form.Add(new("client_id", server.ClientId));
        }
        else if (metadata.Posts)
        {
            form.Add(new("client_id", server.ClientId));
            form.Add(new("client_secret", secret));
        }
        else
        {
            // RFC 6749 section 2.3.1: both are form-encoded before they are joined.
            var pair = $"{Uri.EscapeDataString(server.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        request.Content = new FormUrlEncodedContent(form);
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    private async Task<(int Status, byte[] Json)?> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            var buffer = new byte[MostBytes + 1];
            var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, patience.Token);
            return length > MostBytes ? null : ((int)response.StatusCode, buffer[..length]);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
