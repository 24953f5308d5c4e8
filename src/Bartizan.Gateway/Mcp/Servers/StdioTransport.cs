using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Mcp.Wire;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>
/// A server that the gateway starts: one process for all clients, started with the first request, started again with growing patience when it ends.
/// Clients see streamable HTTP without streams of the server's own.
/// </summary>
internal sealed partial class StdioTransport(McpServerOptions options, string folder, TimeProvider time, IIdSource ids, ILogger logger) : IMcpTransport, IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _starting = new(1);
    private Running? _running;
    private TimeSpan _pause;
    private DateTimeOffset _notBefore;
    private bool _disposed;

    private sealed record Running(StdioProcess Process, StdioHandshake Handshake, DateTimeOffset Since);

    /// <summary>What it was started from.</summary>
    public McpServerOptions Options => options;

    public async ValueTask<McpAnswer> SendAsync(McpCall call, Deadline deadline)
    {
        if (call.Body is null)
        {
            return McpAnswer.Empty(call.Method == HttpMethod.Get ? 405 : 204);
        }

        try
        {
            if (await StartedAsync(deadline.Token) is not { } running)
            {
                return McpAnswer.Failed(ForwardFailure.UpstreamConnect);
            }

            return call.Body.IsBatch
                ? McpAnswer.Json(400, McpErrors.Error(null, McpErrors.InvalidRequest, "A server that the gateway starts takes no batches.", "batch", ""))
                : await SendAsync(running, call, call.Body.Messages[0], deadline.Token);
        }
        catch (OperationCanceledException)
        {
            return McpAnswer.Failed(deadline.Cause);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _disposed = true;
            if (_running is { } running)
            {
                await running.Process.DisposeAsync();
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    private async ValueTask<McpAnswer> SendAsync(Running running, McpCall call, McpMessage message, CancellationToken token)
    {
        var (process, handshake) = (running.Process, running.Handshake);
        if (handshake.IsStateless != (call.Revision == McpRevision.Stateless))
        {
            // No code of the stateless revision where the server is older: clients take that for a sign to greet it instead.
            return McpAnswer.Json(400, handshake.IsStateless
                ? McpErrors.Unsupported(message.Id, message.Negotiated ?? call.Revision ?? McpRevision.First)
                : McpErrors.Error(message.Id, McpErrors.InvalidRequest, "This server must be greeted with initialize.", "unsupported_revision", ""));
        }

        if (message.Kind != McpKind.Request)
        {
            // The gateway has greeted it already, asked it nothing, and cancels in its own numbers.
            if (message.Kind == McpKind.Notification && message.Method is not ("notifications/initialized" or "notifications/cancelled"))
            {
                process.Tell(call.Body!.Body.Span);
            }

            return McpAnswer.Empty(202);
        }

        if (message.Method == "initialize")
        {
            return McpAnswer.Json(200, handshake.Answer(message), ids.NewId("ses"));
        }

        if (message.Method == "subscriptions/listen")
        {
            return McpAnswer.Json(404, McpErrors.Error(message.Id, McpErrors.UnknownMethod, "A server that the gateway starts has no streams of its own.", "unknown_method", ""));
        }

        return await process.AskAsync(call.Body!.Body, message.IdBytes, token) is { } answer
            ? McpAnswer.Json(200, answer)
            : McpAnswer.Failed(ForwardFailure.UpstreamBroke);
    }

    private async ValueTask<Running?> StartedAsync(CancellationToken token)
    {
        if (_running is { Process.IsOver: false } running)
        {
            return running;
        }

        await _starting.WaitAsync(token);
        try
        {
            if (_running is { Process.IsOver: false } meanwhile)
            {
                return meanwhile;
            }

            if (_running is { } ended)
            {
                _running = null;
                await ended.Process.DisposeAsync();
                LogEnded(options.Name);
                // One that ran for a while has earned a fresh start.
                _pause = time.GetUtcNow() - ended.Since > LongestPause ? TimeSpan.Zero : _pause;
                Wait();
            }

            return _disposed || time.GetUtcNow() < _notBefore ? null : _running = await StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    // Not with the token of the client that happens to come first: the process is for all.
    private async Task<Running?> StartAsync()
    {
        StdioProcess? process = null;
        try
        {
            process = new StdioProcess(await ChildProcess.StartAsync(options, folder));
            using var patience = new CancellationTokenSource(HandshakePatience, time);
            if (await StdioHandshake.WithAsync(process, patience.Token) is { } handshake)
            {
                LogStarted(options.Name, process.Id);
                return new Running(process, handshake, time.GetUtcNow());
            }

            LogFailed(options.Name, "It ended, or did not answer a greeting.");
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception or OperationCanceledException)
        {
            LogFailed(options.Name, e.Message);
        }

        Wait();
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        return null;
    }

    private void Wait()
    {
        _pause = _pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
        _notBefore = time.GetUtcNow() + _pause;
    }

    [LoggerMessage(2111, LogLevel.Information, "The MCP server {Server} runs as process {Process}.")]
    private partial void LogStarted(string server, int process);

    [LoggerMessage(2112, LogLevel.Warning, "The MCP server {Server} ended; it is started again when it is asked next, after a pause.")]
    private partial void LogEnded(string server);

    [LoggerMessage(2113, LogLevel.Error, "The MCP server {Server} could not be started: {Reason}")]
    private partial void LogFailed(string server, string reason);
}
