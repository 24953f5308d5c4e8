using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Bartizan.Testing.Upstreams;

/// <summary>
/// A server on a raw socket that answers as its script says, also in ways a decent server never would: stalls, cuts, lies about lengths.
/// </summary>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<UpstreamRequest, UpstreamConnection, Task> _script;
    private readonly Task _accepting;

    private ScriptedUpstream(Func<UpstreamRequest, UpstreamConnection, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Every request it received.</summary>
    public ConcurrentQueue<UpstreamRequest> Requests { get; } = new();

    /// <summary>How many connections ended because the other side closed or reset them while the script was still writing or waiting.</summary>
    public int Abandoned => _abandoned;

    private int _abandoned;

    /// <summary>Starts one that runs the script for each request.</summary>
    public static ScriptedUpstream Start(Func<UpstreamRequest, UpstreamConnection, Task> script) => new(script);

    /// <summary>Starts one that answers every request with one JSON body.</summary>
    public static ScriptedUpstream Json(string body, int status = 200) => new((_, connection) => connection.JsonAsync(body, status));

    /// <summary>Starts one that answers every request with one stream of server-sent events, given as raw text.</summary>
    public static ScriptedUpstream Events(string events) => new(async (_, connection) =>
    {
        await connection.BeginEventsAsync();
        await connection.ChunkAsync(events);
        await connection.EndAsync();
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        using var connection = new UpstreamConnection(socket, _stop.Token);
        try
        {
            while (!connection.IsClosed && await connection.ReadRequestAsync() is { } request)
            {
                Requests.Enqueue(request);
                await _script(request, connection);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            if (!_stop.IsCancellationRequested)
            {
                Interlocked.Increment(ref _abandoned);
            }
        }
    }
}
