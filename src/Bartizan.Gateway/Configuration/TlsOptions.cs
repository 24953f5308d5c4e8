namespace Bartizan.Gateway.Configuration;

/// <summary>How the gateway's listener ends TLS. All files are PEM (RFC 7468), their paths absolute.</summary>
public sealed record TlsOptions
{
    /// <summary>File of the certificate, with those of its intermediate authorities after it.</summary>
    public required string Certificate { get; init; }

    /// <summary>File of its private key, unencrypted, which nobody else may read.</summary>
    public required string Key { get; init; }

    /// <summary>File of the authorities whose certificates clients may show, roots and intermediates; null where clients are not asked for any.</summary>
    public string? ClientAuthorities { get; init; }
}
