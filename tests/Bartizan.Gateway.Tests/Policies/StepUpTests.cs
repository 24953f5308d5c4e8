using Bartizan.Core.Identity;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Policy;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Policies;

/// <summary>Policies that want a fresher or another sign-in of the person challenge the client for it (RFC 9470), and lift nothing.</summary>
public sealed class StepUpTests
{
    private const string Policies = """
        @id("all") permit(principal, action, resource);
        @id("fresh") @stepUp("max_age=300") @message("Paying needs a fresh sign-in.") forbid(principal, action in [Action::"callTool", Action::"invokeModel"], resource)
        unless { context has signIn && context.signIn.seconds <= 300 };
        """;

    private static readonly Person Ada = new("acc_ada", "ada", []);

    [Theory]
    [InlineData("""@stepUp("max_age=300") forbid(principal, action, resource);""", 300L, null)]
    [InlineData("""@stepUp("max_age=300 acr_values=urn:bartizan:acr:provider") forbid(principal, action, resource); @id("b") @stepUp("max_age=60") forbid(principal, action, resource);""", 60L, "urn:bartizan:acr:provider")]
    [InlineData("""@stepUp("max_age=300") forbid(principal, action, resource); @id("b") forbid(principal, action, resource);""", null, null)]
    [InlineData("""@stepUp("max_age=300") forbid(principal, action, resource); @id("b") @hold("owner") forbid(principal, action, resource);""", null, null)]
    [InlineData("""@stepUp("acr_values=a") forbid(principal, action, resource); @id("b") @stepUp("acr_values=c") forbid(principal, action, resource);""", null, null)]
    [InlineData("""@stepUp("soon") forbid(principal, action, resource);""", null, null)]
    [InlineData("""@stepUp("max_age=-1") forbid(principal, action, resource);""", null, null)]
    [InlineData("""@stepUp("acr_values=a\",b") forbid(principal, action, resource);""", null, null)]
    [InlineData("""@stepUp("") forbid(principal, action, resource);""", null, null)]
    public void What_several_ask_for_is_asked_together_and_beside_a_plain_refusal_nothing_is(string policies, long? within, string? acr)
    {
        var wanted = StepUp.Of(PolicySet.Parse(policies).Policies);
        Assert.Equal((within is null && acr is null, within, acr), (wanted is null, wanted?.Within, wanted?.Acr));
    }

    [Fact]
    public async Task A_token_of_an_old_sign_in_is_challenged_and_one_of_a_new_sign_in_passes()
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.JsonAsync(Bodies.Answer("openai", "hello")));
        var tokens = new SignedInTokens();
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Policies, tokens: tokens);
        foreach (var (at, known) in new[] { (TimeProvider.System.GetUtcNow().AddHours(-1), true), (TimeProvider.System.GetUtcNow(), false) })
        {
            tokens.SignIn = known ? new SignIn(at, SignIn.Password) : null;
            using var refused = await SendAsync(gateway);
            Assert.Equal(401, (int)refused.StatusCode);
            var challenge = Assert.Single(refused.Headers.WwwAuthenticate).ToString();
            Assert.StartsWith("Bearer error=\"insufficient_user_authentication\"", challenge, StringComparison.Ordinal);
            Assert.EndsWith("max_age=\"300\"", challenge, StringComparison.Ordinal);
            Assert.Contains("Paying needs a fresh sign-in.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        tokens.SignIn = new SignIn(TimeProvider.System.GetUtcNow().AddSeconds(-5), SignIn.Password);
        using var passed = await SendAsync(gateway);
        Assert.Equal(200, (int)passed.StatusCode);

        // An agent for itself has nobody who could sign in.
        using var plain = await gateway.AskAsync("openai", Bodies.Ask("openai", "hi", stream: false));
        Assert.Equal((403, 0), ((int)plain.StatusCode, plain.Headers.WwwAuthenticate.Count));
    }

    [Fact]
    public async Task A_call_of_a_tool_is_challenged_by_http_and_names_the_servers_metadata()
    {
        await using var server = McpClient.Tools(() => McpClient.Tool("pay"));
        var tokens = new SignedInTokens { SignIn = new SignIn(TimeProvider.System.GetUtcNow().AddHours(-1), SignIn.Password) };
        Environment.SetEnvironmentVariable("BARTIZAN_TEST_UPSTREAM_KEY", TestGateway.UpstreamKey);
        await using var gateway = await TestGateway.StartAsync(server.Address, Policies, mcp: McpClient.Options(server.Address), tokens: tokens);
        using var refused = await gateway.SendMcpAsync(McpClient.Call("pay"), key: "eyJ.token");
        Assert.Equal(401, (int)refused.StatusCode);
        var challenge = Assert.Single(refused.Headers.WwwAuthenticate).ToString();
        Assert.Contains("resource_metadata=", challenge, StringComparison.Ordinal);
        Assert.Contains("error=\"insufficient_user_authentication\"", challenge, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Requests, r => r.Body.Contains("tools/call", StringComparison.Ordinal));
        tokens.SignIn = new SignIn(TimeProvider.System.GetUtcNow(), SignIn.Password);
        Assert.Equal("done", (await gateway.AskMcpAsync(McpClient.Call("pay"), key: "eyJ.token")).Text());
    }

    private static Task<HttpResponseMessage> SendAsync(TestGateway gateway)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent(Bodies.Ask("openai", "hi", stream: false), System.Text.Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer eyJ.token");
        return gateway.Client.SendAsync(request);
    }

    private sealed class SignedInTokens : ITokenAuthenticator
    {
        public SignIn? SignIn { get; set; }

        public string Issuer => "https://as.example";

        public bool BindsToCertificates => false;

        // Proven by a certificate, which is no DPoP.
        public TokenOutcome Authenticate(in TokenPresentation presented) => new(
            new Principal("agt_bot", "bot", "ada", new Dictionary<string, string>()) { Token = new TokenFacts("tok_1", "txn_1", [], ["mcp:test"], null, true) { Person = Ada, SignIn = SignIn } }, TokenFailure.None, null);
    }
}
