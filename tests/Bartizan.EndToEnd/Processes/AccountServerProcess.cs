using System.Diagnostics;
using System.Text.Json;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Processes;

/// <summary>The real authorization server of <c>clients/account-server.mjs</c>, on a free port.</summary>
internal sealed class AccountServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private AccountServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public static async Task<AccountServerProcess> StartAsync(string redirect, string secret, string resource)
    {
        var start = new ProcessStartInfo(McpServerProcess.Node, [Repository.PathTo("tests", "Bartizan.EndToEnd", "clients", "account-server.mjs")]) { RedirectStandardOutput = true, UseShellExecute = false };
        (start.Environment["REDIRECT"], start.Environment["CLIENT_SECRET"], start.Environment["RESOURCE"]) = (redirect, secret, resource);
        var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var ready = JsonDocument.Parse(await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException("The authorization server ended."));
        return new AccountServerProcess(process, new Uri($"http://127.0.0.1:{ready.RootElement.GetProperty("port").GetInt32()}"));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
