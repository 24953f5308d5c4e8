using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bartizan.Storage.Tests.Events;

/// <summary>This test assembly, run again as a process that appends under load and prints each id once it is acknowledged.</summary>
internal sealed class AppendingProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private int _lines;

    public AppendingProcess(string folder, int appenders, long count, Durability durability = Durability.Normal)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments = [typeof(AppendingProcess).Assembly.Location, "append", folder, $"{appenders}", $"{count}", $"{durability}"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _output = Task.Run(ReadAsync);
    }

    public static async Task<int> RunAsync(string folder, int appenders, long count, Durability durability)
    {
        await using var store = await BartizanStore.OpenAsync(
            new StoreOptions { DataFolder = folder, Serve = false, Durability = durability, CheckpointEntries = 50 },
            TimeProvider.System, new Core.Ids.SortableIdSource(TimeProvider.System), CancellationToken.None);
        var ids = new Core.Ids.SortableIdSource(TimeProvider.System);
        await using var output = Console.OpenStandardOutput();
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, appenders).Select(_ => Task.Run(async () =>
        {
            for (long i = 0; i < count; i++)
            {
                var record = TestStore.Event((int)i, ids.NewId("evt"));
                await store.Events.AppendAsync(record, default);
                lock (gate)
                {
                    output.Write(Encoding.ASCII.GetBytes(record.Id + "\n"));
                    output.Flush();
                }
            }
        })));
        return 0;
    }

    /// <summary>Waits until so many ids were acknowledged, or the process has ended.</summary>
    public async Task WaitForAsync(int acknowledged)
    {
        while (Volatile.Read(ref _lines) < acknowledged && !_process.HasExited)
        {
            await Task.Delay(5);
        }
    }

    /// <summary>Ends it as kill -9 does; returns the acknowledged ids.</summary>
    public async Task<IReadOnlyList<string>> KillAsync()
    {
        _process.Kill();
        return await EndAsync();
    }

    /// <summary>Waits for its own end; returns the acknowledged ids.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await _process.WaitForExitAsync();
        var output = await _output;
        // A line without its end was cut by the kill.
        return output[..(output.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public int ExitCode => _process.ExitCode;

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string> ReadAsync()
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        int read;
        while ((read = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{buffer.AsSpan(0, read)}");
            Interlocked.Add(ref _lines, buffer.AsSpan(0, read).Count('\n'));
        }

        return text.ToString();
    }
}
