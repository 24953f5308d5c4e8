using System.Diagnostics;
using System.Text.Json;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Processes;

/// <summary>Runs a script in <c>clients/</c> with Node and reads the JSON it prints.</summary>
internal static class NodeClient
{
    public const string Install = "npm ci --prefix tests/Bartizan.EndToEnd/clients";
    public const string OpenAi = "tests/Bartizan.EndToEnd/clients/node_modules/openai";
    public const string Gemini = "tests/Bartizan.EndToEnd/clients/node_modules/@google/genai";
    public const string Bedrock = "tests/Bartizan.EndToEnd/clients/node_modules/@aws-sdk/client-bedrock-runtime";
    public const string Vercel = "tests/Bartizan.EndToEnd/clients/node_modules/ai";
    public const string Anthropic = "tests/Bartizan.EndToEnd/clients/node_modules/@anthropic-ai/sdk";

    public static async Task<JsonElement> RunAsync(string script, BartizanProcess bartizan, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo("node", [Repository.PathTo("tests", "Bartizan.EndToEnd", "clients", script)]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["GATEWAY"] = bartizan.Gateway.AbsoluteUri.TrimEnd('/');
        start.Environment["KEY"] = bartizan.Key;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, await errors + bartizan.Errors);
        return JsonDocument.Parse(await output).RootElement;
    }
}
