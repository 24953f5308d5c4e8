using System.Diagnostics;
using System.Runtime.InteropServices;
using Bartizan.Core.Results;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Mcp.Configuration;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>
/// A started server: an environment of configured variables alone, a folder of its own, no shell, confined by <see cref="Lockdown"/>. What it writes to
/// its error output goes to a file in its folder, never to clients or to the log.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KillSignal = 9;
    private const int LargestErrorFile = 1 << 20;
    private const string SearchPath = "/usr/local/bin:/usr/bin:/bin";

    private readonly Process _process;
    private readonly Task _errors;

    private ChildProcess(Process process, string folder)
    {
        _process = process;
        _errors = KeepErrorsAsync(process.StandardError.BaseStream, Path.Combine(folder, "stderr.log"));
    }

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    public int Id => _process.Id;

    /// <summary>Starts a server.</summary>
    /// <exception cref="InputException">Its program is not there, or one of its secrets.</exception>
    public static async Task<ChildProcess> StartAsync(McpServerOptions options, string folder)
    {
        var home = Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            home.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        }

        var program = Lockdown.Find(options.Command!)
            ?? throw new InputException(new InputError($"The program {options.Command} of the MCP server {options.Name} is not there.", "Install it, or write its path."));
        var line = Lockdown.Machine.CommandLine(program, options.Args, options.Memory);
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            WorkingDirectory = home.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        (start.Environment["PATH"], start.Environment["LANG"]) = (SearchPath, "C.UTF-8");
        start.Environment["HOME"] = start.Environment["TMPDIR"] = home.FullName;
        foreach (var variable in options.Env)
        {
            var at = variable.IndexOf('=', StringComparison.Ordinal);
            var value = variable[(at + 1)..];
            start.Environment[variable[..at]] = CredentialReference.TryParse(value)?.Resolve() ?? value;
        }

        return new ChildProcess(await ChildLauncher.StartAsync(start), home.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        // The whole group: a server may have started others.
        if (OperatingSystem.IsWindows() || Kill(-_process.Id, KillSignal) != 0)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        await _errors;
        _process.Dispose();
    }

    private static async Task KeepErrorsAsync(Stream errors, string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = Open(path, options);
        var buffer = new byte[4 << 10];
        var left = LargestErrorFile;
        for (int read; (read = await errors.ReadAsync(buffer)) > 0;)
        {
            try
            {
                await file.WriteAsync(buffer.AsMemory(0, Math.Min(left, read)));
                await file.FlushAsync();
                left -= Math.Min(left, read);
            }
            catch (IOException)
            {
                // The disk is full. Reading goes on all the same, or the server would wait for ever to write its next line.
                left = 0;
            }
        }
    }

    private static Stream Open(string path, FileStreamOptions options)
    {
        try
        {
            return new FileStream(path, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Stream.Null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
