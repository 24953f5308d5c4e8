using System.Net;
using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Gateway.Replay;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Policy;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

public class TokenTests
{
    private const string ForRedOnly = """@id("red") permit(principal, action, resource) when { principal.tags has team && principal.tags.team == "red" };""";

    [Fact]
    public async Task A_token_lets_its_holder_in_and_never_travels_upstream()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        var tokens = new TestTokens(TestTokens.For(null));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, tokens: tokens);
        using var response = await AskAsync(gateway, "gpt-test", "DPoP", ("DPoP", "proof"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((true, "POST", "/openai/v1/chat/completions", "proof", null), (tokens.Seen.WithProof, tokens.Seen.Method, tokens.Seen.Path, Assert.Single(tokens.Seen.Proofs), tokens.Seen.Resource));
        var record = gateway.LastExchange;
        Assert.Equal(("agt_helper", "tok_1", "txn_1", null), (record.Agent, record.Token!.Id, record.Token.Transaction, record.Token.ActsFor));
        var sent = Assert.Single(upstream.Requests);
        Assert.DoesNotContain(sent.Headers, h => h.Value.Contains("eyJ", StringComparison.Ordinal) || h.Key.Equals("DPoP", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(TokenFailure.InvalidToken, "DPoP", "invalid_token", "DPoP error=\"invalid_token\", algs=\"ES256\"")]
    [InlineData(TokenFailure.InvalidToken, "Bearer", "invalid_token", "Bearer error=\"invalid_token\"")]
    [InlineData(TokenFailure.OtherCertificate, "Bearer", "invalid_token", "Bearer error=\"invalid_token\"")]
    [InlineData(TokenFailure.InvalidProof, "DPoP", "invalid_dpop_proof", "DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"")]
    [InlineData(TokenFailure.NonceWanted, "DPoP", "use_dpop_nonce", "DPoP error=\"use_dpop_nonce\", algs=\"ES256\"")]
    public async Task One_that_is_refused_is_answered_with_a_challenge(TokenFailure failure, string scheme, string code, string challenge)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, tokens: new TestTokens(TestTokens.For(null)) { Failure = failure });
        using var response = await AskAsync(gateway, "gpt-test", scheme);
        Assert.Equal((HttpStatusCode.Unauthorized, challenge, "fresh"), (response.StatusCode, response.Headers.WwwAuthenticate.ToString(), Assert.Single(response.Headers.GetValues("DPoP-Nonce"))));
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), code));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Keys_work_beside_tokens_and_without_an_issuer_a_token_is_an_unknown_key()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var with = await TestGateway.StartAsync(upstream.Address, tokens: new TestTokens(TestTokens.For(null)));
        using var known = await with.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        await using var without = await TestGateway.StartAsync(upstream.Address);
        using var bearer = await AskAsync(without, "gpt-test", "Bearer");
        using var proof = await AskAsync(without, "gpt-test", "DPoP");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (bearer.StatusCode, proof.StatusCode));
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("red", 200)]
    [InlineData("blue", 403)]
    public async Task What_the_agent_it_acts_for_may_not_do_it_may_not_do_for_it(string? team, int status)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, ForRedOnly, tokens: new TestTokens(TestTokens.For(team)));
        using var response = await AskAsync(gateway, "gpt-test", "Bearer");
        Assert.Equal(status, (int)response.StatusCode);
        var record = gateway.LastExchange;
        Assert.Equal(team is null ? null : TestTokens.Owner, record.Token!.ActsFor?.Single().Id);
        Assert.Equal(ReplayOutcome.Same, new Replayer(new PolicyEngine(PolicySet.Parse(ForRedOnly))).Replay(record).Outcome);
    }

    [Fact]
    public async Task What_its_permits_demand_is_done_and_policies_read_for_whom_it_acts()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        const string Policies = $$"""
            @id("helper") permit(principal == Agent::"agt_helper", action, resource) when { context.actsFor.contains("{{TestTokens.Owner}}") };
            @id("owner") @redact("pii.email") permit(principal == Agent::"{{TestTokens.Owner}}", action, resource);
            """;
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Policies, tokens: new TestTokens(TestTokens.For("red")));
        using var response = await AskAsync(gateway, "gpt-test", "Bearer", text: "write to bob@example.org");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("bob@example.org", Assert.Single(upstream.Requests).Body, StringComparison.Ordinal);
        var decision = gateway.LastExchange.Decisions[0];
        Assert.Equal((Verdict.Redact, "helper owner"), (decision.Verdict, string.Join(' ', decision.Policies)));
    }

    [Theory]
    [InlineData("gpt-*", 200)]
    [InlineData("gpt-test", 200)]
    [InlineData("gpt-tes", 403)]
    [InlineData("claude*", 403)]
    public async Task A_token_bounds_which_models_policy_may_allow(string entry, int status)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, tokens: new TestTokens(TestTokens.For(null, new TokenAuthority([entry], []))));
        using var response = await AskAsync(gateway, "gpt-test", "Bearer");
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 403, Bodies.HasCode(await response.Content.ReadAsStringAsync(), "outside_token"));
        Assert.Equal(ReplayOutcome.Same, new Replayer(new PolicyEngine(PolicySet.Parse(TestGateway.AllowAll))).Replay(gateway.LastExchange).Outcome);
    }

    [Fact]
    public async Task At_mcp_servers_it_bounds_tools_needs_the_servers_scopes_and_is_named_for_the_server()
    {
        await using var upstream = McpClient.Tools(() => $"{McpClient.Tool("get")},{McpClient.Tool("set")}");
        var tokens = new TestTokens(TestTokens.For(null, new TokenAuthority([], ["test/get"]), "mcp:test"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, mcp: McpClient.Options(upstream.Address, more: "second"), tokens: tokens);
        async Task<string> SendAsync(string body, string server = "test")
        {
            using var answer = await gateway.SendMcpAsync(body, server, TestTokens.Text);
            return $"{(int)answer.StatusCode} {answer.Headers.WwwAuthenticate} {await answer.Content.ReadAsStringAsync()}";
        }

        var list = await SendAsync(McpClient.Request("tools/list"));
        Assert.Contains("\"get\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain("\"set\"", list, StringComparison.Ordinal);
        Assert.Equal("/mcp/test", tokens.Seen.Resource);
        Assert.Contains("done", await SendAsync(McpClient.Call("get")), StringComparison.Ordinal);
        Assert.Contains("outside_token", await SendAsync(McpClient.Call("set")), StringComparison.Ordinal);
        var lacking = await SendAsync(McpClient.Request("tools/list"), "second");
        Assert.StartsWith("403 ", lacking, StringComparison.Ordinal);
        Assert.Contains("error=\"insufficient_scope\"", lacking, StringComparison.Ordinal);
        Assert.Contains("scope=\"mcp:second\"", lacking, StringComparison.Ordinal);
        var metadata = await gateway.Client.GetStringAsync("/.well-known/oauth-protected-resource/mcp/test");
        Assert.Contains("\"resource\":\"https://gateway.example/mcp/test\"", metadata, StringComparison.Ordinal);
        Assert.Contains("\"authorization_servers\":[\"https://gateway.example\"]", metadata, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> AskAsync(TestGateway gateway, string model, string scheme, params (string Name, string Value)[] headers) =>
        AskAsync(gateway, model, scheme, "hello", headers);

    private static Task<HttpResponseMessage> AskAsync(TestGateway gateway, string model, string scheme, string text, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions")
        {
            Content = new StringContent($$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{text}}"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {TestTokens.Text}");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return gateway.Client.SendAsync(request);
    }
}
