using System.Collections.Concurrent;
using System.Text.Json;
using Bartizan.Core.Ids;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>Where started servers keep their files.</summary>
/// <param name="Folder">A folder in which each gets one of its own.</param>
public sealed record McpWorkFolder(string Folder);

/// <summary>The ways to all servers. Started servers outlive a reload of the configuration unless it changed them; those it no longer names are ended.</summary>
internal sealed partial class McpTransports(
    GatewayState state, Forwarder forwarder, McpWorkFolder work, TimeProvider time, IIdSource ids, ILogger<McpTransports> logger) : BackgroundService
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, StdioTransport> _started = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<McpServer, IMcpTransport> _transports = new();

    /// <summary>The way to a server.</summary>
    public IMcpTransport To(McpServer server) => _transports.GetOrAdd(server, s =>
        s.Address is not null ? new HttpTransport(s, forwarder) : _started.GetOrAdd(KeyOf(s.Options), _ => Create(s.Options)));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_started.Values.Select(s => s.DisposeAsync().AsTask()));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var measure in state.Current.Mcp.Options.Servers.Any(s => s.Command is not null) ? Lockdown.Machine.Measures.Where(m => !m.Applied) : [])
        {
            LogNotConfined(measure.Name, measure.Fix);
        }

        using var timer = new PeriodicTimer(CheckEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var servers = state.Current.Mcp.Options.Servers;
            var wanted = servers.Where(s => s.Command is not null).Select(KeyOf).ToHashSet(StringComparer.Ordinal);
            foreach (var (key, _) in _started.Where(s => !wanted.Contains(s.Key)))
            {
                if (_started.TryRemove(key, out var transport))
                {
                    await transport.DisposeAsync();
                }
            }

            foreach (var server in _transports.Keys.Where(s => state.Current.Mcp.Find(s.Name) != s))
            {
                _transports.TryRemove(server, out _);
            }
        }
    }

    private StdioTransport Create(McpServerOptions options) => new(options, Path.Combine(work.Folder, options.Name), time, ids, logger);

    // Equal text means equal settings; records with lists do not compare like that.
    private static string KeyOf(McpServerOptions options) => JsonSerializer.Serialize(options);

    [LoggerMessage(2114, LogLevel.Warning, "MCP servers started here go without this: {Measure}. {Fix}")]
    private partial void LogNotConfined(string measure, string fix);
}
