using System.Net.Sockets;
using Bartizan.Core.Results;
using Bartizan.Hosting;
using Bartizan.Testing;

namespace Bartizan.Tests.Hosting;

public sealed class AttestationSocketTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bartizan-socket-");

    private string Place => Path.Combine(_folder.FullName, "a.sock");

    public void Dispose() => _folder.Delete(recursive: true);

    [LinuxFact]
    public void What_was_left_behind_is_taken_away_and_nothing_else()
    {
        AttestationSocket.Prepare(Place);
        using (var served = Listen())
        {
            Refused();
            // The end of a program that was killed takes nothing away.
            File.Move(Place, Place + ".kept");
        }

        File.Move(Place + ".kept", Place);
        AttestationSocket.Prepare(Place);
        Assert.False(File.Exists(Place));

        File.WriteAllText(Place, "a file of somebody");
        Refused();
        Assert.Equal("a file of somebody", File.ReadAllText(Place));
    }

    [LinuxFact]
    public void A_folder_that_is_not_there_or_that_others_may_write_to_is_refused()
    {
        Assert.Throws<InputException>(() => AttestationSocket.Prepare(Path.Combine(_folder.FullName, "none", "a.sock")));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherWrite);
        }

        Refused();
    }

    private void Refused() => Assert.StartsWith("identity.attestation.socket:", Assert.Throws<InputException>(() => AttestationSocket.Prepare(Place)).Message, StringComparison.Ordinal);

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Place));
        socket.Listen();
        return socket;
    }
}
