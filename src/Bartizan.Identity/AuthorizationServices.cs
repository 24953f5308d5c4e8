using Bartizan.Core.Identity;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Keys;
using Bartizan.Identity.Proofs;
using Bartizan.Identity.Registry;
using Bartizan.Identity.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Identity;

/// <summary>Registers the authorization server: the one door to it.</summary>
public static class AuthorizationServices
{
    /// <summary>Adds it under its issuer. Needs an <see cref="IIdentityStore"/>, an <see cref="IAgentStore"/>, an event log, an id source, a clock and logging.</summary>
    public static IServiceCollection AddBartizanAuthorizationServer(this IServiceCollection services, Issuer issuer)
    {
        services.TryAddSingleton(issuer);
        services.TryAddSingleton<IdentityDirectory>();
        services.TryAddSingleton<AccessTokenReader>();
        services.TryAddSingleton<ITokenAuthenticator, TokenAuthenticator>();
        services.TryAddSingleton<ProofNonces>();
        services.TryAddSingleton<ProofChecker>();
        services.TryAddSingleton<ClientAssertions>();
        services.TryAddSingleton<ClientAuthenticator>();
        services.AddSingleton<IGrant, ClientCredentialsGrant>();
        services.AddSingleton<IGrant, TokenExchangeGrant>();
        services.TryAddSingleton<IssuanceGate>();
        services.TryAddSingleton<IssuanceEvents>();
        services.TryAddSingleton<TokenMint>();
        services.TryAddSingleton<RefusalRecorder>();
        services.TryAddSingleton<ShadowClients>();
        services.TryAddSingleton<MetadataEndpoint>();
        services.TryAddSingleton<TokenEndpoint>();
        services.TryAddSingleton<IntrospectionEndpoint>();
        services.TryAddSingleton<RevocationEndpoint>();
        services.TryAddSingleton<OAuthEndpoints>();
        services.TryAddSingleton<SigningKeys>();
        services.AddHostedService(s => s.GetRequiredService<IdentityDirectory>());
        services.AddHostedService(s => s.GetRequiredService<RefusalRecorder>());
        return services;
    }

    /// <summary>Lets it answer its own paths, before anything that is mapped after it. Does nothing where it was not added.</summary>
    public static void MapBartizanAuthorizationServer(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetService<OAuthEndpoints>() is { } endpoints)
        {
            app.Use((http, next) => endpoints.TryAnswer(http, out var answering) ? answering : next(http));
        }
    }
}
