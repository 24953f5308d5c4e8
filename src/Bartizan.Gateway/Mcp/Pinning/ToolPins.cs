using Bartizan.Core.Json;
using Bartizan.Core.Tools;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Mcp.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Mcp.Pinning;

/// <summary>
/// Compares every definition that a server gives with the one that was approved. The pins are read anew when they changed, also by another process;
/// when they could not be looked at for ten seconds, no tool is offered any more.
/// </summary>
internal sealed partial class ToolPins(IToolPinStore store, TimeProvider clock, ILogger<ToolPins> logger) : BackgroundService
{
    /// <summary>Tools of one server that are kept track of; further ones are not offered.</summary>
    public const int MostTools = 512;

    private static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan OldestTable = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _writing = new(1);
    private PinTable _table = PinTable.Empty;
    private long _checkedAt;

    /// <summary>A tool that may be called now; null when it may not.</summary>
    public PinnedTool? Callable(string server, string name) =>
        IsFresh && Table.Find(server, name) is { Pin.State: ToolPinState.Approved } tool ? tool : null;

    /// <summary>The pin of a tool; null when it was never seen.</summary>
    public ToolPin? Find(string server, string name) => Table.Find(server, name)?.Pin;

    /// <summary>Takes notice of a definition that a server gave; true when the tool may be offered with it.</summary>
    public async ValueTask<bool> SightAsync(McpServer server, string name, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        if (!ToolNames.IsFit(name) || CanonicalJson.Define(json.Span) is not { } seen || MirroredParameter.OfDefinition(seen.Json) is null)
        {
            return false;
        }

        if (Settled(server.Name, name, seen) is { } settled)
        {
            return settled && IsFresh;
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            // Another process may conclude at the same time; whoever comes second looks again.
            while (true)
            {
                await RefreshAsync(cancellationToken);
                if (Settled(server.Name, name, seen) is { } now)
                {
                    return now;
                }

                var before = Find(server.Name, name);
                if (before is null && Table.Pins.Count(p => p.Server == server.Name) >= MostTools)
                {
                    return false;
                }

                var after = Conclude(server, name, before, seen);
                if (await store.SightAsync(before, after, clock.GetUtcNow(), cancellationToken))
                {
                    LogConcluded(server.Name, name, after.State, after.Reason);
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Reads the pins anew if they changed.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        // The version is read before the pins: a change in between is seen again at the next check, never lost.
        var version = await store.VersionAsync(cancellationToken);
        if (version != Table.Version)
        {
            Volatile.Write(ref _table, new PinTable(version, await store.ListAsync(cancellationToken)));
        }

        Volatile.Write(ref _checkedAt, asked);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _writing.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogRefreshFailed(failure);
            }
        }
    }

    private PinTable Table => Volatile.Read(ref _table);

    private bool IsFresh => _checkedAt != 0 && clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) <= OldestTable;

    // Whether a definition may be offered, as far as the pins already say; null when they have to learn of it.
    private bool? Settled(string server, string name, ToolDefinition seen)
    {
        var pin = Find(server, name);
        return pin?.Seen.Digest != seen.Digest ? null : pin.State == ToolPinState.Approved;
    }

    private ToolPin Conclude(McpServer server, string name, ToolPin? before, ToolDefinition seen)
    {
        var now = clock.GetUtcNow();
        var suspicion = Table.Suspicion(server.Name, name, seen);
        if (before is not null)
        {
            return before with
            {
                State = before.Approved is null ? ToolPinState.Pending : ToolPinState.Suspended,
                Reason = before.Approved is null ? suspicion : $"Its definition is no longer the approved one. {suspicion}".TrimEnd(),
                Seen = seen,
                SeenAt = now,
            };
        }

        var pin = new ToolPin { Server = server.Name, Name = name, State = ToolPinState.Pending, Reason = suspicion, Seen = seen, SeenAt = now };
        return server.Options.Trust == McpTrust.FirstUse && suspicion.Length == 0
            ? pin with { State = ToolPinState.Approved, Approved = seen, ApprovedBy = "first use", ApprovedAt = now }
            : pin;
    }

    [LoggerMessage(2101, LogLevel.Warning, "The tool {Server}/{Tool} has a new definition: {State}. {Reason}")]
    private partial void LogConcluded(string server, string tool, ToolPinState state, string reason);

    [LoggerMessage(2102, LogLevel.Error, "Tool pins could not be read from the store; tools are offered for at most 10 seconds more.")]
    private partial void LogRefreshFailed(Exception failure);
}
