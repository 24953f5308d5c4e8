using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Credentials.Echo;

namespace Bartizan.Gateway.Credentials;

/// <summary>A secret in the header in which it goes out, and how it is recognised when it comes back.</summary>
internal sealed class InjectedKey
{
    private readonly string _value;

    /// <summary>Makes one.</summary>
    /// <param name="header">The header; <c>Authorization</c> without a scheme carries a bearer token.</param>
    /// <param name="secret">The secret alone.</param>
    /// <param name="label">What it is called where people read of it; not the secret.</param>
    /// <param name="scheme">What stands before the secret; null for what the header usually has.</param>
    public InjectedKey(string header, string secret, string label, string? scheme = null)
    {
        scheme ??= header.Equals(KeyHeaders.Bearer, StringComparison.OrdinalIgnoreCase) ? "Bearer" : "";
        (Header, Label, _value) = (header, label, scheme.Length == 0 ? secret : $"{scheme} {secret}");
        Echo = EchoPattern.Of(secret);
    }

    /// <summary>The header's name.</summary>
    public string Header { get; }

    /// <summary>What it is called where people read of it.</summary>
    public string Label { get; }

    /// <summary>Finds it in answers; null for one too short to be told from other text.</summary>
    public EchoPattern? Echo { get; }

    /// <summary>Puts it on a request, in place of whatever stands in its header.</summary>
    public void Put(HttpRequestMessage request)
    {
        request.Headers.Remove(Header);
        request.Headers.TryAddWithoutValidation(Header, _value);
    }

    /// <inheritdoc/>
    public override string ToString() => Label;
}
