using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bartizan.Identity.Attesting.Processes;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Http;

/// <summary>The parameters of a request to the authorization server. None stands there twice (RFC 6749 §3.2), and one without a value is not there.</summary>
internal sealed class OAuthForm
{
    private const int MaxBytes = 65_536;
    private const int MaxParameters = 32;

    private static readonly OAuthError WrongType = OAuthError.InvalidRequest("Send the parameters as application/x-www-form-urlencoded, in a body of at most 64 KiB, and none in the address.");
    private static readonly OAuthError Broken = OAuthError.InvalidRequest("The parameters cannot be read, or one of them stands there more than once.");

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private OAuthForm()
    {
    }

    /// <summary>The process that sent it, where it came through the Unix socket; else null.</summary>
    public UnixPeer? Peer { get; private init; }

    /// <summary>The certificate of the connection that it came through, whose key the sender has; unchecked otherwise. Null for none.</summary>
    public X509Certificate2? Certificate { get; private init; }

    /// <summary>A parameter's value, or null.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Whether there is such a parameter.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Reads a request's body.</summary>
    public static async ValueTask<(OAuthForm? Form, OAuthError? Error)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.QueryString.HasValue || !IsForm(request.ContentType) || request.ContentLength > MaxBytes || request.Headers.ContentEncoding.Count > 0)
        {
            return (null, WrongType);
        }

        var buffer = new byte[(int)(request.ContentLength ?? MaxBytes) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > MaxBytes ? (null, WrongType)
            : Parse(buffer.AsSpan(0, length), request.HttpContext.Features.Get<UnixPeer>(), request.HttpContext.Connection.ClientCertificate) is { } form ? (form, null)
            : (null, Broken);
    }

    /// <summary>Reads a body; null when it is broken.</summary>
    internal static OAuthForm? Parse(ReadOnlySpan<byte> body, UnixPeer? peer = null, X509Certificate2? certificate = null)
    {
        if (!Ascii.IsValid(body))
        {
            return null;
        }

        var form = new OAuthForm { Peer = peer, Certificate = certificate };
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var pair in Encoding.ASCII.GetString(body).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = FormText.Decode(equals < 0 ? pair : pair.AsSpan(0, equals));
            var value = equals < 0 ? "" : FormText.Decode(pair.AsSpan(equals + 1));
            if (name is not { Length: > 0 and <= 64 } || value is null || !names.Add(name) || names.Count > MaxParameters)
            {
                return null;
            }

            if (value.Length > 0)
            {
                form._values.Add(name, value);
            }
        }

        return form;
    }

    private static bool IsForm(string? type)
    {
        var parts = (type ?? "").Split(';', 2, StringSplitOptions.TrimEntries);
        return string.Equals(parts[0], "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase)
            && (parts.Length == 1 || string.Equals(parts[1], "charset=utf-8", StringComparison.OrdinalIgnoreCase));
    }
}
