using Bartizan.Core.Results;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Attesting;

/// <summary>An issuer whose tokens are taken as evidence, as a person configured it.</summary>
public sealed record TrustedIssuerOptions
{
    internal const string SpiffeScheme = "spiffe://";

    private const int LongestName = 32;
    private const int LongestAudience = 256;

    /// <summary>What its selectors begin with. None of <c>unix</c>, <c>tls</c> and <c>join</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whose tokens it makes.</summary>
    public required EvidenceKind Kind { get; init; }

    /// <summary>The <c>iss</c> of its tokens, letter for letter; of SPIFFE, which has none, <c>spiffe://</c> and the trust domain.</summary>
    public required string Issuer { get; init; }

    /// <summary>The one <c>aud</c> that its tokens must have.</summary>
    public required string Audience { get; init; }

    /// <summary>The algorithms that its signatures may have.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = [JwsAlgorithm.Rs256, JwsAlgorithm.Es256];

    /// <summary>Address of its keys, a JWK set; null for the one that its discovery document names, or <see cref="KeysFile"/>.</summary>
    public string? KeysUrl { get; init; }

    /// <summary>File of its keys, absolute; null for none.</summary>
    public string? KeysFile { get; init; }

    /// <summary>Whether its address may be on a private network, or on this machine, where also http is taken.</summary>
    public bool Inside { get; init; }

    /// <summary>What is wrong, each naming its setting.</summary>
    /// <param name="options">The issuer.</param>
    /// <param name="path">The setting that it stands under.</param>
    internal static IEnumerable<InputError> Validate(TrustedIssuerOptions options, string path)
    {
        if (options.Name.Length is 0 or > LongestName || !char.IsAsciiLetterLower(options.Name[0]) || !options.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            || options.Name is UnixSource or CertificateSource or JoinSource)
        {
            yield return new InputError(
                $"{path}.name: It has 1 to {LongestName} small letters, digits and hyphens, begins with a letter, and is none of unix, tls and join.", "Write for example prod-cluster.");
        }

        if (options.Audience.Length is 0 or > LongestAudience || options.Audience.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            yield return new InputError($"{path}.audience: It has 1 to {LongestAudience} printable ASCII characters.", "Write what nobody else takes as theirs, such as the address of this authorization server.");
        }

        if (options.Algorithms.Count == 0 || options.Algorithms.Any(a => a is not (JwsAlgorithm.Es256 or JwsAlgorithm.Rs256 or JwsAlgorithm.Ps256)))
        {
            yield return new InputError($"{path}.algorithms: ES256, RS256 and PS256 are understood.", "Write for example [RS256].");
        }

        if (options.Kind == EvidenceKind.Spiffe)
        {
            if (!options.Issuer.StartsWith(SpiffeScheme, StringComparison.Ordinal) || !AttestationOptions.IsTrustDomain(options.Issuer[SpiffeScheme.Length..]))
            {
                yield return new InputError($"{path}.issuer: Of SPIFFE it is spiffe:// and the trust domain.", "Write for example spiffe://example.org.");
            }
        }
        else if (!IsAddress(options.Issuer, options.Inside))
        {
            yield return new InputError(
                $"{path}.issuer: It must be an https:// address without query and fragment; http:// only with inside: true and an address of this machine.",
                "Write it letter for letter as the tokens say it in iss.");
        }

        if ((options.KeysUrl is not null && options.KeysFile is not null) || (options.Kind == EvidenceKind.Spiffe && options.KeysUrl is null && options.KeysFile is null))
        {
            yield return new InputError($"{path}: Either keysUrl or keysFile says where the keys are; without both they are found by discovery, which SPIFFE has not.", "Write one of the two.");
        }

        if (options.KeysUrl is { } url && !IsAddress(url, options.Inside))
        {
            yield return new InputError(
                $"{path}.keysUrl: It must be an https:// address; http:// only with inside: true and an address of this machine.", "Write for example https://example.com/keys.");
        }
    }

    /// <summary>What selectors of a calling process begin with.</summary>
    internal const string UnixSource = "unix";

    /// <summary>What selectors of the connection's certificate begin with.</summary>
    internal const string CertificateSource = "tls";

    /// <summary>What selectors of a join token begin with.</summary>
    internal const string JoinSource = "join";

    private static bool IsAddress(string text, bool inside) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (inside && uri.Scheme == Uri.UriSchemeHttp && System.Net.IPAddress.TryParse(uri.IdnHost, out var literal) && System.Net.IPAddress.IsLoopback(literal)))
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;
}
