using Bartizan.Core.Exchanges;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Elevation;

/// <summary>What policy holds of an exchange with a model: the request, and the tool calls that the model proposes, streamed or not.</summary>
public class HeldModelCallTests
{
    private const string Policies = """
        @id("allow") permit(principal, action, resource);
        @id("calls") @hold("owner") forbid(principal, action == Action::"callTool", resource == Tool::"pay");
        @id("models") @hold("approver") forbid(principal, action == Action::"invokeModel", resource == Model::"demo-held");
        """;

    private const string Call = """{\"to\":\"ada\",\"amount\":5}""";

    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddHours(1);

    [Fact]
    public async Task A_held_request_passes_once_it_is_approved_and_no_other_does()
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.JsonAsync(Bodies.Answer("openai", "hello")));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Policies);
        const string Body = """{"model":"demo-held","messages":[{"role":"user","content":"hi"}]}""";
        using (var held = await gateway.AskAsync("openai", Body))
        {
            Assert.Equal(403, (int)held.StatusCode);
            Assert.Equal(gateway.Held.Requests[0].Id, held.Headers.GetValues("x-bartizan-access-request").Single());
            Assert.Contains(gateway.Held.Requests[0].Id, await held.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        gateway.Held.Approve(gateway.Held.Requests[0], 1, Later, new TestApprover());
        foreach (var other in new[] { Body.Replace("hi", "ho", StringComparison.Ordinal), Body.Replace("}]", "}],\"temperature\":1", StringComparison.Ordinal) })
        {
            using var refused = await gateway.AskAsync("openai", other);
            Assert.Equal(403, (int)refused.StatusCode);
        }

        using var passed = await gateway.AskAsync("openai", """{ "messages":[{"content":"hi","role":"user"}], "model":"demo-held" }""");
        Assert.Equal(200, (int)passed.StatusCode);
        Assert.Single(upstream.Requests);
        using var again = await gateway.AskAsync("openai", Body);
        Assert.Equal(403, (int)again.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_proposed_call_is_held_approved_and_passes_once(bool stream)
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => stream
            ? StreamAsync(connection)
            : connection.JsonAsync(Whole));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Policies);
        var body = $$"""{"model":"demo","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"pay ada"}]}""";
        var held = await AskAsync(gateway, body);
        var request = Assert.Single(gateway.Held.Requests);
        Assert.Contains(request.Id, held, StringComparison.Ordinal);
        Assert.DoesNotContain("amount", held, StringComparison.Ordinal);
        Assert.Equal("""{"action":"callTool","agent":"agt_test","arguments":{"amount":5,"to":"ada"},"chain":[],"resource":"Tool::\"pay\""}""", request.Call);

        var grant = gateway.Held.Approve(request, 1, Later, new TestApprover());
        Assert.Contains("amount", await AskAsync(gateway, body), StringComparison.Ordinal);
        Assert.Equal(grant.Id, gateway.LastExchange.Decisions.Single(d => d.Action == "callTool").Access!.Grant);
        Assert.Equal((grant.Id, gateway.LastExchange.Id), Assert.Single(gateway.Held.Uses));

        Assert.DoesNotContain("amount", await AskAsync(gateway, body), StringComparison.Ordinal);
        Assert.Equal(Verdict.Hold, gateway.LastExchange.Verdict);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Concurrent_answers_do_not_use_one_grant_twice(bool stream)
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => stream
            ? StreamAsync(connection)
            : connection.JsonAsync(Whole));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Policies);
        var body = $$"""{"model":"demo","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"pay ada"}]}""";
        await AskAsync(gateway, body);
        gateway.Held.Approve(gateway.Held.Requests[0], 2, Later, new TestApprover());
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => AskAsync(gateway, body)));
        Assert.Equal(2, answers.Count(a => a.Contains("amount", StringComparison.Ordinal)));
    }

    private static readonly string[] Streamed =
    [
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"demo","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"t1","type":"function","function":{"name":"pay","arguments":""}}]}}]}""",
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"demo","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"ARGUMENTS"}}]}}]}""".Replace("ARGUMENTS", Call, StringComparison.Ordinal),
        """{"id":"c","object":"chat.completion.chunk","created":1,"model":"demo","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""",
    ];

    private static readonly string Whole =
        """{"id":"c","object":"chat.completion","created":1,"model":"demo","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"t1","type":"function","function":{"name":"pay","arguments":"ARGUMENTS"}}]},"finish_reason":"tool_calls"}]}""".Replace("ARGUMENTS", Call, StringComparison.Ordinal);

    private static async Task StreamAsync(UpstreamConnection connection)
    {
        await connection.BeginEventsAsync();
        foreach (var data in Streamed.Append("[DONE]"))
        {
            await connection.ChunkAsync($"data: {data}\n\n");
        }

        await connection.EndAsync();
    }

    private static async Task<string> AskAsync(TestGateway gateway, string body)
    {
        using var response = await gateway.AskAsync("openai", body);
        return await response.Content.ReadAsStringAsync();
    }
}
