using System.Diagnostics;
using System.Text.Json;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Processes;

/// <summary>A script in <c>clients/</c> that tells where it stands, a line of JSON each, and goes on when told to.</summary>
internal sealed class SteppedClient : IAsyncDisposable
{
    private readonly Process _process;
    private readonly BartizanProcess _bartizan;
    private readonly Task<string> _errors;

    private SteppedClient(Process process, BartizanProcess bartizan) => (_process, _bartizan, _errors) = (process, bartizan, process.StandardError.ReadToEndAsync());

    public static SteppedClient Start(string script, BartizanProcess bartizan, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(McpServerProcess.Node, [Repository.PathTo("tests", "Bartizan.EndToEnd", "clients", script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["GATEWAY"] = bartizan.Gateway.AbsoluteUri.TrimEnd('/');
        return new SteppedClient(Process.Start(start)!, bartizan);
    }

    /// <summary>What it tells next.</summary>
    public async Task<JsonElement> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        Assert.True(line is not null, line is null ? await _errors + _bartizan.Errors : null);
        return JsonDocument.Parse(line!).RootElement;
    }

    public async Task GoOnAsync()
    {
        await _process.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
