using System.Diagnostics;
using System.Globalization;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>One way in which a started server is confined, and whether this machine can do it.</summary>
/// <param name="Name">What it does, for people.</param>
/// <param name="Applied">Whether it is done.</param>
/// <param name="Fix">How to make it possible.</param>
public sealed record LockdownMeasure(string Name, bool Applied, string Fix);

/// <summary>
/// Confines programs with the tools of util-linux, each of which sets something and becomes the program: a session and process group of its own, limits,
/// no new privileges, death with the gateway, and where the kernel lets it a process namespace, so that what the program starts dies with it.
/// </summary>
public sealed class Lockdown
{
    private const string Package = "Install util-linux.";
    private const int MostFiles = 1024;

    private static readonly string[] Folders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string? _setsid = Find("setsid");
    private readonly string? _prlimit = Find("prlimit");
    private readonly string? _setpriv = Find("setpriv");
    private readonly string? _unshare;

    private Lockdown()
    {
        var unshare = Find("unshare");
        _unshare = unshare is not null && Runs([unshare, .. Namespaces, "--", "/bin/true"]) ? unshare : null;
    }

    /// <summary>What this machine can do; found out once.</summary>
    public static Lockdown Machine { get; } = new();

    /// <summary>Everything that is wanted, done or not.</summary>
    public IReadOnlyList<LockdownMeasure> Measures =>
    [
        new("own process group", _setsid is not null, Package),
        new("limits of memory, files and core dumps", _prlimit is not null, Package),
        new("no new privileges, and death with the gateway", _setpriv is not null, Package),
        new("own process namespace, so that no descendant outlives the gateway", _unshare is not null, "Install util-linux and allow unprivileged user namespaces."),
    ];

    private static string[] Namespaces => ["--user", "--map-current-user", "--pid", "--ipc", "--fork", "--kill-child=KILL"];

    /// <summary>The command line that starts a program confined.</summary>
    /// <param name="program">Its absolute path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="memory">Most memory it may map, in bytes.</param>
    public IReadOnlyList<string> CommandLine(string program, IEnumerable<string> arguments, long memory)
    {
        var line = new List<string>();
        Wrap(line, _setsid, []);
        Wrap(line, _prlimit, [string.Create(CultureInfo.InvariantCulture, $"--data={memory}"), string.Create(CultureInfo.InvariantCulture, $"--nofile={MostFiles}"), "--core=0", "--"]);
        Wrap(line, _setpriv, ["--no-new-privs", "--pdeathsig", "KILL", "--"]);
        Wrap(line, _unshare, [.. Namespaces, "--"]);
        return [.. line, program, .. arguments];
    }

    /// <summary>Where a program of this name is; null when it is nowhere.</summary>
    internal static string? Find(string name) =>
        name.Contains('/', StringComparison.Ordinal)
            ? File.Exists(name) ? Path.GetFullPath(name) : null
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
                .Where(Path.IsPathRooted)
                .Concat(Folders)
                .Select(folder => Path.Combine(folder, name))
                .FirstOrDefault(File.Exists);

    private static void Wrap(List<string> line, string? tool, string[] options)
    {
        if (tool is not null)
        {
            line.Add(tool);
            line.AddRange(options);
        }
    }

    private static bool Runs(string[] command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, UseShellExecute = false })!;
            return process.WaitForExit(Patience) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
