using System.Text.Json;
using Bartizan.Configuration;
using Bartizan.Core.Calibrations;
using Bartizan.Core.Credentials;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;
using Bartizan.Core.Policies;
using Bartizan.Core.Results;
using Bartizan.Gateway.Pipeline;
using Bartizan.Identity.AuthZen.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Hosting;

/// <summary>
/// Looks every second whether configuration, policies, calibrations or the files of the listener's TLS changed, and puts the new ones in force whole. A mistake changes nothing:
/// what was in force stays. Either way an event says so. (Looking, rather than being told, works on every file system and with every editor.)
/// </summary>
internal sealed partial class Reloader(
    SnapshotSource source, Reading inForce, GatewayState state, AuthZenState authZen, ICalibrationStore calibrations, IEnforcedPolicyStore enforced, ISecretStore secrets, IEventLog events, IIdSource ids, TimeProvider clock, ILogger<Reloader> logger, ListenerTls? tls = null) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private BartizanConfig _config = inForce.Config;
    private string? _stamp;

    /// <summary>Looks once; true when files changed, whether or not they were good.</summary>
    public async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        var version = $"{await calibrations.VersionAsync(cancellationToken)} {await enforced.VersionAsync(cancellationToken)}";
        var stamp = Stamp(version, source.Stamp(_config));
        if (stamp == (_stamp ??= Stamp(version, inForce.Stamp)))
        {
            return false;
        }

        _stamp = stamp;
        try
        {
            source.Calibrations = await calibrations.ListAsync(cancellationToken);
            source.Enforced = await enforced.ListAsync(cancellationToken);
            source.Secrets = await secrets.ListAsync(cancellationToken);
            var reading = source.Read();
            source.Enforced = await FirstPolicies.EnforceAsync(reading, source.Enforced, enforced, clock, cancellationToken);
            state.Swap(reading.Snapshot);
            authZen.Swap(reading.AuthZen);
            _config = reading.Config;
            _stamp = Stamp(version, reading.Stamp);
            LogReloaded(reading.Snapshot.Policies.Policies.Policies.Count, reading.Snapshot.Routes.Upstreams.Count);
            TellOfPolicies(reading.Config, reading.Snapshot);
            await RecordAsync("configuration.reloaded", [], cancellationToken);
        }
        catch (InputException e)
        {
            LogRejected(e.Message);
            await RecordAsync("configuration.rejected", [.. e.Errors.Select(error => error.ToString())], cancellationToken);
        }

        return true;
    }

    /// <summary>The same for the files of TLS, which have nothing to do with the others: neither keeps the other out.</summary>
    public async Task CheckTlsAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (tls?.Refresh() == true)
            {
                LogTls(tls.Ends);
                await RecordAsync("configuration.reloaded", [], cancellationToken);
            }
        }
        catch (InputException e)
        {
            LogRejected(e.Message);
            await RecordAsync("configuration.rejected", [.. e.Errors.Select(error => error.ToString())], cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        TellOfPolicies(_config, state.Current);
        await CheckAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CheckTlsAsync(stoppingToken);
                await CheckAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogUnreadable(e.Message);
            }
        }
    }

    private void TellOfPolicies(BartizanConfig config, GatewaySnapshot snapshot)
    {
        foreach (var policy in snapshot.Policies.Policies.Policies.Where(p => p.IsShadow && config.Shadow.NewPolicies))
        {
            LogTried(policy.Id);
        }

        foreach (var finding in GatewaySchema.Check(snapshot.Policies.Policies).Findings)
        {
            LogDoubtfulPolicy(finding.ToString());
        }
    }

    private static string Stamp(string storeVersion, string files) => $"{storeVersion}\n{files}";

    private async Task RecordAsync(string kind, string[] errors, CancellationToken cancellationToken) => await events.AppendAsync(
        new EventRecord
        {
            Id = ids.NewId("evt"),
            Time = clock.GetUtcNow(),
            Source = "gateway",
            Kind = kind,
            Json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string[]> { ["errors"] = errors }),
        },
        cancellationToken);

    [LoggerMessage(1001, LogLevel.Warning, "Configuration reloaded: {Policies} policies, {Upstreams} upstreams are in force.")]
    private partial void LogReloaded(int policies, int upstreams);

    [LoggerMessage(1006, LogLevel.Warning, "TLS files reloaded: new connections get the certificate that is good until {Until:u}.")]
    private partial void LogTls(DateTimeOffset until);

    [LoggerMessage(1002, LogLevel.Error, "Configuration changed but is wrong; what was in force stays.\n{Errors}")]
    private partial void LogRejected(string errors);

    [LoggerMessage(1003, LogLevel.Error, "Configuration could not be looked at: {Reason}")]
    private partial void LogUnreadable(string reason);

    [LoggerMessage(1005, LogLevel.Warning, "Policy {Policy} is only tried. `bartizan policy shadow` says what it would change; a new one comes into force by `bartizan policy enforce`.")]
    private partial void LogTried(string policy);

    [LoggerMessage(1004, LogLevel.Warning, "A policy in force does not fit what requests hold (bartizan policy check --schema gateway): {Finding}")]
    private partial void LogDoubtfulPolicy(string finding);
}
