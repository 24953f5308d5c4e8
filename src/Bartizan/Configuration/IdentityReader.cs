using Bartizan.Core.Results;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Identity;
using Bartizan.Identity.Registering;
using Bartizan.Identity.Reviews;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>identity</c>.</summary>
internal static class IdentityReader
{
    public static AuthorizationOptions Read(YamlSection section, Func<string?, string?> path)
    {
        var options = new AuthorizationOptions
        {
            Issuer = section.Text("issuer"),
            RequireBlueprint = section.Value("requireBlueprint", false, Quantities.YesNo, Quantities.YesNoExpected),
            RefreshFor = section.Value("refreshFor", AuthorizationOptions.DefaultRefreshFor, text => (TimeSpan?)Quantities.Duration(text), "a duration such as 8h"),
            Registration = ReadRegistration(section.Section("registration")),
            Attestation = AttestationReader.Read(section, path),
            Reviews = ReadReviews(section.Section("reviews")),
            Signals = SignalsReader.Read(section.Section("signals")),
        };
        section.Close();
        return options;
    }

    private static ReviewOptions ReadReviews(YamlSection section)
    {
        var usual = new ReviewOptions();
        var options = new ReviewOptions
        {
            Window = section.Value("window", usual.Window, text => (TimeSpan?)Quantities.Duration(text), "a duration such as 30d"),
            Remind = section.Value("remind", usual.Remind, text => (TimeSpan?)Quantities.Duration(text), "a duration such as 2d"),
            AnswerWithin = section.Value("answerWithin", usual.AnswerWithin, text => (TimeSpan?)Quantities.Duration(text), "a duration such as 14d"),
            NarrowUnanswered = section.Value("unanswered", false, text => text switch { "lapse" => false, "narrow" => true, _ => (bool?)null }, "lapse or narrow"),
            Triggers = section.Value("triggers", usual.Triggers, Quantities.YesNo, Quantities.YesNoExpected),
        };
        section.Close();
        return options;
    }

    private static RegistrationOptions ReadRegistration(YamlSection section)
    {
        var documents = section.Section("metadataDocuments");
        var options = new RegistrationOptions
        {
            Dynamic = section.Value("dynamic", false, Quantities.YesNo, "true or false"),
            Hosts = documents.Texts("hosts") ?? [],
        };
        documents.Close();
        section.Close();
        return options;
    }

    /// <summary>What is wrong by itself, or does not go with the rest.</summary>
    public static IEnumerable<InputError> Validate(AuthorizationOptions options, McpOptions mcp) =>
        AuthorizationOptions.Validate(options).Concat(options.Issuer is { } issuer && mcp.PublicUrl is { } url && url != issuer
            ? [new InputError("identity.issuer: It names the same listener as mcp.publicUrl, and must be the same.", "Write the same address in both, without a slash at the end.")]
            : [])
        .Concat(mcp.Servers.Select((server, i) => (server, i)).Where(s => s.server.Account is { IsPersonal: true } && options.Issuer is null).Select(s => new InputError(
            $"mcp.servers[{s.i}].account: agents act for people only where there is an authorization server.", "Set identity.issuer, for example to listener.")));
}
