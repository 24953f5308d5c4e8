using Bartizan.Gateway.Aws;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Elevation;
using Bartizan.Core.Credentials;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Credentials;
using Bartizan.Gateway.Credentials.Echo;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Judging;
using Bartizan.Gateway.Live;
using Bartizan.Gateway.Mcp;
using Bartizan.Gateway.Metrics;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Recording;
using Bartizan.Gateway.Sensitivities;
using Bartizan.Gateway.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bartizan.Gateway.Hosting;

/// <summary>Registers the gateway: the one door to it.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds the gateway. The host brings <c>IAuthenticator</c>, <c>IAccessKeys</c>, <c>IStanding</c>, <c>IEventLog</c>, <c>IContentProtector</c>, <c>IBudgetStore</c>, <c>IMaskingStore</c>, <c>ISensitivityStore</c>, <c>IToolPinStore</c>, <c>IHistoryStore</c>, <c>IHeldCalls</c>, <c>McpWorkFolder</c>, <c>IIdSource</c> and <c>TimeProvider</c>; <c>ISecretStore</c> where secrets are kept, <c>IAccountTokens</c> where people connect accounts, <c>ITokenAuthenticator</c> where access tokens count, and <c>IShadowWatch</c> where callers that are not declared are listed.
    /// </summary>
    public static IServiceCollection AddBartizanGateway(this IServiceCollection services, GatewayState state)
    {
        services.TryAddSingleton(state);
        services.TryAddSingleton<SecretBook>();
        services.AddHostedService(s => s.GetRequiredService<SecretBook>());
        services.TryAddSingleton<EchoGuard>();
        services.TryAddSingleton(s => new CredentialVault(s.GetRequiredService<SecretBook>(), s.GetService<IAccountTokens>(), s.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(s => new Forwarder(state.Current.Routes.Options.Timeouts.Connect, s.GetRequiredService<CredentialVault>(), s.GetRequiredService<EchoGuard>()));
        services.TryAddSingleton<UnprovenBodies>();
        services.TryAddSingleton<SignatureVerifier>();
        services.TryAddSingleton<Resilience>();
        services.TryAddSingleton<UpstreamOrder>();
        services.TryAddSingleton<BudgetBook>();
        services.TryAddSingleton<HistoryBook>();
        services.TryAddSingleton<TokenStep>();
        services.TryAddSingleton<AuthenticateStep>();
        services.TryAddSingleton<LiveExchanges>();
        services.TryAddSingleton<ReserveStep>();
        services.TryAddSingleton<InspectStep>();
        services.TryAddSingleton<JudgeMetrics>();
        services.TryAddSingleton<JudgeCalls>();
        services.TryAddSingleton<JudgeStep>();
        services.TryAddSingleton<RecogniseStep>();
        services.TryAddSingleton<SessionLabels>();
        services.TryAddSingleton<TokeniseStep>();
        services.TryAddSingleton(new ConsoleAddress(null));
        services.TryAddSingleton<AutomaticApprovals>();
        services.TryAddSingleton<HeldCalls>();
        services.TryAddSingleton<DecideStep>();
        services.TryAddSingleton<ForwardStep>();
        services.TryAddSingleton<AnswerWholeStep>();
        services.TryAddSingleton<AnswerStreamStep>();
        services.TryAddSingleton<SegmentRecorder>();
        services.TryAddSingleton<ExchangeRecorder>();
        services.TryAddSingleton<UnknownCallers>();
        services.TryAddSingleton<ShadowCallers>();
        services.TryAddSingleton<ExchangePipeline>();
        services.TryAddSingleton<GenAiMetrics>();
        services.TryAddSingleton<GuardrailSpans>();
        services.TryAddSingleton<ExchangeTelemetry>();
        services.TryAddSingleton<McpTelemetry>();
        services.TryAddSingleton<GatewayMetrics>();
        services.AddSingleton<IMetricSource>(provider => provider.GetRequiredService<GatewayMetrics>());
        services.AddSingleton<IMetricSource>(provider => provider.GetRequiredService<JudgeMetrics>());
        services.AddSingleton<IMetricSource, LogMetrics>();
        services.TryAddSingleton<MetricsEndpoint>();
        services.TryAddSingleton<ModelsEndpoint>();
        services.TryAddSingleton<HealthEndpoints>();
        services.TryAddSingleton<UnknownRoutes>();
        services.TryAddSingleton<GatewayDispatcher>();
        services.AddHostedService<BudgetKeeper>();
        services.AddHostedService<HistoryKeeper>();
        services.AddHostedService<RefusalSummaries>();
        services.AddMcp();
        services.Configure<SocketTransportOptions>(transport => transport.NoDelay = true);
        services.Configure<KestrelServerOptions>(kestrel => Configure(kestrel, state.Current.Routes.Options.Limits));
        return services;
    }

    /// <summary>Lets the gateway answer every request of this application.</summary>
    public static void MapBartizanGateway(this IApplicationBuilder app)
    {
        var dispatcher = app.ApplicationServices.GetRequiredService<GatewayDispatcher>();
        app.Run(dispatcher.DispatchAsync);
    }

    private static void Configure(KestrelServerOptions kestrel, LimitOptions limits)
    {
        kestrel.AddServerHeader = false;
        // The read step counts for itself, so that a body too large is refused in the dialect's shape.
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MaxRequestHeaderCount = limits.HeaderCount;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.SlowestClient, TimeSpan.FromSeconds(5));
        kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.SlowestClient, TimeSpan.FromSeconds(5));
    }
}
