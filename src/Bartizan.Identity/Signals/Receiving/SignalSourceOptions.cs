using Bartizan.Identity.Federation;

namespace Bartizan.Identity.Signals.Receiving;

/// <summary>A transmitter whose signals are taken (OpenID SSF 1.0), as a person configured it.</summary>
public sealed record SignalSourceOptions
{
    /// <summary>How often a transmitter is asked, unless configured otherwise.</summary>
    public static readonly TimeSpan DefaultEvery = TimeSpan.FromSeconds(5);

    /// <summary>Its name in addresses and records: small letters, digits and dashes.</summary>
    public required string Name { get; init; }

    /// <summary>The identity provider whose people it signals about, by its name.</summary>
    public required string Provider { get; init; }

    /// <summary>Its issuer, letter for letter as its tokens have it.</summary>
    public required string Issuer { get; init; }

    /// <summary>What its tokens must name as their audience.</summary>
    public required string Audience { get; init; }

    /// <summary>The only signature algorithm that its tokens may have: <c>RS256</c>, <c>PS256</c> or <c>ES256</c>.</summary>
    public string Algorithm { get; init; } = ProviderOptions.DefaultAlgorithm;

    /// <summary>Where a secret is, <c>env:NAME</c> or <c>file:/path</c>: the bearer token that it pushes with, or that it is asked with, or the client's secret where there is a <see cref="Token"/>.</summary>
    public required string Credential { get; init; }

    /// <summary>Where it is asked for tokens (RFC 8936); null where it pushes them (RFC 8935).</summary>
    public string? Poll { get; init; }

    /// <summary>Where the token is from with which it is asked; null where the credential itself is the token.</summary>
    public PollTokenOptions? Token { get; init; }

    /// <summary>How often it is asked.</summary>
    public TimeSpan Every { get; init; } = DefaultEvery;

    /// <summary>Whether an e-mail address alone tells whom it means, among accounts that the provider made under it as their name.</summary>
    public bool Emails { get; init; }

    /// <summary>Whether its host may be on a private network or this machine.</summary>
    public bool Inside { get; init; }
}
