using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Backchannel;
using Bartizan.Identity.Databases;
using Bartizan.Identity.Registering;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Http;

/// <summary>The paths of the authorization server.</summary>
internal sealed class OAuthEndpoints(
    ConsolePlace console,
    MetadataEndpoint metadata,
    TokenEndpoint token,
    IntrospectionEndpoint introspection,
    RevocationEndpoint revocation,
    AuthorizationEndpoint authorization,
    PushedRequestEndpoint pushed,
    BackchannelEndpoint backchannel,
    RegistrationEndpoint registration,
    RegistrationOptions registering,
    DatabaseEndpoint? databases = null) : OwnPaths
{
    /// <inheritdoc/>
    protected override (string Methods, Func<HttpContext, Task> Answer)? Find(HttpRequest request) => request.Path.Value switch
    {
        MetadataEndpoint.Path or MetadataEndpoint.OpenIdPath => ("GET", metadata.DescribeAsync),
        Issuer.KeysPath => ("GET", metadata.KeysAsync),
        Issuer.TokenPath => ("POST", token.AnswerAsync),
        Issuer.IntrospectionPath => ("POST", introspection.AnswerAsync),
        Issuer.RevocationPath => ("POST", revocation.AnswerAsync),
        // Without a console nobody can be asked.
        Issuer.AuthorizationPath when console.Address is not null => ("GET", authorization.AnswerAsync),
        Issuer.PushedPath when console.Address is not null => ("POST", pushed.AnswerAsync),
        Issuer.BackchannelPath when console.Address is not null => ("POST", backchannel.AnswerAsync),
        Issuer.RegistrationPath when console.Address is not null && registering.Dynamic => ("POST", registration.AnswerAsync),
        DatabaseEndpoint.Path when databases is not null => ("POST", databases.AnswerAsync),
        _ => null,
    };
}
