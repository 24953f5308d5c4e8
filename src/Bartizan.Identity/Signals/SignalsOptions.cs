using Bartizan.Core.Results;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Signals.Receiving;

namespace Bartizan.Identity.Signals;

/// <summary>Shared signals (OpenID SSF 1.0) as a person configured them.</summary>
public sealed record SignalsOptions
{
    private const int Most = 16;
    private const int LongestName = 32;
    private const int LongestAudience = 512;

    private static readonly TimeSpan LeastEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostEvery = TimeSpan.FromMinutes(5);

    /// <summary>The transmitters whose signals are taken.</summary>
    public IReadOnlyList<SignalSourceOptions> Receive { get; init; } = [];

    /// <summary>Whether agents may make streams by which they learn what ended here.</summary>
    public bool Transmit { get; init; }

    /// <summary>Hosts on a private network or this machine to which signals may be pushed.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>What is wrong, each naming its setting.</summary>
    /// <param name="options">The options.</param>
    /// <param name="providers">The identity providers through which people sign in.</param>
    /// <param name="hasKeys">Whether there is an authorization server, and with it keys.</param>
    public static IEnumerable<InputError> Validate(SignalsOptions options, SignInOptions providers, bool hasKeys)
    {
        if (options.Transmit && !hasKeys)
        {
            yield return new InputError("identity.signals.transmit: Signals are signed by the authorization server, and there is none.", "Set identity.issuer, or remove it.");
        }

        if (options.Hosts.Any(h => Uri.CheckHostName(h) == UriHostNameType.Unknown))
        {
            yield return new InputError("identity.signals.hosts: They must be names or addresses of hosts, without port.", "Write for example [soc.internal.example].");
        }

        if (options.Receive.Count > Most)
        {
            yield return new InputError($"identity.signals.receive: There are more than {Most}.", "Keep those that signal about people who sign in here.");
        }

        for (var i = 0; i < options.Receive.Count; i++)
        {
            var (source, before) = (options.Receive[i], options.Receive.Take(i).ToList());
            foreach (var error in Validate(source, $"identity.signals.receive[{i}]", providers))
            {
                yield return error;
            }

            if (before.Exists(s => s.Name == source.Name))
            {
                yield return new InputError($"identity.signals.receive[{i}].name: There are two of this name.", "Give each a name of its own.");
            }
        }
    }

    private static IEnumerable<InputError> Validate(SignalSourceOptions source, string where, SignInOptions providers)
    {
        if (source.Name.Length is 0 or > LongestName || !source.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            yield return new($"{where}.name: It stands in addresses: small letters, digits and dashes, at most {LongestName}.", "Write for example keycloak.");
        }

        if (!providers.Providers.Any(p => p.Name == source.Provider))
        {
            yield return new($"{where}.provider: There is no identity provider of this name.", "Write the name of an entry of signIn.providers: the transmitter signals about its people.");
        }

        if (!ProviderAddress.IsGood(source.Issuer, source.Inside) || new Uri(source.Issuer).Query.Length > 0)
        {
            yield return new(
                $"{where}.issuer: It must be https:// and a host, perhaps with a path, and no query; http:// only on this machine with insideNetwork: true.",
                "Write it letter for letter as issuer stands in the transmitter's /.well-known/ssf-configuration.");
        }

        if (source.Audience.Length > LongestAudience)
        {
            yield return new($"{where}.audience: It is longer than {LongestAudience} characters.", "Write aud as the stream's configuration has it.");
        }

        if (source.Algorithm is not (JwsAlgorithm.Rs256 or JwsAlgorithm.Ps256 or JwsAlgorithm.Es256))
        {
            yield return new($"{where}.algorithm: It must be RS256, PS256 or ES256.", "Write the one that the transmitter signs with; most use RS256.");
        }

        if (source.Poll is { } poll && !ProviderAddress.IsGood(poll, source.Inside))
        {
            yield return new($"{where}.poll: It must be https:// and a host; http:// only on this machine with insideNetwork: true.", "Write endpoint_url of the stream's delivery.");
        }

        if (source.Token is { } token && (source.Poll is null || !ProviderAddress.IsGood(token.Address, source.Inside)))
        {
            yield return new($"{where}.token: It is for transmitters with poll, and its address must be https:// and a host; http:// only on this machine with insideNetwork: true.", "Write the token endpoint of its authorization server.");
        }

        if (source.Every < LeastEvery || source.Every > MostEvery)
        {
            yield return new($"{where}.every: It must be between 1 second and 5 minutes.", "Write for example 5s.");
        }
    }
}
