using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Bartizan.EndToEnd.Processes;

/// <summary>The real program, started as a user would, on free ports and with a data folder of its own.</summary>
public sealed class BartizanProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _errors;

    private BartizanProcess(Process process, StringBuilder errors, JsonElement ready)
    {
        _process = process;
        _errors = errors;
        Gateway = new Uri(ready.GetProperty("gateway").GetString()!);
        Console = ready.GetProperty("console").GetString() is { } console ? new Uri(console) : null;
        SignIn = ready.GetProperty("signIn").GetString();
        Key = ready.GetProperty("key").GetString()!;
    }

    public Uri Gateway { get; }

    public Uri? Console { get; }

    /// <summary>The one-time link, or null when somebody has an account.</summary>
    public string? SignIn { get; }

    public string Key { get; }

    /// <summary>What it wrote for people.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts one and waits until it is ready.</summary>
    public static async Task<BartizanProcess> StartAsync(string data, params string[] more)
    {
        var errors = new StringBuilder();
        var process = Start(["up", "--format", "json", "--data", data, "--gateway", "127.0.0.1:0", "--console", "127.0.0.1:0", .. more], data);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var ready = await process.StandardOutput.ReadLineAsync(patience.Token);
        if (ready is null)
        {
            await process.WaitForExitAsync(patience.Token);
            throw new InvalidOperationException($"bartizan ended with {process.ExitCode}: {errors}");
        }

        return new BartizanProcess(process, errors, JsonDocument.Parse(ready).RootElement);
    }

    /// <summary>Starts one as a person does and reads what it tells them until <paramref name="isAll"/> says that was all.</summary>
    public static async Task<T> WithTextAsync<T>(string data, Func<string, bool> isAll, Func<string, Task<T>> use)
    {
        using var process = Start(["up", "--data", data, "--gateway", "127.0.0.1:0", "--console", "127.0.0.1:0"], data);
        try
        {
            var text = new StringBuilder();
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (!isAll(text.ToString()))
            {
                text.AppendLine(await process.StandardError.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException($"bartizan ended: {text}"));
            }

            return await use(text.ToString());
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments, Path.GetTempPath());
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Runs a command that must succeed, and returns what it printed.</summary>
    public static async Task<string> OutputAsync(params string[] arguments)
    {
        var (exitCode, output, errors) = await RunAsync(arguments);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)}: {exitCode}\n{output}{errors}");
        return output;
    }

    /// <summary>The same, line by line without empty ones.</summary>
    public static async Task<string[]> LinesAsync(params string[] arguments) => (await OutputAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Ends it as <c>kill -9</c> does: without a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it as a service manager does and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static Process Start(string[] arguments, string folder)
    {
        Directory.CreateDirectory(folder);
        return Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bartizan.dll"), .. arguments])
        {
            // A folder without a bartizan.yaml.
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
    }
}
