using Bartizan.Core.Results;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Identity;

namespace Bartizan.Configuration;

/// <summary>Reads the section <c>identity</c>.</summary>
internal static class IdentityReader
{
    public static AuthorizationOptions Read(YamlSection section)
    {
        var options = new AuthorizationOptions
        {
            Issuer = section.Text("issuer"),
            RequireBlueprint = section.Value("requireBlueprint", false, Quantities.YesNo, Quantities.YesNoExpected),
            RefreshFor = section.Value("refreshFor", AuthorizationOptions.DefaultRefreshFor, text => (TimeSpan?)Quantities.Duration(text), "a duration such as 8h"),
        };
        section.Close();
        return options;
    }

    /// <summary>What is wrong by itself, or does not go with the rest.</summary>
    public static IEnumerable<InputError> Validate(AuthorizationOptions options, McpOptions mcp) =>
        AuthorizationOptions.Validate(options).Concat(options.Issuer is { } issuer && mcp.PublicUrl is { } url && url != issuer
            ? [new InputError("identity.issuer: It names the same listener as mcp.publicUrl, and must be the same.", "Write the same address in both, without a slash at the end.")]
            : []);
}
