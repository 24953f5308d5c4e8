using Bartizan.Core.Results;

namespace Bartizan.Identity.Attesting;

/// <summary>By what runs of agents may prove what they are, as a person configured it.</summary>
public sealed record AttestationOptions
{
    /// <summary>Most issuers that may be trusted.</summary>
    public const int MostIssuers = 32;

    private const int LongestDomain = 255;

    // sun_path has 108, with an end (unix(7)).
    private const int LongestPath = 107;

    /// <summary>The trust domain in the SPIFFE ids of runs; null for the host of the issuer.</summary>
    public string? TrustDomain { get; init; }

    /// <summary>Path of a Unix socket at which callers are known by their processes, absolute; null for none.</summary>
    public string? Socket { get; init; }

    /// <summary>Issuers of tokens that are taken as evidence.</summary>
    public IReadOnlyList<TrustedIssuerOptions> Issuers { get; init; } = [];

    /// <summary>What is wrong, each naming its setting.</summary>
    public static IEnumerable<InputError> Validate(AttestationOptions options)
    {
        const string Setting = "identity.attestation";
        if (options.TrustDomain is { } domain && !IsTrustDomain(domain))
        {
            yield return new InputError($"{Setting}.trustDomain: It has 1 to {LongestDomain} small letters, digits, dots, hyphens and underscores.", "Write for example ai.example.com.");
        }

        if (options.Socket is { } socket && System.Text.Encoding.UTF8.GetByteCount(socket) > LongestPath)
        {
            yield return new InputError($"{Setting}.socket: Its path is longer than {LongestPath} bytes, which the kernel does not take.", "Name a shorter one, such as /run/bartizan/attest.sock.");
        }

        if (options.Issuers.Count > MostIssuers)
        {
            yield return new InputError($"{Setting}.issuers: There may be at most {MostIssuers}.", "Trust fewer.");
        }

        for (var i = 0; i < options.Issuers.Count; i++)
        {
            var (issuer, path) = (options.Issuers[i], $"{Setting}.issuers[{i}]");
            foreach (var error in TrustedIssuerOptions.Validate(issuer, path))
            {
                yield return error;
            }

            if (options.Issuers.Take(i).Any(o => o.Name == issuer.Name || o.Issuer == issuer.Issuer))
            {
                yield return new InputError($"{path}: Its name or issuer stands there twice.", "Trust each issuer once, under a name of its own.");
            }
        }
    }

    /// <summary>Whether a text is the name of a trust domain (SPIFFE-ID §2.1).</summary>
    internal static bool IsTrustDomain(string text) =>
        text.Length is > 0 and <= LongestDomain && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');
}
