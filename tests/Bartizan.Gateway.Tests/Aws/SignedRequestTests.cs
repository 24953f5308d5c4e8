using System.Net;
using Bartizan.Gateway.Aws;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Aws;

public class SignedRequestTests
{
    private const string Answer = """{"output":{"message":{"role":"assistant","content":[{"text":"ok"}]}},"stopReason":"end_turn"}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_signed_request_is_its_agent_s_and_nothing_of_the_signature_travels_on(bool declares)
    {
        await using var upstream = ScriptedUpstream.Json(Answer);
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await SendAsync(gateway, new Signer { DeclaresHash = declares, Headers = [("x-amzn-bedrock-trace", "ENABLED"), ("x-amz-user-agent", "js")] });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var received = Assert.Single(upstream.Requests);
        Assert.Equal("POST /model/anthropic.test-v1%3A0/converse HTTP/1.1", received.Line);
        Assert.Equal("Bearer " + TestGateway.UpstreamKey, received.Headers["Authorization"]);
        Assert.Equal("ENABLED", received.Headers["x-amzn-bedrock-trace"]);
        Assert.DoesNotContain(OneAgent.AccessKeyId, received.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain(received.Headers.Keys, k => k.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase));
        var recorded = Assert.Single(gateway.Exchanges);
        Assert.Equal(("agt_test", "bedrock-converse", "anthropic.test-v1:0"), (recorded.Agent, recorded.Dialect, recorded.Model));
    }

    private static readonly (string What, string Code, Signer Signer)[] Wrongs =
    [
        ("another body", "bad_signature", new Signer { SentBody = Signer.Body.Replace("hi", "ho", StringComparison.Ordinal) }),
        ("another body, no hash declared", "bad_signature", new Signer { SentBody = Signer.Body + " ", DeclaresHash = false }),
        ("another path", "bad_signature", new Signer { SentPath = Signer.Path + "-stream" }),
        ("another encoding of the path", "bad_signature", new Signer { SentPath = Signer.Path.Replace("%3A", ":", StringComparison.Ordinal) }),
        ("a query", "bad_signature", new Signer { SentPath = Signer.Path + "?a=b" }),
        ("another secret", "bad_signature", new Signer { Secret = OneAgent.AccessKeySecret[..^1] + "8" }),
        ("another secret, no hash declared", "bad_signature", new Signer { Secret = "", DeclaresHash = false }),
        ("another key", "unknown_key", new Signer { Id = "BTZAAAAAAAAAAAAAAAAA" }),
        ("another service", "malformed_signature", new Signer { Service = "s3" }),
        ("another day", "untimely_signature", new Signer { Date = "20200101" }),
        ("too old", "untimely_signature", new Signer { Time = TimeProvider.System.GetUtcNow().AddMinutes(-16) }),
        ("too new", "untimely_signature", new Signer { Time = TimeProvider.System.GetUtcNow().AddMinutes(16) }),
        ("no hash of the body", "bad_signature", new Signer { Hash = "UNSIGNED-PAYLOAD" }),
        ("a stream's hash", "bad_signature", new Signer { Hash = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" }),
        ("the hash not signed", "unsigned_header", new Signer { Unsigned = ["x-amz-content-sha256"] }),
        ("the host not signed", "unsigned_header", new Signer { Unsigned = ["host"] }),
        ("the time not signed", "unsigned_header", new Signer { Unsigned = ["x-amz-date"] }),
        ("the type not signed", "unsigned_header", new Signer { Unsigned = ["content-type"] }),
        ("a setting not signed", "unsigned_header", new Signer { Headers = [("x-amzn-bedrock-guardrailidentifier", "g")], Unsigned = ["x-amzn-bedrock-guardrailidentifier"] }),
        ("a token not signed", "unsigned_header", new Signer { Headers = [("x-amz-security-token", "t")], Unsigned = ["x-amz-security-token"] }),
    ];

    [Fact]
    public async Task Anything_that_does_not_fit_the_signature_is_refused_before_it_is_read()
    {
        await using var upstream = ScriptedUpstream.Json(Answer);
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        foreach (var (what, code, signer) in Wrongs)
        {
            using var response = await SendAsync(gateway, signer);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.Unauthorized && Bodies.HasCode(body, code), $"{what}: {response.StatusCode} {body}");
            Assert.Equal("UnrecognizedClientException", response.Headers.GetValues("x-amzn-errortype").Single());
            Assert.DoesNotContain(signer.Secret.Length == 0 ? OneAgent.AccessKeySecret : signer.Secret, body, StringComparison.Ordinal);
        }

        Assert.Empty(upstream.Requests);
        Assert.All(gateway.Exchanges, e => Assert.Null(e.Agent));
    }

    [Fact]
    public async Task A_body_that_nothing_proves_is_not_even_parsed()
    {
        await using var upstream = ScriptedUpstream.Json(Answer);
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await SendAsync(gateway, new Signer { SentBody = "{not json", DeclaresHash = false });
        Assert.True(Bodies.HasCode(await response.Content.ReadAsStringAsync(), "bad_signature"));
    }

    [Fact]
    public async Task A_signature_is_good_for_bedrock_alone()
    {
        await using var upstream = ScriptedUpstream.Json(Answer);
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        using var response = await SendAsync(gateway, new Signer { SentPath = "/openai/v1/chat/completions" });
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public void Only_so_many_bodies_may_be_on_their_way_unproven()
    {
        var bodies = new UnprovenBodies();
        List<IDisposable?> taken = [.. Enumerable.Range(0, 8).Select(_ => bodies.TryTake(long.MaxValue, 100))];
        Assert.DoesNotContain(null, taken);
        Assert.Null(bodies.TryTake(1, 100));
        taken[3]!.Dispose();
        taken[3]!.Dispose();
        using var again = bodies.TryTake(100, 100);
        Assert.NotNull(again);
        Assert.Null(bodies.TryTake(1, 100));
        Assert.NotNull(bodies.TryTake(0, 100));
    }

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, Signer signer)
    {
        using var request = signer.Make(gateway.Address);
        return await gateway.Client.SendAsync(request);
    }
}
