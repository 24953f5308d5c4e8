using Bartizan.Identity.Attesting;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>identity.attestation</c>.</summary>
internal static class AttestationReader
{
    /// <summary>The options, or null when there is no such section.</summary>
    public static AttestationOptions? Read(YamlSection identity, Func<string?, string?> path)
    {
        if (!identity.Has("attestation"))
        {
            return null;
        }

        var section = identity.Section("attestation");
        var options = new AttestationOptions
        {
            TrustDomain = section.Text("trustDomain"),
            Socket = path(section.Text("socket")),
            Issuers = [.. section.Sections("issuers").Select(s => ReadIssuer(s, path))],
        };
        section.Close();
        return options;
    }

    private static TrustedIssuerOptions ReadIssuer(YamlSection section, Func<string?, string?> path)
    {
        var options = new TrustedIssuerOptions
        {
            Name = section.Required("name"),
            Kind = section.Required("kind").Length == 0
                ? EvidenceKind.Kubernetes
                : section.Value("kind", EvidenceKind.Kubernetes, ConfigReader.ParseName<EvidenceKind>, "kubernetes, github, gitlab or spiffe"),
            Issuer = section.Required("issuer"),
            Audience = section.Required("audience"),
            KeysUrl = section.Text("keysUrl"),
            KeysFile = path(section.Text("keysFile")),
            Inside = section.Value("inside", false, Quantities.YesNo, Quantities.YesNoExpected),
        };
        options = section.Texts("algorithms") is { } algorithms ? options with { Algorithms = algorithms } : options;
        section.Close();
        return options;
    }
}
