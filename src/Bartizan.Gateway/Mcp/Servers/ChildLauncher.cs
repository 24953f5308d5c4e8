using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>
/// Starts processes from one thread that lives as long as the gateway: a child that is to die with its parent dies, on Linux, with the thread that
/// started it, and a pool's threads come and go.
/// </summary>
internal static class ChildLauncher
{
    private static readonly BlockingCollection<Action> Work = [];

    static ChildLauncher() => new Thread(Run) { IsBackground = true, Name = "child launcher" }.Start();

    /// <summary>Starts a process.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">It could not be started.</exception>
    public static Task<Process> StartAsync(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task;
    }

    private static void Run()
    {
        foreach (var action in Work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
