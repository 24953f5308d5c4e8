using System.Net;
using System.Text;
using Bartizan.Gateway.Aws;
using Bartizan.Gateway.Configuration;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Aws;

public class UpstreamSigningTests
{
    private const string Id = "AKIDUPSTREAMEXAMPLE1";
    private const string Secret = "upstream/secret/example/0123456789abcdef";
    private const string Answer = """{"output":{"message":{"role":"assistant","content":[{"text":"ok"}]}},"stopReason":"end_turn"}""";

    [Theory]
    [InlineData("/bedrock/model/anthropic.test-v1%3A0/converse", null)]
    [InlineData("/bedrock/model/anthropic.test-v1:0/converse", null)]
    [InlineData("/bedrock/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A123456789012%3Ainference-profile%2Feu.anthropic.test-v1%3A0/converse", "temporary-token")]
    public async Task What_goes_on_is_signed_anew_as_it_is_sent_masks_and_all(string path, string? token)
    {
        await using var upstream = ScriptedUpstream.Json(Answer);
        await using var gateway = await TestGateway.StartAsync(upstream.Address, """@redact("pii.*") permit(principal, action, resource);""", options => WithPair(options, token));
        using var response = await AskAsync(gateway, path, """{"messages":[{"role":"user","content":[{"text":"write to bob@example.org"}]}]}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var received = Assert.Single(upstream.Requests);
        Assert.Equal(path["/bedrock".Length..], received.Line.Split(' ')[1]);
        Assert.Contains("[redacted:pii.email]", received.Body, StringComparison.Ordinal);
        Assert.Equal(token, received.Headers.GetValueOrDefault("x-amz-security-token"));
        Assert.DoesNotContain(Secret, received.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(OneAgent.Key, received.Everything, StringComparison.Ordinal);

        var header = SignatureHeader.TryRead(received.Headers["Authorization"])!;
        Assert.Equal((Id, "eu-central-1", "bedrock"), (header.AccessKeyId, header.Scope.Region, header.Scope.Service));
        Assert.Superset(new HashSet<string>(["content-type", "host", "x-amz-content-sha256", "x-amz-date", "x-amzn-bedrock-trace"]), header.SignedHeaders.ToHashSet());
        var hash = SigV4.HashOf(Encoding.UTF8.GetBytes(received.Body));
        Assert.Equal(hash, received.Headers["x-amz-content-sha256"]);
        Assert.True(AwsTime.IsNear(received.Headers["x-amz-date"], header.Scope.Date, TimeProvider.System.GetUtcNow()));
        var canonical = new CanonicalRequest("POST", received.Line.Split(' ')[1], "", [.. header.SignedHeaders.Select(n => (n, received.Headers[n]))], hash);
        Assert.Equal(SigV4.Sign(Secret, header.Scope, received.Headers["x-amz-date"], canonical), header.Signature);
    }

    [Theory]
    [InlineData("UnrecognizedClientException", HttpStatusCode.BadGateway)]
    [InlineData("ExpiredTokenException:http://internal.amazon.com/coral/", HttpStatusCode.BadGateway)]
    [InlineData("AccessDeniedException", HttpStatusCode.Forbidden)]
    public async Task A_credential_that_Amazon_refuses_is_the_gateway_s_affair(string type, HttpStatusCode status)
    {
        await using var upstream = ScriptedUpstream.Start((_, connection) => connection.JsonAsync("""{"message":"no"}""", 403, $"x-amzn-ErrorType: {type}\r\n"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await AskAsync(gateway, Signer.Path, Signer.Body);
        Assert.Equal(status, response.StatusCode);
    }

    private static GatewayOptions WithPair(GatewayOptions options, string? token)
    {
        Environment.SetEnvironmentVariable("BARTIZAN_TEST_AWS_ID", Id);
        Environment.SetEnvironmentVariable("BARTIZAN_TEST_AWS_SECRET", Secret);
        Environment.SetEnvironmentVariable("BARTIZAN_TEST_AWS_TOKEN", "temporary-token");
        var pair = new AwsKeyOptions { Id = "env:BARTIZAN_TEST_AWS_ID", Secret = "env:BARTIZAN_TEST_AWS_SECRET", SessionToken = token is null ? null : "env:BARTIZAN_TEST_AWS_TOKEN" };
        return options with
        {
            Upstreams = [.. options.Upstreams.Select(u => u.Dialect == ProviderDialect.Bedrock ? u with { Credential = "", AccessKey = pair, Region = "eu-central-1", Models = ["*"] } : u)],
        };
    }

    private static async Task<HttpResponseMessage> AskAsync(TestGateway gateway, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Address, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + OneAgent.Key);
        request.Headers.TryAddWithoutValidation("X-Amzn-Bedrock-Trace", "ENABLED");
        return await gateway.Client.SendAsync(request);
    }
}
