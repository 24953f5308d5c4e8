using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Identity;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Signals;
using Bartizan.Identity.Signals.Receiving;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>identity.signals</c>.</summary>
internal static class SignalsReader
{
    public static SignalsOptions Read(YamlSection section)
    {
        var options = new SignalsOptions
        {
            Receive = [.. section.Sections("receive").Select(Source)],
            Transmit = section.Value("transmit", false, Quantities.YesNo, Quantities.YesNoExpected),
            Hosts = section.Texts("hosts") ?? [],
        };
        section.Close();
        return options;
    }

    /// <summary>What is wrong by itself, or does not go with the rest.</summary>
    public static IEnumerable<InputError> Validate(AuthorizationOptions identity, SignInOptions signIn) => SignalsOptions.Validate(identity.Signals, signIn, identity.Issuer is not null).Concat(identity.Signals.Receive
        .Select((source, i) => (source.Credential, Where: $"identity.signals.receive[{i}].credential"))
        .Where(s => CredentialReference.TryParse(s.Credential) is null)
        .Select(s => new InputError($"{s.Where}: it is not a reference.", "Write env:NAME or file:/path; a secret itself never stands in configuration.")));

    private static SignalSourceOptions Source(YamlSection section)
    {
        var source = new SignalSourceOptions
        {
            Name = section.Required("name"),
            Provider = section.Required("provider"),
            Issuer = section.Required("issuer"),
            Audience = section.Required("audience"),
            Algorithm = section.Text("algorithm") ?? ProviderOptions.DefaultAlgorithm,
            Credential = section.Required("credential"),
            Poll = section.Text("poll"),
            Token = section.Has("token") ? Token(section.Section("token")) : null,
            Every = section.Value("every", SignalSourceOptions.DefaultEvery, Quantities.Duration, Quantities.DurationExpected),
            Emails = section.Value("emails", false, Quantities.YesNo, Quantities.YesNoExpected),
            Inside = section.Value("insideNetwork", false, Quantities.YesNo, Quantities.YesNoExpected),
        };
        section.Close();
        return source;
    }

    private static PollTokenOptions Token(YamlSection section)
    {
        var token = new PollTokenOptions(section.Required("address"), section.Required("clientId"), section.Text("scope"), section.Text("resource"));
        section.Close();
        return token;
    }
}
