using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.EndToEnd.Telemetry;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Credentials;

/// <summary>Upstream secrets of the real program: where they go, and that they are nowhere else.</summary>
public sealed class SecretTests
{
    private static readonly Canary First = new("canary/one+Kq7ZrT0xV9pLmN3b");
    private static readonly Canary Second = new("canary/two+Ws5YhU2cXJ8gDfR6");
    private static readonly Canary Third = new("canary/mcp+Ee4OiPz1kAQ7tBvM");

    private static readonly HttpClient Client = new();

    [Fact]
    public async Task No_secret_is_in_clear_anywhere_but_on_requests_to_the_host_it_is_bound_to()
    {
        await using var model = ScriptedUpstream.Start(async (request, connection) =>
        {
            // Gives back what it got, in every form it can think of.
            var got = request.Headers["Authorization"]["Bearer ".Length..];
            var bytes = Encoding.UTF8.GetBytes(got);
            var said = $"{got} {Convert.ToBase64String(bytes)} {Convert.ToHexString(bytes)} {Uri.EscapeDataString(got)} {Convert.ToBase64String(Encoding.UTF8.GetBytes("Bearer " + got))}";
            if (!request.Body.Contains("\"stream\":true", StringComparison.Ordinal))
            {
                await connection.JsonAsync(
                    $$"""{"id":"x","object":"chat.completion","created":1,"model":"demo","choices":[{"index":0,"message":{"role":"assistant","content":{{JsonSerializer.Serialize(said)}} },"finish_reason":"stop"}]}""",
                    headers: $"x-you-sent: {got}\r\n");
                return;
            }

            var events = $"data: {{\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"demo\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{JsonSerializer.Serialize(said)}}},\"finish_reason\":\"stop\"}}]}}\n\ndata: [DONE]\n\n";
            await connection.BeginEventsAsync();
            for (var at = 0; at < events.Length; at += 7)
            {
                await connection.ChunkAsync(events[at..Math.Min(events.Length, at + 7)]);
            }

            await connection.EndAsync();
        });
        await using var other = ScriptedUpstream.Json("""{"id":"x","object":"chat.completion","created":1,"model":"other","choices":[{"index":0,"message":{"role":"assistant","content":"fine"},"finish_reason":"stop"}]}""");
        await using var tools = ScriptedUpstream.Start((request, connection) =>
        {
            var id = JsonDocument.Parse(request.Body).RootElement.TryGetProperty("id", out var found) ? found.GetRawText() : "null";
            return request.Body.Contains("tools/list", StringComparison.Ordinal)
                ? connection.JsonAsync($$"""{"jsonrpc":"2.0","id":{{id}},"result":{"tools":[{"name":"show","description":"Shows.","inputSchema":{"type":"object"} }]} }""")
                : connection.JsonAsync($$"""{"jsonrpc":"2.0","id":{{id}},"result":{"content":[{"type":"text","text":{{JsonSerializer.Serialize("you sent " + request.Headers["x-api-key"])}} }]} }""");
        });

        await using var collector = await OtlpReceiver.StartAsync(grpc: false);
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        folder.Write("policies/one.cedar", """@id("allow") permit(principal, action, resource);""");
        var plain = folder.Write("key", "some-other-key-1234");
        var config = folder.Write("bartizan.yaml", $$"""
            policies: policies
            recording:
              content: sealed
            gateway:
              upstreams:
                - { name: model, dialect: openai, url: "{{model.Address}}v1", credential: "secret:model", models: [demo] }
                - { name: other, dialect: openai, url: "{{other.Address}}v1", credential: "file:{{plain}}", models: [other] }
            telemetry:
              endpoint: {{collector.Address}}
              metricInterval: 1s
            mcp:
              servers:
                - { name: tools, url: "{{tools.Address}}mcp", credential: "secret:tools", credentialHeader: x-api-key, trust: first-use }
            """);

        var seen = new StringBuilder();
        seen.Append(await RunAsync(First.Value, "secret", "add", "model", "--host", model.Address.Authority, "--data", data));
        var early = await Assert.ThrowsAsync<InvalidOperationException>(() => BartizanProcess.StartAsync(data, "--config", config, "--no-console"));
        Assert.True(early.Message.Contains("mcp.servers[0].credential: there is no secret tools", StringComparison.Ordinal), early.Message);
        seen.Append(await RunAsync(Third.Value, "secret", "add", "tools", "--host", tools.Address.Authority, "--header", "x-api-key", "--data", data));
        string key;
        await using (var bartizan = await BartizanProcess.StartAsync(data, "--config", config, "--no-console"))
        {
            key = (await RunAsync(null, "agent", "add", "one", "--owner", "ada", "--data", data)).Trim();
            seen.Append(await AskAsync(bartizan, key, "demo", stream: false)).Append(await AskAsync(bartizan, key, "demo", stream: true)).Append(await AskAsync(bartizan, key, "other", stream: false));
            seen.Append(await CallAsync(bartizan, key));
            seen.Append(await RunAsync(Second.Value, "secret", "rotate", "model", "--data", data));
            seen.Append(await AskAsync(bartizan, key, "demo", stream: true));
            Assert.Equal([$"Bearer {First.Value}", $"Bearer {First.Value}", $"Bearer {Second.Value}"], model.Requests.Select(r => r.Headers["Authorization"]));

            // Moved under another key while it runs; then killed, so that whatever it had in memory only is gone.
            seen.Append(await RunAsync(null, "secret", "rotate-key", "--data", data));
            seen.Append(await RunAsync(null, "secret", "list", "--data", data)).Append(await RunAsync(null, "events", "export", "--data", data));
            seen.Append(await Client.GetStringAsync(new Uri(bartizan.Gateway, "/metrics")));
            Each(canary => canary.IsNowhereIn(data));
            await Patience.UntilAsync(() => !collector.Spans.IsEmpty);

            await bartizan.KillAsync();
            seen.Append(bartizan.Errors);
        }

        await using (var again = await BartizanProcess.StartAsync(data, "--config", config, "--no-console"))
        {
            seen.Append(await AskAsync(again, key, "demo", stream: false));
            Assert.Equal($"Bearer {Second.Value}", model.Requests.Last().Headers["Authorization"]);
            seen.Append(await RunAsync(null, "secret", "remove", "model", "--data", data));
            var refused = await AskAsync(again, key, "demo", stream: false);
            Assert.Contains("upstream_credential_missing", refused, StringComparison.Ordinal);
            Assert.Equal(4, model.Requests.Count);
            seen.Append(again.Errors);
        }

        Assert.NotEmpty(collector.Spans);
        Assert.All(collector.Bodies, body => Each(canary => canary.IsNotIn("a trace or metric", Encoding.Latin1.GetString(body))));
        Assert.Contains("credential.echoed", seen.ToString(), StringComparison.Ordinal);
        Each(canary => canary.IsNotIn("what clients, commands, metrics or logs showed", seen.ToString()));
        Each(canary => canary.IsNotIn("what another upstream saw", string.Concat(other.Requests.Select(r => r.Everything))));
        First.IsNotIn("what the tools saw", string.Concat(tools.Requests.Select(r => r.Everything)));
        Third.IsNotIn("what the model saw", string.Concat(model.Requests.Select(r => r.Everything)));
        Assert.Contains(tools.Requests, r => r.Headers.TryGetValue("x-api-key", out var sent) && sent == Third.Value);
        Assert.All(model.Requests.Concat(tools.Requests).Concat(other.Requests), r => Assert.DoesNotContain(key, r.Everything, StringComparison.Ordinal));
        Each(canary => canary.IsNowhereIn(data));
    }

    [Fact]
    public async Task A_value_comes_from_standard_input_only_and_a_binding_holds_at_reload()
    {
        await using var model = ScriptedUpstream.Json("{}");
        using var folder = new TempFolder();
        var data = Path.Combine(folder.Path, "data");
        var argument = await BartizanProcess.RunAsync("secret", "add", "model", First.Value, "--host", "api.example.com", "--data", data);
        Assert.NotEqual(0, argument.ExitCode);
        await RunAsync(First.Value, "secret", "add", "model", "--host", "api.example.com", "--data", data);
        var config = folder.Write("bartizan.yaml", $$"""
            gateway:
              upstreams:
                - { name: model, dialect: openai, url: "{{model.Address}}v1", credential: "secret:model" }
            """);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => BartizanProcess.StartAsync(data, "--config", config, "--no-console"));
        Assert.Contains($"the secret model is not bound to {model.Address.Authority}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("bartizan.yaml:3", refused.Message, StringComparison.Ordinal);
        Assert.Empty(model.Requests);
    }

    private static void Each(Action<Canary> look)
    {
        look(First);
        look(Second);
        look(Third);
    }

    private static async Task<string> RunAsync(string? input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "bartizan.dll"), .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        await process.StandardInput.WriteLineAsync(input ?? "");
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)}: {await errors}");
        return arguments is ["agent", ..] ? await output : await output + await errors;
    }

    private static async Task<string> AskAsync(BartizanProcess bartizan, string key, string model, bool stream)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/openai/v1/chat/completions"))
        {
            Content = new StringContent($$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", key);
        return await ReadAsync(request);
    }

    private static async Task<string> CallAsync(BartizanProcess bartizan, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/mcp/tools"))
        {
            Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"show","arguments":{}}}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", key);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        var text = await ReadAsync(request);
        Assert.Contains("you sent ***", text, StringComparison.Ordinal);
        return text;
    }

    private static async Task<string> ReadAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        return string.Join('\n', response.Headers.Concat(response.Content.Headers).Select(h => $"{h.Key}: {string.Join(',', h.Value)}")) + "\n" + await response.Content.ReadAsStringAsync();
    }
}
