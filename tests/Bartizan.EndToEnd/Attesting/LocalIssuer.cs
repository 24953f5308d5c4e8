using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bartizan.EndToEnd.Attesting;

/// <summary>An issuer on this machine: its discovery document and its keys, and nothing else.</summary>
internal sealed class LocalIssuer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _keys;

    public LocalIssuer(string keys)
    {
        _keys = keys;
        _listener.Start();
        _ = AnswerAllAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAllAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The end of the test.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync())?.Split(' ')[1];
        while (await reader.ReadLineAsync() is { Length: > 0 })
        {
        }

        var body = path switch
        {
            "/.well-known/openid-configuration" => $$"""{"issuer":"{{Address}}","jwks_uri":"{{Address}}/keys"}""",
            "/keys" => _keys,
            _ => null,
        };
        await stream.WriteAsync(Encoding.ASCII.GetBytes(body is null
            ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            : $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
    }
}
