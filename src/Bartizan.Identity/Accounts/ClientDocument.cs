using System.Buffers;
using System.Text.Json;

namespace Bartizan.Identity.Accounts;

/// <summary>How Bartizan introduces itself to other authorization servers (RFC 7591 section 2, OAuth Client ID Metadata Document).</summary>
public sealed class ClientDocument
{
    /// <summary>Where the document is on the console's listener.</summary>
    public const string Path = "/api/connected-accounts/client.json";

    private readonly Uri _console;

    /// <summary>Makes it for a console at an address.</summary>
    public ClientDocument(Uri console)
    {
        _console = console;
        Redirect = new Uri(console, "/accounts/callback").AbsoluteUri;
        // What only this machine can read is no introduction to another.
        Id = console.Scheme == Uri.UriSchemeHttps && !console.IsLoopback ? new Uri(console, Path).AbsoluteUri : null;
    }

    /// <summary>Where people come back to.</summary>
    public string Redirect { get; }

    /// <summary>The document's address, which is the client's id; null where the console has no https address for others.</summary>
    public string? Id { get; }

    /// <summary>Writes it.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="id">The client's id; null where the other server gives one.</param>
    /// <param name="method">How the client proves itself.</param>
    public void Write(IBufferWriter<byte> to, string? id, string method)
    {
        using var json = new Utf8JsonWriter(to);
        json.WriteStartObject();
        if (id is not null)
        {
            json.WriteString("client_id", id);
        }

        json.WriteString("client_name", $"Bartizan at {_console.Authority}");
        json.WriteString("client_uri", _console.GetLeftPart(UriPartial.Authority) + "/");
        json.WriteStartArray("redirect_uris");
        json.WriteStringValue(Redirect);
        json.WriteEndArray();
        json.WriteStartArray("grant_types");
        json.WriteStringValue("authorization_code");
        json.WriteStringValue("refresh_token");
        json.WriteEndArray();
        json.WriteStartArray("response_types");
        json.WriteStringValue("code");
        json.WriteEndArray();
        json.WriteString("token_endpoint_auth_method", method);
        // OpenID Connect Registration 1.0 section 2: a redirect address on this machine is a native application's.
        json.WriteString("application_type", _console.IsLoopback ? "native" : "web");
        json.WriteEndObject();
    }
}
