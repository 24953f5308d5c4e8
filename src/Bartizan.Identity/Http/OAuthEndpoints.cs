using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Backchannel;
using Bartizan.Identity.Databases;
using Bartizan.Identity.Registering;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Http;

/// <summary>Sends each request where it belongs by path and method, compared exactly.</summary>
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
    DatabaseEndpoint? databases = null)
{
    /// <summary>Answers a request; false when its path is not one of the authorization server's.</summary>
    public bool TryAnswer(HttpContext http, out Task answering)
    {
        (string Method, Func<HttpContext, Task> Answer)? found = http.Request.Path.Value switch
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
        answering = found is not { } endpoint ? Task.CompletedTask : http.Request.Method == endpoint.Method ? endpoint.Answer(http) : RefuseMethod(http, endpoint.Method);
        return found is not null;
    }

    private static Task RefuseMethod(HttpContext http, string allowed)
    {
        http.Response.StatusCode = 405;
        http.Response.Headers.Allow = allowed;
        return Task.CompletedTask;
    }
}
