using System.Net.Sockets;
using Bartizan.Core.Results;
using Bartizan.Identity.Attesting.Processes;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;

namespace Bartizan.Hosting;

/// <summary>The Unix socket at which instances are known by their processes. It is another way to the gateway's web server, on which only the authorization server answers.</summary>
internal static class AttestationSocket
{
    private const string Setting = "identity.attestation.socket";

    // Who connects is told by the kernel, so everybody may.
    private const UnixFileMode Everybody =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Clears the way for it; what a program that was killed left behind is taken away.</summary>
    /// <exception cref="InputException">This is not Linux, or something else is there.</exception>
    public static void Prepare(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new InputException(new InputError($"{Setting}: Only Linux tells which process is at the other end of a socket as it is needed here.", "Take the setting away, or run this on Linux."));
        }

        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
        {
            throw new InputException(new InputError($"{Setting}: The folder of {path} is not there.", "Make it, for nobody else to write to."));
        }

        // Whoever can write there can put something else in its place.
        if ((File.GetUnixFileMode(folder) & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) != UnixFileMode.None)
        {
            throw new InputException(new InputError($"{Setting}: Others may write to {folder}.", "Name a folder that only the user of this program may write to."));
        }

        if (!File.Exists(path))
        {
            return;
        }

        if (!IsSocket(path) || IsServed(path))
        {
            throw new InputException(new InputError($"{Setting}: {path} is in use, or is no socket.", "Name another path."));
        }

        File.Delete(path);
    }

    /// <summary>Lets the web server listen at it, too.</summary>
    public static void Listen(IWebHostBuilder host, string path) => host.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path, listen => listen.Use(next => async connection =>
    {
        // Whose process cannot be told does not get in: else it would be taken for a caller from the network.
        if (connection.Features.Get<IConnectionSocketFeature>() is { Socket: var socket } && UnixPeer.Of(socket) is { } peer)
        {
            connection.Features.Set(peer);
            await next(connection);
        }
    })));

    /// <summary>Lets everybody connect, once it is there.</summary>
    public static void Open(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Everybody);
        }
    }

    private static bool IsSocket(string path)
    {
        try
        {
            // A socket cannot be opened as a file is.
            File.OpenRead(path).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool IsServed(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode != SocketError.ConnectionRefused;
        }
    }
}
