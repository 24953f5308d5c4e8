using System.Net;
using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Gateway.Replay;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Policy;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

public class SuspendedTests
{
    private const string Reason = "it sends too much";

    [Fact]
    public async Task Its_key_is_refused_the_client_reads_only_that_and_the_record_says_who_and_why()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, agent: new OneAgent { Suspended = Reason });
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.True(Bodies.HasCode(text, "suspended_agent"));
        Assert.DoesNotContain(Reason, text, StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
        var record = gateway.LastExchange;
        Assert.Equal(("agt_test", Verdict.Block, 401), (record.Agent, record.Verdict, record.Status));
        Assert.Equal(("suspended_agent", $"Suspended: {Reason}."), (record.Decisions[0].Code, record.Decisions[0].Message));
        Assert.Equal(ReplayOutcome.NothingAsked, new Replayer(new PolicyEngine(PolicySet.Parse(TestGateway.AllowAll))).Replay(record).Outcome);
        // It is declared, so it is no shadow.
        Assert.Empty(gateway.Shadows);
    }

    [Fact]
    public async Task Mcp_servers_are_closed_to_it_too()
    {
        await using var upstream = McpClient.Tools(() => McpClient.Tool("get"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, mcp: McpClient.Options(upstream.Address), agent: new OneAgent { Suspended = Reason });
        using var response = await gateway.SendMcpAsync(McpClient.Call("get"));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("DPoP", "DPoP error=\"invalid_token\", algs=\"ES256\"")]
    [InlineData("Bearer", "Bearer error=\"invalid_token\"")]
    public async Task A_token_with_it_in_the_chain_is_answered_in_the_words_of_oauth(string scheme, string challenge)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        var suspended = new SuspendedAgent(new Principal("agt_helper", "helper", "ada", new Dictionary<string, string>()), SuspensionCause.SponsorInactive, Reason);
        await using var gateway = await TestGateway.StartAsync(upstream.Address, tokens: new TestTokens(TestTokens.For(null)) { Failure = TokenFailure.Suspended, Suspended = suspended });
        using var response = await gateway.AskWithTokenAsync(scheme);
        Assert.Equal((HttpStatusCode.Unauthorized, challenge), (response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "suspended_agent"));
        Assert.Equal(("agt_helper", $"Suspended: {Reason}."), (gateway.LastExchange.Agent, gateway.LastExchange.Decisions[0].Message));
    }

    [Theory]
    [InlineData("Bearer", "sk-ant-api03-0123456789abcdef", ShadowKind.ProviderKey, "sk-ant-…", null)]
    [InlineData("Bearer", "0123456789abcdef0123456789abcdef", ShadowKind.ProviderKey, "…", null)]
    [InlineData("Bearer", "btz_0123456789ab_cccccccccccccccccccccccccccccccccccccccccccccccccccc012345", ShadowKind.Key, "btz_…", "0123456789ab")]
    [InlineData("Bearer", "eyJhbGciOiJub25lIn0.e30.", ShadowKind.Token, "JWT", null)]
    [InlineData(null, null, ShadowKind.Nothing, "", "127.0.0.1")]
    public async Task Callers_that_nobody_declared_are_noted_without_what_they_showed(string? scheme, string? key, ShadowKind kind, string form, string? mark)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent(Bodies.Ask("openai", "hello"), Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.ParseAdd("shadow/1.0");
        if (scheme is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {key}");
        }

        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var seen = Assert.Single(gateway.Shadows);
        Assert.Equal((kind, form, "127.0.0.1", "shadow/1.0", "openai-chat"), (seen.Kind, seen.Form, seen.Address, seen.UserAgent, seen.Dialect));
        Assert.True(mark is null ? !seen.Mark.Contains(key![6..], StringComparison.Ordinal) && seen.Mark.Length == 32 : seen.Mark == mark);
    }
}
