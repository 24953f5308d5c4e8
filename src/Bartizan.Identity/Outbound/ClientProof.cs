using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Outbound;

/// <summary>What this Bartizan is called at another authorization server, and how it proves to be that.</summary>
internal sealed class ClientProof
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly string? _secret;
    private readonly bool _inForm;
    private readonly JwsSigner? _key;
    private readonly string _audience = "";
    private readonly TimeProvider _clock = TimeProvider.System;

    private ClientProof(string id) => Id = id;

    private ClientProof(string id, string secret, bool inForm)
        : this(id) => (_secret, _inForm) = (secret, inForm);

    private ClientProof(string id, JwsSigner key, string issuer, TimeProvider clock)
        : this(id) => (_key, _audience, _clock) = (key, issuer, clock);

    /// <summary>The client's id.</summary>
    public string Id { get; }

    /// <summary>Whether there is a proof at all.</summary>
    public bool IsPublic => _secret is null && _key is null;

    /// <summary>A client that proves nothing.</summary>
    public static ClientProof Public(string id) => new(id);

    /// <summary>A client with a secret, in a header or, where that is not taken, in the form (RFC 6749 section 2.3.1).</summary>
    public static ClientProof Shared(string id, string secret, bool inForm) => new(id, secret, inForm);

    /// <summary>A client that signs an assertion (RFC 7523 section 2.2).</summary>
    /// <param name="id">The client's id.</param>
    /// <param name="key">The key.</param>
    /// <param name="issuer">
    /// For whom: the issuer that a person wrote here or whose document was found to be its own, and nothing else that a server says of itself; else one could
    /// have proofs made that are good at another.
    /// </param>
    /// <param name="clock">What time it is.</param>
    public static ClientProof Signed(string id, JwsSigner key, string issuer, TimeProvider clock) => new(id, key, issuer, clock);

    /// <summary>Adds it to a form; the header that goes with it, or null.</summary>
    public AuthenticationHeaderValue? AddTo(IDictionary<string, string> form)
    {
        if (_secret is not null && !_inForm)
        {
            // RFC 6749 section 2.3.1: both parts are form-encoded before they are joined.
            var pair = $"{Uri.EscapeDataString(Id)}:{Uri.EscapeDataString(_secret)}";
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }

        form["client_id"] = Id;
        if (_secret is not null)
        {
            form["client_secret"] = _secret;
        }

        if (_key is not null)
        {
            form["client_assertion_type"] = AssertionType;
            form["client_assertion"] = _key.Sign("JWT", Claims());
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Id;

    private ReadOnlySpan<byte> Claims()
    {
        var now = _clock.GetUtcNow();
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("iss", Id);
            json.WriteString("sub", Id);
            json.WriteString("aud", _audience);
            json.WriteString("jti", Unguessable.New());
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + Life).ToUnixTimeSeconds());
            json.WriteEndObject();
        }

        return bytes.WrittenSpan;
    }
}
