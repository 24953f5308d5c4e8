using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Bartizan.Identity.Attesting.Processes;

/// <summary>The process at the other end of a Unix socket, as the kernel knew it when it connected (<c>SO_PEERCRED</c>, socket(7)).</summary>
/// <param name="Pid">Its process id, as this process sees it.</param>
/// <param name="Uid">Its user.</param>
/// <param name="Gid">Its group.</param>
/// <param name="Started">When it began, in clock ticks since the machine did (field 22 of <c>/proc/pid/stat</c>): tells it from a later one with its id.</param>
public sealed record UnixPeer(int Pid, uint Uid, uint Gid, ulong Started)
{
    // Linux's own numbers, the same on every architecture that .NET runs on.
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;
    private const int SoPeerPidFd = 77;

    private const int StartedField = 22;

    /// <summary>Asks the kernel; null when it does not tell, or the process has ended.</summary>
    public static UnixPeer? Of(Socket socket)
    {
        // struct ucred: pid, uid, gid.
        Span<byte> bytes = stackalloc byte[12];
        try
        {
            if (socket.GetRawSocketOption(SolSocket, SoPeerCred, bytes) != bytes.Length)
            {
                return null;
            }
        }
        catch (SocketException)
        {
            return null;
        }

        // A process outside of our view has the id 0.
        var (pid, uid, gid) = (MemoryMarshal.Read<int>(bytes), MemoryMarshal.Read<uint>(bytes[4..]), MemoryMarshal.Read<uint>(bytes[8..]));
        return pid > 0 && StartOf(pid) is { } started && IsWhoConnected(socket, pid) ? new UnixPeer(pid, uid, gid, started) : null;
    }

    /// <summary>Whether it is still there, and not another one with its id.</summary>
    public bool IsThere() => StartOf(Pid) == Started;

    // Since Linux 6.5 the kernel hands out a descriptor of the very process that connected, which names its id only as long as it lives: so whose start was just
    // read cannot be a later one with that id. Older kernels do not know the option.
    private static bool IsWhoConnected(Socket socket, int pid)
    {
        Span<byte> bytes = stackalloc byte[4];
        try
        {
            socket.GetRawSocketOption(SolSocket, SoPeerPidFd, bytes);
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ProtocolOption;
        }

        using var process = new SafeFileHandle(MemoryMarshal.Read<int>(bytes), ownsHandle: true);
        return File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{process.DangerousGetHandle()}")).Contains(string.Create(CultureInfo.InvariantCulture, $"Pid:\t{pid}"));
    }

    private static ulong? StartOf(int pid)
    {
        try
        {
            // The second field is the program's name in parentheses, which may hold anything; the third follows the last parenthesis.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > StartedField - 3 && ulong.TryParse(fields[StartedField - 3], CultureInfo.InvariantCulture, out var started) ? started : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
