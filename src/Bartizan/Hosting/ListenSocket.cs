using System.Net;
using System.Net.Sockets;
using Bartizan.Core.Results;

namespace Bartizan.Hosting;

/// <summary>A port taken before anything is started, so that a taken one is said in one line and port 0 has its number at once.</summary>
internal sealed class ListenSocket : IDisposable
{
    private Socket? _socket;

    private readonly string _scheme;

    private ListenSocket(Socket socket, string scheme) => (_socket, EndPoint, _scheme) = (socket, (IPEndPoint)socket.LocalEndPoint!, scheme);

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The address to show people: loopback where it listens everywhere.</summary>
    public Uri Address => new($"{_scheme}://{new IPEndPoint(
        EndPoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : EndPoint.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : EndPoint.Address,
        EndPoint.Port)}");

    /// <summary>Takes a port.</summary>
    /// <param name="listen">Address and port.</param>
    /// <param name="option">The option that changes it, named in errors.</param>
    /// <param name="secure">Whether TLS is spoken there.</param>
    /// <exception cref="InputException">The text is not an address and port, or the port cannot be had.</exception>
    public static ListenSocket Take(string listen, string option, bool secure = false)
    {
        if (!IPEndPoint.TryParse(listen, out var endpoint) || !listen.EndsWith($":{endpoint.Port}", StringComparison.Ordinal))
        {
            throw new InputException(new InputError($"'{listen}' is not an address and a port.", $"Write for example {option} 127.0.0.1:4180."));
        }

        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            // Binding alone lets a second process bind too; listening settles it.
            socket.Listen(512);
            return new ListenSocket(socket, secure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new InputException(e.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? new InputError($"Port {endpoint.Port} is in use.", $"Stop what uses it, or choose another with {option} {endpoint.Address}:<port>.")
                : new InputError($"Nothing can listen on {listen}: {e.Message}.", $"Choose another address with {option}."));
        }
    }

    /// <summary>Gives the socket to a web server, which closes it from now on.</summary>
    public Socket Release() => Interlocked.Exchange(ref _socket, null) ?? throw new InvalidOperationException("The socket was released before.");

    public void Dispose() => _socket?.Dispose();
}
