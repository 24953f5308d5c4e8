using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;

namespace Bartizan.Identity.Fetching;

/// <summary>
/// Reads small JSON documents from addresses that others name, without letting them reach what only this machine can reach: https only (but for this
/// machine itself, where it was named), no redirects, no proxy, no cookies; a name is resolved once, every address that it has must be on the open internet,
/// and the connection goes to the address that was looked at.
/// </summary>
public sealed class GuardedFetcher : IDisposable
{
    /// <summary>Most bytes of a document.</summary>
    public const int MaxBytes = 65_536;

    /// <summary>How long it all may take, from the name's resolution to the last byte.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int AtOnce = 8;

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly HashSet<string> _inside;
    private readonly TimeSpan _patience = Patience;
    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly HttpClient _http;

    /// <summary>Makes one.</summary>
    /// <param name="inside">Hosts that may be on a private network, because somebody here named them.</param>
    public GuardedFetcher(IEnumerable<string> inside)
        : this(inside, Dns.GetHostAddressesAsync, null)
    {
    }

    /// <summary>Makes one for a server with which much is exchanged.</summary>
    /// <param name="inside">Hosts that may be on a private network, because somebody here named them.</param>
    /// <param name="patience">How long each exchange may take.</param>
    /// <param name="atOnce">How many are under way at most.</param>
    internal GuardedFetcher(IEnumerable<string> inside, TimeSpan patience, int atOnce)
        : this(inside) => (_patience, _turns) = (patience, new(atOnce));

    /// <summary>Makes one that resolves names, and trusts certificates, as a test wishes.</summary>
    internal GuardedFetcher(IEnumerable<string> inside, Func<string, CancellationToken, Task<IPAddress[]>> resolve, RemoteCertificateValidationCallback? trust)
    {
        _resolve = resolve;
        _inside = inside.ToHashSet(StringComparer.OrdinalIgnoreCase);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            MaxResponseHeadersLength = 16,
            // A connection that stayed would be used without its address being looked at again.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = trust },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>The document at an address; null when it cannot be had, whatever the reason, or too many are being read.</summary>
    public async ValueTask<byte[]?> ReadJsonAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request, cancellationToken) is { Status: HttpStatusCode.OK, Json: { } json } ? json : null;
    }

    /// <summary>Whether an address is one to go to: https, without TLS only to this machine itself, and only where it was named; without a user.</summary>
    public bool Takes(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && _inside.Contains(address.DnsSafeHost))) && address.UserInfo.Length == 0;

    /// <summary>What an address answers to a form, refusals too; null when it cannot be asked.</summary>
    /// <param name="address">The address.</param>
    /// <param name="form">The form's fields.</param>
    /// <param name="authorization">The header that says who asks, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="proof">The header <c>DPoP</c>, or null.</param>
    internal async ValueTask<Fetched?> PostFormAsync(
        Uri address, IEnumerable<KeyValuePair<string, string>> form, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken, string? proof = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = authorization;
        if (proof is not null)
        {
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        }

        return await SendAsync(request, cancellationToken);
    }

    /// <summary>What an address answers to a body, refusals too; null when it cannot be asked.</summary>
    /// <param name="address">The address.</param>
    /// <param name="body">The body.</param>
    /// <param name="authorization">The header <c>Authorization</c> as the other side wants it, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async ValueTask<Fetched?> PostAsync(Uri address, HttpContent body, string? authorization, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body };
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await SendAsync(request, cancellationToken);
    }

    /// <summary>What an address answers to a request, refusals too; null when it cannot be asked, says too much, or too many are being asked.</summary>
    internal async ValueTask<Fetched?> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!Takes(request.RequestUri!) || !await _turns.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return null;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_patience);
        try
        {
            return await ReadAsync(request, patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _turns.Dispose();
    }

    private static bool IsJson(string? type) =>
        type is not null && (type.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private async Task<Fetched?> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.Accept.Count == 0)
        {
            request.Headers.Accept.ParseAdd("application/json");
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!IsJson(response.Content.Headers.ContentType?.MediaType) || response.Content.Headers.ContentEncoding.Count > 0)
        {
            return new(response.StatusCode, null, HeadersOf(response, "WWW-Authenticate"), HeadersOf(response, "DPoP-Nonce"));
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxBytes + 1];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > MaxBytes ? null : new(response.StatusCode, buffer[..length], HeadersOf(response, "WWW-Authenticate"), HeadersOf(response, "DPoP-Nonce"));
    }

    private static string[] HeadersOf(HttpResponseMessage response, string name) => response.Headers.NonValidated.TryGetValues(name, out var values) ? [.. values] : [];

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        // One address that is not public is enough: a name that has both is there to be tried until it gives the other.
        if (addresses.Length == 0 || (!_inside.Contains(host) && !addresses.All(AddressRules.IsPublic)))
        {
            throw new HttpRequestException("The address is not on the open internet.");
        }

        // A name for this machine may resolve to another, to which nothing goes without TLS.
        if (context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp && !addresses.All(IPAddress.IsLoopback))
        {
            throw new HttpRequestException("The address is not of this machine.");
        }

        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], context.DnsEndPoint.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i + 1 < addresses.Length)
            {
                // A name of both families often leads nowhere in one of them.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}

/// <summary>What an address answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Json">The body; null when it says to be no JSON.</param>
/// <param name="Challenges">Its headers <c>WWW-Authenticate</c>.</param>
/// <param name="Nonces">Its headers <c>DPoP-Nonce</c>.</param>
internal sealed record Fetched(HttpStatusCode Status, byte[]? Json, IReadOnlyList<string> Challenges, IReadOnlyList<string> Nonces);
