using Bartizan.Core.Results;
using Bartizan.Identity.Jose;

namespace Bartizan.Identity.Federation;

/// <summary>The identity providers whose people may sign in, as a person configured them.</summary>
public sealed record SignInOptions
{
    private const int Most = 16;
    private const int LongestName = 32;

    /// <summary>The providers, in the order of their buttons.</summary>
    public IReadOnlyList<ProviderOptions> Providers { get; init; } = [];

    /// <summary>What is wrong, each naming its setting.</summary>
    /// <param name="options">The options.</param>
    /// <param name="hasKeys">Whether there is an authorization server, and with it keys.</param>
    public static IEnumerable<InputError> Validate(SignInOptions options, bool hasKeys)
    {
        if (options.Providers.Count > Most)
        {
            yield return new InputError($"signIn.providers: There are more than {Most}.", "Keep those that people use.");
        }

        for (var i = 0; i < options.Providers.Count; i++)
        {
            foreach (var error in Validate(options.Providers[i], $"signIn.providers[{i}]", hasKeys))
            {
                yield return error;
            }

            var (provider, before) = (options.Providers[i], options.Providers.Take(i));
            if (before.Any(p => p.Name == provider.Name))
            {
                yield return new InputError($"signIn.providers[{i}].name: There are two of this name.", "Give each a name of its own.");
            }

            // People are known by issuer and subject: two entries for one issuer would be two ways to the same people under different rules.
            if (before.Any(p => p.Issuer == provider.Issuer))
            {
                yield return new InputError($"signIn.providers[{i}].issuer: There are two of this issuer.", "Keep one.");
            }
        }
    }

    private static IEnumerable<InputError> Validate(ProviderOptions provider, string where, bool hasKeys)
    {
        if (provider.Name.Length is 0 or > LongestName || !provider.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            yield return new($"{where}.name: It stands in addresses: small letters, digits and dashes, at most {LongestName}.", "Write for example keycloak; title is what people read.");
        }

        if (!ProviderAddress.IsGood(provider.Issuer, provider.Inside) || new Uri(provider.Issuer).Query.Length > 0)
        {
            yield return new(
                $"{where}.issuer: It must be https:// and a host, perhaps with a path, and no query; http:// only on this machine with insideNetwork: true.",
                "Write it letter for letter as issuer stands in the provider's /.well-known/openid-configuration.");
        }

        if (provider.ClientId.Length > 256 || provider.ClientId.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            yield return new($"{where}.clientId: It has characters that no client id has.", "Copy it from the provider's page of the app.");
        }

        if (provider.Authentication == ProviderAuthentication.PrivateKeyJwt)
        {
            if (provider.Credential is not null)
            {
                yield return new($"{where}.credential: With private_key_jwt there is no secret.", "Remove it, or use client_secret_basic.");
            }

            if (!hasKeys)
            {
                yield return new($"{where}.authentication: private_key_jwt signs with the authorization server's key, and there is none.", "Set identity.issuer, or use client_secret_basic.");
            }
        }
        else if (provider.Credential is null)
        {
            yield return new($"{where}.credential: It is missing.", "Write env:NAME or file:/path; a secret itself never stands in configuration.");
        }

        if (provider.Assertions && !hasKeys)
        {
            yield return new($"{where}.assertions: They are brought to the authorization server, and there is none.", "Set identity.issuer, or remove it.");
        }

        if (provider.Algorithm is not (JwsAlgorithm.Rs256 or JwsAlgorithm.Ps256 or JwsAlgorithm.Es256))
        {
            yield return new($"{where}.algorithm: It must be RS256, PS256 or ES256.", "Write the one that the provider signs ID tokens with; most use RS256.");
        }

        if (!provider.Scopes.Contains("openid") || provider.Scopes.Any(s => s.Length == 0 || s.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            yield return new($"{where}.scopes: openid must be among them, and each must be one word.", "Write for example [openid, profile].");
        }

        if (provider.NameClaim.Length == 0)
        {
            yield return new($"{where}.nameClaim: It is empty.", "Write the name of a claim, such as preferred_username.");
        }

        if (provider.Accounts == AccountMaking.AtFirstSignIn && provider.Roles.Count == 0)
        {
            yield return new($"{where}.roles: Accounts are made at the first sign-in, and nothing says with which roles.", "Map at least one value of a claim to a role.");
        }
    }
}
