using System.Diagnostics;
using System.Text.Json;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Processes;

/// <summary>The reference MCP server of <c>clients/mcp-server.mjs</c>, on a free port.</summary>
internal sealed class McpServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private McpServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public static string Script => Repository.PathTo("tests", "Bartizan.EndToEnd", "clients", "mcp-server.mjs");

    public static string Node => Repository.PathTo(NodeClient.Node22.Split('/'));

    public Uri Address { get; }

    public static async Task<McpServerProcess> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo(Node, [Script]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var ready = JsonDocument.Parse(await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The reference server ended."));
        return new McpServerProcess(process, new Uri($"http://127.0.0.1:{ready.RootElement.GetProperty("port").GetInt32()}"));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
