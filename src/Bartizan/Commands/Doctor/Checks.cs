using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Bartizan.Configuration;
using Bartizan.Core.Results;
using Bartizan.Guard.Injection;
using Bartizan.Hosting;
using Bartizan.Identity.AuthZen.Configuration;
using Bartizan.Storage;
using Bartizan.Storage.Sqlite;

namespace Bartizan.Commands.Doctor;

/// <summary>What the doctor looks at, one method a thing. None of them changes anything.</summary>
internal static class Checks
{
    private const int OldestNode = 20;

    public static Check Runtime() => new(".NET", CheckState.Fine, $"{Environment.Version} on {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");

    public static Check Sqlite()
    {
        try
        {
            return new Check("SQLite", CheckState.Fine, SqliteLibrary.Version);
        }
        catch (InputException e)
        {
            return new Check("SQLite", CheckState.Problem, e.Errors[0].What, e.Errors[0].Fix);
        }
    }

    public static Check Guard()
    {
        try
        {
            var model = InjectionModel.LoadDefault();
            return new Check("injection model", CheckState.Fine, $"digest {model.Digest[..12]}");
        }
        catch (InputException e)
        {
            return new Check("injection model", CheckState.Problem, e.Errors[0].What, "Install Bartizan again: its model file is part of the program.");
        }
    }

    public static Check Data(string folder)
    {
        var data = new DataFolder(folder);
        if (!Directory.Exists(folder))
        {
            return new Check("data folder", CheckState.Note, $"{folder} does not exist yet", "bartizan up makes it.");
        }

        if (!OperatingSystem.IsWindows() && Directory.Exists(data.Keys))
        {
            foreach (var key in Directory.EnumerateFiles(data.Keys))
            {
                if ((File.GetUnixFileMode(key) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != UnixFileMode.None)
                {
                    return new Check("data folder", CheckState.Problem, $"{key} can be read by others", $"chmod 600 {key}");
                }
            }
        }

        var free = new DriveInfo(folder).AvailableFreeSpace >> 20;
        return free < 512
            ? new Check("data folder", CheckState.Problem, $"{folder} has only {free} MiB left", "Make room, or name another folder with --data.")
            : new Check("data folder", CheckState.Fine, $"{folder}, {(File.Exists(data.Database) ? "with a store" : "no store yet")}, {free:N0} MiB free");
    }

    public static Check Config(string? file)
    {
        if (file is null)
        {
            return new Check("configuration", CheckState.Note, "no bartizan.yaml here: up would start the demo", "Name a file with --config, or see samples/bartizan.yaml.");
        }

        try
        {
            var upstreams = ConfigReader.ReadFile(file).Gateway.Upstreams.Count;
            return new Check("configuration", CheckState.Fine, $"{file}: {upstreams} upstream{(upstreams == 1 ? "" : "s")}");
        }
        catch (InputException e)
        {
            return new Check("configuration", CheckState.Problem, string.Join(" ", e.Errors), "Mend the file; nothing is started with a wrong one.");
        }
    }

    /// <summary>The decision point that speaks AuthZEN; nothing where none is configured, or the configuration is wrong anyway.</summary>
    public static IEnumerable<Check> DecisionPoint(string? file)
    {
        const string Name = "decision point (AuthZEN)";
        AuthZenOptions? options;
        try
        {
            options = file is null ? null : ConfigReader.ReadFile(file).AuthZen;
        }
        catch (InputException)
        {
            yield break;
        }

        if (options is not null)
        {
            yield return Compiled(Name, options);
        }
    }

    /// <summary>One check for each way in which MCP servers that are started here are confined.</summary>
    public static IEnumerable<Check> Lockdown() => Gateway.Mcp.Servers.Lockdown.Machine.Measures.Select(m => m.Applied
        ? new Check("MCP servers: " + m.Name, CheckState.Fine, "done")
        : new Check("MCP servers: " + m.Name, CheckState.Note, "this machine cannot", m.Fix));

    private static Check Compiled(string name, AuthZenOptions options)
    {
        try
        {
            var point = AuthZenFiles.Compile(options);
            var found = $"policies: {point.Engine.Policies.Policies.Count}, entities: {point.Entities.Count}";
            return options.Anonymous
                ? new Check(name, CheckState.Note, $"{found}; whoever reaches the port may ask", "Remove authzen.anonymous and name agents under authzen.callers, unless this is a test.")
                : new Check(name, CheckState.Fine, found);
        }
        catch (InputException e)
        {
            return new Check(name, CheckState.Problem, string.Join(" ", e.Errors), "Mend the files; nothing is started with wrong ones.");
        }
    }

    public static Check Port(string name, int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return new Check(name, CheckState.Fine, $"127.0.0.1:{port} is free");
        }
        catch (SocketException)
        {
            return new Check(name, CheckState.Note, $"127.0.0.1:{port} is taken, perhaps by a running Bartizan", $"Stop what listens there, or choose another with --{name}.");
        }
    }

    public static async Task<Check> NodeAsync(CancellationToken cancellationToken)
    {
        const string Fix = "Install Node 20 or newer and build again, if you want the console's pages built from source.";
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true, UseShellExecute = false });
            var version = (await node!.StandardOutput.ReadToEndAsync(cancellationToken)).Trim();
            await node.WaitForExitAsync(cancellationToken);
            return Version.TryParse(version.TrimStart('v'), out var parsed) && parsed.Major >= OldestNode
                ? new Check("Node (to build the console)", CheckState.Fine, version)
                : new Check("Node (to build the console)", CheckState.Note, $"{version} is older than {OldestNode}", Fix);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return new Check("Node (to build the console)", CheckState.Note, "not found", Fix);
        }
    }
}
