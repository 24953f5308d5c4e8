using System.Security.Cryptography;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Mcp.Configuration;

/// <summary>What Bartizan shows where tokens for an MCP server are had, fetched from where configuration says that it is.</summary>
public sealed class McpAccount
{
    private readonly CredentialReference? _assertion;

    /// <summary>Fetches it.</summary>
    /// <exception cref="InputException">Something is not there, or is no key.</exception>
    internal McpAccount(McpAccountOptions options)
    {
        ClientSecret = options.ClientSecret is { } secret ? CredentialReference.TryParse(secret)!.Resolve() : null;
        ClientKey = options.ClientKey is { } key ? KeyOf(CredentialReference.TryParse(key)!) : null;
        _assertion = options.Assertion is { } assertion ? CredentialReference.TryParse(assertion) : null;
        _assertion?.Resolve();
    }

    /// <summary>What goes with the client's name; null for none.</summary>
    public string? ClientSecret { get; }

    /// <summary>The key with which the client signs who it is, P-256 as PKCS #8 in DER; null for none.</summary>
    public byte[]? ClientKey { get; }

    /// <summary>The assertion as it is now, because platforms renew theirs; null when it is not there.</summary>
    public string? ReadAssertion()
    {
        try
        {
            return _assertion?.Resolve();
        }
        catch (InputException)
        {
            return null;
        }
    }

    private static byte[] KeyOf(CredentialReference reference)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(reference.ResolveText());
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
            {
                return key.ExportPkcs8PrivateKey();
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Falls through: what is wrong with it is not told, for it is a secret.
        }

        throw new InputException(new InputError($"The key {reference} is no private key of P-256 in PEM.", "Make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"));
    }
}
