using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Core.Identity.Registry;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Attesting;
using Bartizan.Identity.Attesting.Processes;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Backchannel;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Hops;
using Bartizan.Identity.Http;
using Bartizan.Identity.Issuing;
using Bartizan.Identity.Keys;
using Bartizan.Identity.Proofs;
using Bartizan.Identity.Registering;
using Bartizan.Identity.Registry;
using Bartizan.Identity.Tokens;
using Bartizan.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Identity;

/// <summary>Registers the authorization server: the one door to it.</summary>
public static class AuthorizationServices
{
    /// <summary>Adds it under its issuer. Needs an <see cref="IIdentityStore"/>, an <see cref="IConsentStore"/>, an <c>IBackchannelStore</c>, an <see cref="IMandateStore"/>, an <see cref="IAgentStore"/>, an event log, an id source, a clock and logging; where instances may attest also an <see cref="IInstanceStore"/> and an <see cref="IPolicySource"/>.</summary>
    public static IServiceCollection AddBartizanAuthorizationServer(this IServiceCollection services, Issuer issuer, ConsolePlace? console = null, RegistrationOptions? registration = null, AttestationOptions? attestation = null)
    {
        services.TryAddSingleton(issuer);
        services.TryAddSingleton(console ?? new ConsolePlace(null, AuthorizationOptions.DefaultRefreshFor));
        services.TryAddSingleton<IdentityDirectory>();
        services.TryAddSingleton<HopReader>();
        services.TryAddSingleton<AccessTokenReader>();
        services.TryAddSingleton<ITokenAuthenticator, TokenAuthenticator>();
        services.TryAddSingleton<ProofNonces>();
        services.TryAddSingleton<ProofChecker>();
        services.TryAddSingleton<RequestProofs>();
        var outside = registration ?? new RegistrationOptions();
        services.TryAddSingleton(outside);
        services.TryAddSingleton(_ => new GuardedFetcher(outside.Hosts));
        services.TryAddSingleton<MetadataDocuments>();
        services.TryAddSingleton<RegistrationEndpoint>();
        services.TryAddSingleton<ClientFinder>();
        services.TryAddSingleton<ClientAssertions>();
        services.TryAddSingleton<InstanceAssertions>();
        services.TryAddSingleton<ClientCertificates>();
        services.TryAddSingleton<ClientAuthenticator>();
        services.AddSingleton<IGrant, ClientCredentialsGrant>();
        services.AddSingleton<IGrant, TokenExchangeGrant>();
        services.AddSingleton<IGrant, AuthorizationCodeGrant>();
        services.AddSingleton<IGrant, RefreshTokenGrant>();
        services.AddSingleton<IGrant, BackchannelGrant>();
        if (attestation is not null)
        {
            services.TryAddSingleton(attestation);
            services.TryAddSingleton<TrustedIssuers>();
            services.TryAddSingleton<JwtEvidence>();
            services.TryAddSingleton<ProcessEvidence>();
            services.TryAddSingleton<CertificateEvidence>();
            services.TryAddSingleton<EvidenceReader>();
            services.TryAddSingleton<InstanceDrafts>();
            services.AddSingleton<IGrant, AttestationGrant>();
        }

        services.TryAddSingleton<AuthorizationReader>();
        services.TryAddSingleton<AuthorizationEndpoint>();
        services.TryAddSingleton<PushedRequestEndpoint>();
        services.TryAddSingleton<BackchannelReader>();
        services.TryAddSingleton<BackchannelEndpoint>();
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

    /// <summary>Adds the desk where people answer. Needs an <see cref="Issuer"/>, a <see cref="ConsolePlace"/>, the stores, an id source and a clock.</summary>
    public static IServiceCollection AddBartizanConsentDesk(this IServiceCollection services)
    {
        services.TryAddSingleton<AgentRegistry>();
        services.TryAddSingleton<ConsentParties>();
        services.TryAddSingleton<ConsentDesk>();
        services.TryAddSingleton<BackchannelDesk>();
        return services;
    }

    /// <summary>Lets it answer its own paths, before anything that is mapped after it. Answers nothing where it was not added.</summary>
    public static void MapBartizanAuthorizationServer(this IApplicationBuilder app)
    {
        OwnPaths.Map<OAuthEndpoints>(app);
        // At the Unix socket nothing else is to be had.
        app.Use((http, next) => http.Features.Get<UnixPeer>() is null ? next(http) : NothingHere(http));
    }

    private static Task NothingHere(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
