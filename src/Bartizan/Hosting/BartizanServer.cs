using System.Net;
using Bartizan.Configuration;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.DemoModel;
using Bartizan.Gateway.Pipeline;
using Bartizan.Guard.Injection;
using Bartizan.Identity;
using Bartizan.Identity.Accounts;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Keys;
using Bartizan.Storage;
using Microsoft.AspNetCore.Builder;

namespace Bartizan.Hosting;

/// <summary>Everything that <c>bartizan up</c> starts, in order, and stops in the opposite order.</summary>
internal sealed class BartizanServer : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _parts = [];

    private BartizanServer()
    {
    }

    /// <summary>What runs, for people and programs to know.</summary>
    public Running Running { get; private set; } = null!;

    /// <summary>Starts all parts; when one fails, those before it are stopped again.</summary>
    /// <exception cref="Core.Results.InputException">Configuration, policies, data folder or a port is not as it must be.</exception>
    public static async Task<BartizanServer> StartAsync(UpOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        KeepSecondThread();
        var server = new BartizanServer();
        try
        {
            await server.StartPartsAsync(options, clock, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets exchanges under way end, signs a last checkpoint, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    private async Task StartPartsAsync(UpOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var ids = new SortableIdSource(clock);
        var demo = options.Config is null ? Keep(await DemoModelServer.StartAsync(0, cancellationToken)) : null;
        var source = new SnapshotSource(options.Config, demo is null ? new() { Places = new("") } : DemoSetup.Config(demo.Address), new Guards(InjectionModel.LoadDefault()));
        // Read before the store is opened, so that a mistake in a file leaves the data folder as it is; and again where the store holds what changes it.
        var reading = source.Read();
        var config = reading.Config;
        var tls = config.Gateway.Tls is { } certificates ? Keep(ListenerTls.Load(certificates, config.Places)) : null;
        using var gatewaySocket = ListenSocket.Take(options.Gateway ?? config.Gateway.Listen, "--gateway", secure: tls is not null);
        using var consoleSocket = options.Console ? ListenSocket.Take(options.ConsoleListen ?? config.ConsoleListen, "--console") : null;
        var store = Keep(await BartizanStore.OpenAsync(new StoreOptions { DataFolder = options.Data }, clock, ids, cancellationToken));
        await store.Registry.RequireBlueprintsAsync(config.Identity.RequireBlueprint, clock.GetUtcNow(), cancellationToken);
        var key = await DemoAgent.KeyAsync(options.Data, store.Agents, clock, ids, cancellationToken);

        var issuer = IssuerOf(config, gatewaySocket);
        if (issuer is not null)
        {
            await new SigningKeys(store.Identity, clock).EnsureAsync(cancellationToken, signals: config.Identity.Signals.Transmit);
        }

        source.Calibrations = await store.Calibrations.ListAsync(cancellationToken);
        source.Enforced = await store.EnforcedPolicies.ListAsync(cancellationToken);
        source.Secrets = await store.Secrets.ListAsync(cancellationToken);
        if (source.Calibrations.Count > 0 || source.Enforced.Count > 0 || config.RefersToSecrets)
        {
            reading = source.Read();
        }

        source.Enforced = await FirstPolicies.EnforceAsync(reading, source.Enforced, store.EnforcedPolicies, clock, cancellationToken);
        var state = new GatewayState(reading.Snapshot);
        var address = consoleSocket is null ? null : config.ConsoleAddress is { } named ? new Uri(named) : consoleSocket.Address;
        var place = new ConsolePlace(address, config.Identity.RefreshFor);
        var exchange = new IdentityExchange(config.SignIn, ConfiguredSecret.Find, store.Identity, store.Console, clock);
        var accounts = new AccountBroker(store.Accounts, new AccountServers(state), clock, address is not null && config.Gateway.Elevation.Console is { } told ? new Uri(told) : address, exchange);
        Keep(new DisposeLater(accounts));
        var attestation = config.Identity.Attestation?.Socket;
        if (attestation is not null)
        {
            AttestationSocket.Prepare(attestation);
        }

        await StartAsync(GatewayHost.Build(gatewaySocket, tls, reading, store, options.Data, state, source, issuer, place, accounts, ids, clock), cancellationToken);
        if (attestation is not null)
        {
            AttestationSocket.Open(attestation);
        }

        Running = new Running(gatewaySocket.Address, address, null, key, options.Data, demo is not null, config);
        if (consoleSocket is not null)
        {
            var console = ConsoleHost.Build(consoleSocket, Running, store, state, new PolicyDesk(source), issuer, place, accounts, ids, clock);
            await StartAsync(console, cancellationToken);
            Running = Running with { SignIn = await ConsoleHost.SignInLinkAsync(console, cancellationToken) };
        }
    }

    private static Issuer? IssuerOf(BartizanConfig config, ListenSocket gateway) => config.Identity.Issuer switch
    {
        null => null,
        AuthorizationOptions.FromListener when !IPAddress.IsLoopback(gateway.EndPoint.Address) => throw new InputException(config.Places.Locate(new InputError(
            "identity.issuer: The gateway listens beyond this machine, so its own address is no name for others to trust.",
            "Write the address that clients use, such as https://ai.example.com."))),
        AuthorizationOptions.FromListener => Named(gateway.Address.GetLeftPart(UriPartial.Authority), config),
        var origin => Named(origin, config),
    };

    private static Issuer Named(string origin, BartizanConfig config) =>
        config.Identity.Attestation?.TrustDomain is { } domain ? new Issuer(origin) { TrustDomain = domain } : new Issuer(origin);

    // On one processor the pool begins with one thread, and while that waits for the disk every request waits with it.
    private static void KeepSecondThread()
    {
        ThreadPool.GetMinThreads(out var workers, out var completions);
        if (workers < 2)
        {
            ThreadPool.SetMinThreads(2, completions);
        }
    }

    private async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        Keep(new StopBeforeDispose(app));
        await app.StartAsync(cancellationToken);
    }

    private T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    private sealed class DisposeLater(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class StopBeforeDispose(WebApplication app) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}

/// <summary>What a person asked <c>bartizan up</c> for.</summary>
/// <param name="Data">Data folder.</param>
/// <param name="Config">Configuration file, or null for the demo.</param>
/// <param name="Gateway">Gateway's address and port, or null for the configuration's.</param>
/// <param name="ConsoleListen">Console's address and port, or null for the configuration's.</param>
/// <param name="Console">Whether the console is wanted.</param>
internal sealed record UpOptions(string Data, string? Config, string? Gateway, string? ConsoleListen, bool Console);

/// <summary>What runs.</summary>
/// <param name="Gateway">Gateway's address.</param>
/// <param name="Console">Console's address, or null without one.</param>
/// <param name="SignIn">One-time link by which the first person sets up an account; null when somebody has one.</param>
/// <param name="Key">A key to try with, or null when agents were made by hand.</param>
/// <param name="Data">Data folder.</param>
/// <param name="Demo">Whether the demo model answers.</param>
/// <param name="Config">The configuration in force at start.</param>
internal sealed record Running(Uri Gateway, Uri? Console, Uri? SignIn, string? Key, string Data, bool Demo, BartizanConfig Config);
