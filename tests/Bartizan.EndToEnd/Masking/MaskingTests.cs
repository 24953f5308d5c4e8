using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Bartizan.DemoModel;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Masking;

public partial class MaskingTests
{
    private const string Email = "bob@example.org";

    private const string Policies = """
        @tokenise("pii.*") permit (principal, action == Action::"invokeModel", resource);
        @restore("pii.*") permit (principal, action == Action::"returnAnswer", resource);
        permit (principal, action == Action::"callTool", resource);
        @restore("pii.email") permit (principal, action == Action::"callTool", resource == Tool::"send_email");
        """;

    [RequiresFact(NodeClient.Install, "node", NodeClient.OpenAi, NodeClient.Anthropic)]
    public async Task Real_clients_get_values_where_the_model_and_tools_that_are_not_cleared_get_tokens()
    {
        using var folder = new TempFolder();
        await using var model = await DemoModelServer.StartAsync(0, CancellationToken.None);
        await using var bartizan = await StartAsync(folder, model);
        var result = await NodeClient.RunAsync("masking.mjs", bartizan);
        Assert.All(model.Received, r => Assert.DoesNotContain("bob@", r.Body, StringComparison.Ordinal));
        var token = Assert.Single(model.Received.SelectMany(r => Token().Matches(r.Body)).Select(m => m.Value).Distinct());
        Assert.Equal($"write to {Email} today", result.GetProperty("chat").GetString());
        Assert.All((string[])["note", "streamedNote"], name => Assert.Equal(token, result.GetProperty(name).GetString()));
        Assert.All((string[])["sent", "streamedSent"], name => Assert.Equal(Email, result.GetProperty(name).GetString()));
        Assert.Equal($"noted {Email}", result.GetProperty("told").GetString());
    }

    [Fact]
    public async Task A_token_that_reached_the_model_can_be_restored_after_a_kill_and_by_its_own_session_alone()
    {
        using var folder = new TempFolder();
        await using var model = await DemoModelServer.StartAsync(0, CancellationToken.None);
        await using (var bartizan = await StartAsync(folder, model))
        {
            Assert.Contains(Email, await AskAsync(bartizan, "s", $"echo: {Email}"), StringComparison.Ordinal);
            await bartizan.KillAsync();
        }

        var token = Token().Match(Assert.Single(model.Received).Body).Value;
        await using var again = await StartAsync(folder, model);
        Assert.Contains($"to {Email}", await AskAsync(again, "s", $"echo: to {token}"), StringComparison.Ordinal);
        Assert.Contains($"to {token}", await AskAsync(again, "t", $"echo: to {token}"), StringComparison.Ordinal);
    }

    private static Task<BartizanProcess> StartAsync(TempFolder folder, DemoModelServer model)
    {
        folder.Write("policies/masking.cedar", Policies);
        var config = folder.Write("bartizan.yaml", $"""
            gateway:
              upstreams:
                - name: openai
                  dialect: openai
                  url: {new Uri(model.Address, "/openai/v1")}
                  credential: file:{folder.Write("upstream.key", DemoModelServer.UpstreamKey)}
                - name: anthropic
                  dialect: anthropic
                  url: {new Uri(model.Address, "/anthropic")}
                  credential: file:{Path.Combine(folder.Path, "upstream.key")}
            policies: policies
            masking:
              keep: 1h
            """);
        return BartizanProcess.StartAsync(Path.Combine(folder.Path, "data"), "--config", config, "--no-console");
    }

    private static async Task<string> AskAsync(BartizanProcess bartizan, string session, string text)
    {
        using var client = new HttpClient { BaseAddress = bartizan.Gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", bartizan.Key);
        client.DefaultRequestHeaders.Add("x-bartizan-session", session);
        var body = JsonSerializer.Serialize(new { model = "demo", messages = new[] { new { role = "user", content = text } } });
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer + bartizan.Errors);
        return answer;
    }

    [GeneratedRegex(@"u[2-9a-z]{12}@mask\.invalid")]
    private static partial Regex Token();
}
