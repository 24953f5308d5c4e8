using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Bartizan.Testing.Upstreams;

/// <summary>One connection of a <see cref="ScriptedUpstream"/>: what a script can do with it.</summary>
public sealed class UpstreamConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly List<byte> _pending = [];

    internal UpstreamConnection(Socket socket, CancellationToken stopping)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        Stopping = stopping;
    }

    /// <summary>Ends when the test is over: a stall waits for it.</summary>
    public CancellationToken Stopping { get; }

    internal bool IsClosed { get; private set; }

    /// <summary>A complete answer.</summary>
    public async Task JsonAsync(string body, int status = 200, string headers = "")
    {
        await RawAsync($"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    /// <summary>The head of a chunked event stream.</summary>
    public Task BeginEventsAsync(string headers = "", string type = "text/event-stream") =>
        RawAsync($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\n{headers}Transfer-Encoding: chunked\r\n\r\n");

    /// <summary>One HTTP chunk.</summary>
    public Task ChunkAsync(string text) => ChunkAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>One HTTP chunk.</summary>
    public async Task ChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        var head = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        await _stream.WriteAsync((byte[])[.. head, .. bytes.Span, .. "\r\n"u8], Stopping);
    }

    /// <summary>The end of a chunked answer.</summary>
    public Task EndAsync() => RawAsync("0\r\n\r\n");

    /// <summary>Bytes as they are.</summary>
    public async Task RawAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), Stopping);

    /// <summary>Does nothing until the other side goes away (then throws) or the test ends.</summary>
    public async Task StallAsync()
    {
        var one = new byte[1];
        if (await _stream.ReadAsync(one, Stopping) == 0)
        {
            throw new IOException("The other side went away.");
        }
    }

    /// <summary>Closes the connection in an orderly way.</summary>
    public void Close()
    {
        IsClosed = true;
        _socket.Shutdown(SocketShutdown.Both);
    }

    /// <summary>Breaks the connection off with a reset.</summary>
    public void Reset()
    {
        IsClosed = true;
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose() => _stream.Dispose();

    internal async Task<UpstreamRequest?> ReadRequestAsync()
    {
        int end;
        while ((end = Encoding.Latin1.GetString([.. _pending]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        var lines = Encoding.Latin1.GetString([.. _pending[..end]]).Split("\r\n");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        _pending.RemoveRange(0, end + 4);
        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        while (_pending.Count < length)
        {
            if (!await FillAsync())
            {
                return null;
            }
        }

        var body = Encoding.UTF8.GetString([.. _pending[..length]]);
        _pending.RemoveRange(0, length);
        return new UpstreamRequest(lines[0], headers, body);
    }

    private async Task<bool> FillAsync()
    {
        var buffer = new byte[16 << 10];
        var read = await _stream.ReadAsync(buffer, Stopping);
        _pending.AddRange(buffer.AsSpan(0, read));
        return read > 0;
    }
}
