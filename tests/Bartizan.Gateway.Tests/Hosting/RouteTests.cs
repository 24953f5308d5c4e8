using System.Net;
using System.Text;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Hosting;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Hosting;

public class RouteTests
{
    private const string Chat = """{"model":"gpt-test","messages":[{"role":"user","content":"hi"}]}""";
    private const string NoModel = """{"messages":[{"role":"user","content":"hi"}]}""";
    private const string Messages = """{"model":"claude-test","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}""";
    private const string Input = """{"model":"gpt-test","input":"hi"}""";

    private const string Converse = """{"messages":[{"role":"user","content":[{"text":"hi"}]}]}""";

    private static GatewayOptions WithAzure(GatewayOptions options) => options with
    {
        Upstreams =
        [
            .. options.Upstreams,
            options.Upstreams[0] with { Name = "fake-azure", Dialect = ProviderDialect.AzureOpenAi, Url = new Uri(options.Upstreams[1].Url).AbsoluteUri, Models = ["gpt-*"] },
        ],
    };

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string path, string body, string header = "Authorization")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Address, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(header, header == "Authorization" ? "Bearer " + OneAgent.Key : OneAgent.Key);
        return await gateway.Client.SendAsync(request);
    }

    [Theory]
    [InlineData("/openai/v1/chat/completions", Chat, "/v1/chat/completions", "openai-chat", "gpt-test")]
    [InlineData("/openai/v1/embeddings", Input, "/v1/embeddings", "openai-embeddings", "gpt-test")]
    [InlineData("/anthropic/v1/messages", Messages, "/v1/messages", "anthropic-messages", "claude-test")]
    [InlineData("/anthropic/v1/messages?beta=true", Messages, "/v1/messages?beta=true", "anthropic-messages", "claude-test")]
    [InlineData("/anthropic/v1/messages/count_tokens?beta=true", Messages, "/v1/messages/count_tokens?beta=true", "anthropic-messages", "claude-test")]
    [InlineData("/azure/openai/v1/chat/completions", Chat, "/openai/v1/chat/completions", "openai-chat", "gpt-test")]
    [InlineData("/azure/openai/v1/embeddings?api-version=preview", Input, "/openai/v1/embeddings?api-version=preview", "openai-embeddings", "gpt-test")]
    [InlineData("/azure/openai/deployments/gpt-prod.1/chat/completions?api-version=2024-10-21", NoModel, "/openai/deployments/gpt-prod.1/chat/completions?api-version=2024-10-21", "openai-chat", "gpt-prod.1")]
    [InlineData("/azure/openai/deployments/gpt-prod/chat/completions?api-version=2024-10-21&key=x&api-key=y", Chat, "/openai/deployments/gpt-prod/chat/completions?api-version=2024-10-21", "openai-chat", "gpt-prod")]
    [InlineData("/azure/openai/deployments/gpt-emb/embeddings?api-version=2024-10-21%26x%3Dy", Input, "/openai/deployments/gpt-emb/embeddings", "openai-embeddings", "gpt-emb")]
    [InlineData("/openai/v1/chat/completions?api-version=1&beta=true", Chat, "/v1/chat/completions", "openai-chat", "gpt-test")]
    [InlineData("/bedrock/model/anthropic.test-v1%3A0/converse", Converse, "/model/anthropic.test-v1%3A0/converse", "bedrock-converse", "anthropic.test-v1:0")]
    [InlineData("/bedrock/model/anthropic.test-v1:0/converse?a=b", Converse, "/model/anthropic.test-v1:0/converse", "bedrock-converse", "anthropic.test-v1:0")]
    [InlineData("/bedrock/model/arn%3Aaws%3Abedrock%3Ax%3A1%3Ainference-profile%2Fp/converse-stream", Converse, "/model/arn%3Aaws%3Abedrock%3Ax%3A1%3Ainference-profile%2Fp/converse-stream", "bedrock-converse", "arn:aws:bedrock:x:1:inference-profile/p")]
    [InlineData("/bedrock/model/meta.test-v1%3a0/invoke", NoModel, "/model/meta.test-v1%3a0/invoke", "bedrock-invoke", "meta.test-v1:0")]
    [InlineData("/bedrock/model/meta.test-v1%3A0/invoke-with-response-stream", NoModel, "/model/meta.test-v1%3A0/invoke-with-response-stream", "bedrock-invoke", "meta.test-v1:0")]
    public async Task Each_route_leads_to_its_own_path_and_takes_along_only_its_own_query(string path, string body, string upstreamPath, string dialect, string model)
    {
        await using var upstream = ScriptedUpstream.Json("""{"object":"list","data":[]}""");
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: WithAzure);
        using var response = await SendAsync(gateway, path, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(upstreamPath, Assert.Single(upstream.Requests).Line.Split(' ')[1]);
        var recorded = Assert.Single(gateway.Exchanges);
        Assert.Equal((dialect, model), (recorded.Dialect, recorded.Model));
        Assert.Equal(body.Length, upstream.Requests.Single().Body.Length);
    }

    [Fact]
    public async Task Azure_takes_and_gives_its_own_key_header()
    {
        await using var upstream = ScriptedUpstream.Json("""{"object":"list","data":[]}""");
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: WithAzure);
        using var response = await SendAsync(gateway, "/azure/openai/v1/embeddings", Input, "api-key");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var received = Assert.Single(upstream.Requests);
        Assert.Equal(TestGateway.UpstreamKey, received.Headers["api-key"]);
        Assert.False(received.Headers.ContainsKey("Authorization"));
        Assert.DoesNotContain(OneAgent.Key, received.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/azure/openai/deployments/../chat/completions")]
    [InlineData("/azure/openai/deployments/a%2F..%2Fb/chat/completions")]
    [InlineData("/azure/openai/deployments/..%5Cb/chat/completions")]
    [InlineData("/azure/openai/deployments/a..b/chat/completions")]
    [InlineData("/azure/openai/deployments/a%3Fb/chat/completions")]
    [InlineData("/azure/openai/deployments/a%00b/chat/completions")]
    [InlineData("/azure/openai/deployments//chat/completions")]
    [InlineData("/azure/openai/deployments/a/b/chat/completions")]
    [InlineData("/azure/openai/deployments/gpt-prod/completions")]
    [InlineData("/bedrock/model/anthropic.test-v1%253A0/converse")]
    [InlineData("/bedrock/model/anthropic.test-v1%3A0%2F..%2Fb/converse")]
    [InlineData("/bedrock/model/a/b/converse")]
    [InlineData("/bedrock/model/anthropic.test-v1%3A0/apply-guardrail")]
    [InlineData("/bedrock/model//converse")]
    [InlineData("/bedrock/model/anthropic.test-v1%3A0/Converse")]
    [InlineData("/AZURE/openai/v1/chat/completions")]
    [InlineData("/openai/v1/chat/completions/")]
    [InlineData("/openai/v1//chat/completions")]
    [InlineData("/openai/v1/responses/resp_1/cancel")]
    [InlineData("/openai/v1/files")]
    public async Task Anything_else_is_refused_and_goes_nowhere(string path)
    {
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: WithAzure);
        using var response = await SendAsync(gateway, path, Chat);
        Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{response.StatusCode}");
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_stream_where_none_can_be_is_not_passed_on()
    {
        await using var upstream = ScriptedUpstream.Events("data: {\"secret\":1}\n\n");
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await SendAsync(gateway, "/openai/v1/embeddings", Input);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.DoesNotContain("secret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_routes_share_a_name() =>
        Assert.Equal(GatewayRoutes.All.Count(), GatewayRoutes.All.Select(r => r.Name).Distinct(StringComparer.Ordinal).Count());
}
