using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Bartizan.Core.Credentials;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Credentials;
using Bartizan.Gateway.Credentials.Echo;
using Bartizan.Gateway.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Forwarding;

/// <summary>
/// Sends a request to an upstream over pooled connections. Follows no redirect, keeps no cookie, uses no proxy, decompresses nothing:
/// a connection goes to a configured address or nowhere.
/// </summary>
internal sealed class Forwarder : IDisposable
{
    private readonly HttpMessageInvoker _client;
    private readonly CredentialVault _vault;
    private readonly EchoGuard _echoes;

    public Forwarder(TimeSpan connectTimeout, CredentialVault vault, EchoGuard echoes)
    {
        (_vault, _echoes) = (vault, echoes);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = connectTimeout,
            // A new connection every few minutes follows a provider's change of address.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
            MaxResponseHeadersLength = 64,
            // An answer that was given up is not worth reading to its end to save a connection.
            MaxResponseDrainSize = 64 << 10,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
            ConnectCallback = ConnectAsync,
        });
    }

    /// <summary>Sends and waits for the answer's headers.</summary>
    public ValueTask<ForwardResult> SendAsync(Upstream upstream, Uri address, IHeaderDictionary clientHeaders, BodyContent body, EgressPurpose purpose, Deadline deadline)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = body, Version = HttpVersion.Version11 };
        CopyHeaders(clientHeaders, upstream, request);
        return SendAsync(request, upstream.Credential, body.Bytes, purpose, deadline);
    }

    /// <summary>Sends a request that is complete but for its credential, and waits for the answer's headers. Here and only here a credential goes out.</summary>
    public async ValueTask<ForwardResult> SendAsync(HttpRequestMessage request, UpstreamCredential? credential, ReadOnlyMemory<byte> body, EgressPurpose purpose, Deadline deadline)
    {
        try
        {
            var injected = credential is null ? default : await credential.AuthorizeAsync(request, body, purpose, _vault, deadline.Token);
            if (injected.Failure != ForwardFailure.None)
            {
                return ForwardResult.Failed(injected.Failure);
            }

            var response = await _client.SendAsync(request, deadline.Token);
            // RFC 9449 section 9: refused for the nonce alone, it is sent once more with the one that came along. The server did nothing with it.
            if (KeepsNonce(response, injected) && WantsNonce(response))
            {
                response.Dispose();
                injected = await credential!.AuthorizeAsync(request, body, purpose, _vault, deadline.Token);
                if (injected.Failure != ForwardFailure.None)
                {
                    return ForwardResult.Failed(injected.Failure);
                }

                response = await _client.SendAsync(request, deadline.Token);
                KeepsNonce(response, injected);
            }

            if (Refuse(response) is var refused and not ForwardFailure.None)
            {
                response.Dispose();
                if (refused == ForwardFailure.UpstreamCredential && injected.Refused is { } tell)
                {
                    await tell();
                }

                return ForwardResult.Failed(refused);
            }

            if (injected.Insufficient is { } more && await IsForMoreAsync(response, more))
            {
                response.Dispose();
                return ForwardResult.Failed(ForwardFailure.ReauthorizationNeeded);
            }

            if (injected.Key is { } key)
            {
                await _echoes.WatchAsync(response, key, purpose);
            }

            return new ForwardResult(response, ForwardFailure.None);
        }
        catch (OperationCanceledException)
        {
            // A connect timeout comes as a cancellation that nobody asked for.
            return ForwardResult.Failed(deadline.Token.IsCancellationRequested ? deadline.Cause : ForwardFailure.UpstreamConnect);
        }
        catch (HttpRequestException e)
        {
            return ForwardResult.Failed(
                e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
                    ? ForwardFailure.UpstreamConnect
                    : ForwardFailure.UpstreamBroke);
        }
        catch (IOException)
        {
            return ForwardResult.Failed(ForwardFailure.UpstreamBroke);
        }
    }

    public void Dispose() => _client.Dispose();

    // RFC 6750 section 3.1: the token is good, but not for this.
    private static async ValueTask<bool> IsForMoreAsync(HttpResponseMessage response, Func<IReadOnlyList<string>, ValueTask<bool>> tell) =>
        response.StatusCode == HttpStatusCode.Forbidden
        && response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var challenges)
        && (Says(challenges, TokenChallenge.Dpop) ?? Says(challenges, TokenChallenge.Bearer)) is { } challenge
        && await tell(challenge.Scopes);

    private static TokenChallenge? Says(HeaderStringValues challenges, string scheme) =>
        TokenChallenge.Read([.. challenges], scheme) is { Error: "insufficient_scope" } challenge ? challenge : null;

    private static bool KeepsNonce(HttpResponseMessage response, Injection injected)
    {
        if (injected.Nonced is not { } keep || !response.Headers.NonValidated.TryGetValues("DPoP-Nonce", out var nonces) || ITokenProofs.NonceOf([.. nonces]) is not { } nonce)
        {
            return false;
        }

        keep(nonce);
        return true;
    }

    private static bool WantsNonce(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Unauthorized
        && response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var challenges)
        && TokenChallenge.Read([.. challenges], TokenChallenge.Dpop) is { Error: "use_dpop_nonce" };

    private static ForwardFailure Refuse(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized || (response.StatusCode == HttpStatusCode.Forbidden && HeaderRules.RefusesCredential(response.Headers)))
        {
            return ForwardFailure.UpstreamCredential;
        }

        if ((int)response.StatusCode is < 200 or (>= 300 and < 400))
        {
            return ForwardFailure.ResponseUnreadable;
        }

        foreach (var encoding in response.Content.Headers.ContentEncoding)
        {
            if (!encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            {
                return ForwardFailure.ResponseUnreadable;
            }
        }

        return ForwardFailure.None;
    }

    private static void CopyHeaders(IHeaderDictionary client, Upstream upstream, HttpRequestMessage request)
    {
        var connection = client.Connection.Count == 0 ? "" : client.Connection.ToString();
        foreach (var (name, values) in client)
        {
            if (((HeaderRules.GoesUpstream(name) && HeaderContent.IsHarmless(name, values)) || upstream.Passes(name)) && (connection.Length == 0 || !HeaderRules.BelongsToConnection(connection, name)))
            {
                request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        TraceHeaders.Write(client, request);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
