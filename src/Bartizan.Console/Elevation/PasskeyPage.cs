using System.Buffers.Text;
using System.Net;
using Bartizan.Console.Http;

namespace Bartizan.Console.Elevation;

/// <summary>The page that asks for passkeys, as browsers bind them to it.</summary>
internal static class PasskeyPage
{
    /// <summary>Host name and origin of the page. The guards before the endpoints made sure that the request came from it.</summary>
    /// <exception cref="RefusalException">It is reached by a bare address, to which browsers bind no passkeys.</exception>
    public static (string RelyingParty, string Origin) Of(HttpRequest request) => IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out _)
        ? throw new RefusalException(Refusals.Conflict(
            "Host", "Browsers bind passkeys to host names, and this page was opened by an address.", $"Open the console as http://localhost:{request.Host.Port}, or under its host name."))
        : (request.Host.Host, $"{request.Scheme}://{request.Host.Value}");

    /// <summary>Bytes of a field.</summary>
    /// <exception cref="RefusalException">It is no base64url.</exception>
    public static byte[] Bytes(string field, string text) => Base64Url.IsValid(text)
        ? Base64Url.DecodeFromChars(text)
        : throw new RefusalException(Refusals.BadField(field, "This is no base64url.", "Send the bytes in base64url, without padding."));

    /// <summary>Bytes as a field.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
