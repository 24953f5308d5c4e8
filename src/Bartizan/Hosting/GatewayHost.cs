using Bartizan.Configuration;
using Bartizan.Core.Budgets;
using Bartizan.Core.Content;
using Bartizan.Core.Databases;
using Bartizan.Core.Elevation;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Reviews;
using Bartizan.Core.Ids;
using Bartizan.Core.Tools;
using Bartizan.Gateway.Elevation;
using Bartizan.Gateway.Hosting;
using Bartizan.Gateway.Mcp.Servers;
using Bartizan.Gateway.Metrics;
using Bartizan.Gateway.Pipeline;
using Bartizan.Identity;
using Bartizan.Identity.Accounts;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.AuthZen;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Identity.Reviews;
using Bartizan.Policy;
using Bartizan.Respond;
using Bartizan.Storage;
using Bartizan.Storage.Databases;
using Bartizan.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Hosting;

/// <summary>The gateway's web server.</summary>
internal static class GatewayHost
{
    public static WebApplication Build(
        ListenSocket socket, ListenerTls? tls, Reading reading, BartizanStore store, string data, GatewayState state, SnapshotSource source, Issuer? issuer, ConsolePlace console, AccountBroker accounts, IIdSource ids, TimeProvider clock)
    {
        var config = reading.Config;
        var builder = WebHost.CreateBuilder(socket, tls);
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(ids);
        builder.Services.AddSingleton<IEventLog>(store.Events);
        builder.Services.AddSingleton(store.Cursors);
        builder.Services.AddSingleton<IAgentStore>(store.Agents);
        builder.Services.AddSingleton(store.Standing);
        builder.Services.AddSingleton(store.Secrets);
        builder.Services.AddSingleton(accounts.Tokens);
        builder.Services.AddSingleton(services => accounts.KeeperFor(services));
        builder.Services.AddSingleton(store.Shadows);
        builder.Services.AddSingleton(store.AccessKeys);
        builder.Services.AddSingleton<IContentProtector>(store.Content);
        builder.Services.AddSingleton<IBudgetStore>(store.Budgets);
        builder.Services.AddSingleton(store.Masking);
        builder.Services.AddSingleton(store.Sensitivities);
        builder.Services.AddSingleton(store.Calibrations);
        builder.Services.AddSingleton(store.EnforcedPolicies);
        builder.Services.AddSingleton(store.Histories);
        builder.Services.AddSingleton<IToolPinStore>(store.ToolPins);
        builder.Services.AddSingleton<IHeldCalls>(store.Access);
        builder.Services.AddSingleton(store.Access);
        builder.Services.AddSingleton(new ConsoleAddress(console.Address));
        builder.Services.AddSingleton(new McpWorkFolder(Path.Combine(data, "mcp")));
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton(reading);
        builder.Services.AddBartizanIdentity();
        builder.Services.AddSingleton(store.Identity);
        builder.Services.AddSingleton(store.Consents);
        builder.Services.AddSingleton(store.Registry);
        builder.Services.AddSingleton(store.Reviews);
        builder.Services.AddSingleton(store.Access);
        builder.Services.AddSingleton<IPermissionUses>(store.Exchanges);
        builder.Services.AddBartizanReviews(config.Identity.Reviews).AddBartizanReviewKeeper();
        if (tls is not null)
        {
            builder.Services.AddSingleton(tls);
        }

        if (tls?.Clients is { } authorities)
        {
            builder.Services.AddSingleton(authorities);
        }

        if (issuer is not null)
        {
            builder.Services.AddSingleton(store.Backchannel);
            builder.Services.AddSingleton(store.Mandates);
            builder.Services.AddSingleton(store.Instances);
            builder.Services.AddSingleton<IPolicySource>(state);
            builder.Services.AddSingleton(store.LinkedPeople);
            builder.Services.AddBartizanAuthorizationServer(issuer, console, config.Identity.Registration, config.Identity.Attestation);
            builder.Services.AddBartizanAssertions(config.SignIn);
            builder.Services.AddSingleton(store.SignalStreams);
            builder.Services.AddBartizanSignalsOut(config.Identity.Signals);
            builder.Services.AddSingleton(store.DatabaseLogins);
            builder.Services.AddSingleton<IDatabaseLoginMaker>(new PostgresLoginMaker(config.Databases, ConfiguredSecret.Find));
            builder.Services.AddBartizanDatabases(config.Databases);
        }

        builder.Services.AddSingleton(store.Signals);
        builder.Services.AddBartizanSignalsIn(config.Identity.Signals, config.SignIn, ConfiguredSecret.Find);
        if (config.Identity.Attestation?.Socket is { } path)
        {
            AttestationSocket.Listen(builder.WebHost, path);
        }

        builder.Services.AddBartizanAuthZen(new AuthZenState(reading.AuthZen));
        builder.Services.AddBartizanGateway(state);
        builder.Services.AddHostedService<Reloader>();
        builder.Services.AddBartizanExport(ExportReader.Compile(config.Export, config.Gateway.Elevation.Console is { } told ? new Uri(told) : console.Address));
        builder.Services.AddSingleton<IMetricSource, SinkMetrics>();
        if (config.Telemetry.Endpoint is not null)
        {
            var export = new TelemetryExport(config.Telemetry);
            builder.Services.AddHostedService(_ => export);
        }

        var app = builder.Build();
        app.MapBartizanAuthorizationServer();
        app.MapBartizanSignals();
        app.UseBartizanAuthZen();
        app.MapBartizanGateway();
        return app;
    }
}
