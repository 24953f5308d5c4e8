using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Bartizan.EndToEnd.Browser;

/// <summary>An MCP server with one tool, whose description can be changed while it runs.</summary>
internal sealed class ToolServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public ToolServer()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/mcp/");
        free.Stop();
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public string Description { get; set; } = "Reads a file of the project.";

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.InputStream);
        using var response = context.Response;
        if (!request.RootElement.TryGetProperty("id", out var id))
        {
            response.StatusCode = 202;
            return;
        }

        object result = request.RootElement.GetProperty("method").GetString() switch
        {
            "tools/list" => new { tools = new[] { new { name = "read_file", description = Description, inputSchema = new { type = "object" } } } },
            "tools/call" => new { content = new[] { new { type = "text", text = "done" } } },
            _ => new { protocolVersion = "2025-06-18", capabilities = new { tools = new { } }, serverInfo = new { name = "files", version = "1" } },
        };
        response.ContentType = "application/json";
        await response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { jsonrpc = "2.0", id, result })));
    }
}
