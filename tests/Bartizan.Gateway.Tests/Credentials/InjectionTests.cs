using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.Gateway.Configuration;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Credentials;

/// <summary>Secrets go out only on requests to the hosts and in the header they are bound to, in the version in force, and do not come back.</summary>
public sealed class InjectionTests
{
    private const string First = "canary-secret-value-0001";
    private const string Second = "canary-secret-value-0002";

    [Fact]
    public async Task A_secret_is_put_on_in_its_header_and_what_the_client_sent_there_stays_behind()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("anthropic", "fine"));
        var secrets = new MemorySecrets().With("anthropic", First, "x-api-key", upstream.Address.Authority);
        await using var gateway = await StartAsync(upstream, secrets, ProviderDialect.Anthropic);
        using var answer = await gateway.AskAsync("anthropic", Bodies.Ask("anthropic", "hello"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var seen = Assert.Single(upstream.Requests);
        Assert.Equal(First, seen.Headers["x-api-key"]);
        Assert.DoesNotContain(OneAgent.Key, seen.Everything, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", seen.Everything, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_next_request_after_a_rotation_is_followed_carries_the_new_value_and_after_removal_none_goes_out()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "fine"));
        var secrets = new MemorySecrets().With("openai", First, "Authorization", upstream.Address.Authority);
        await using var gateway = await StartAsync(upstream, secrets, ProviderDialect.OpenAi);
        using (await gateway.AskAsync("openai", Bodies.Ask("openai", "hello")))
        {
        }

        await secrets.RotateAsync("openai", Second, "ada", TimeProvider.System.GetUtcNow(), default);
        gateway.Standing.Throw();
        using (await gateway.AskAsync("openai", Bodies.Ask("openai", "hello")))
        {
        }

        Assert.Equal([$"Bearer {First}", $"Bearer {Second}"], upstream.Requests.Select(r => r.Headers["Authorization"]));
        await secrets.RemoveAsync("openai", "ada", TimeProvider.System.GetUtcNow(), default);
        gateway.Standing.Throw();
        using var refused = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Contains("upstream_credential_missing", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, upstream.Requests.Count);
    }

    [Theory]
    [InlineData("Authorization", "api.example.com")]
    [InlineData("x-api-key", null)]
    public async Task A_secret_bound_to_another_host_or_header_goes_nowhere(string header, string? host)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "fine"));
        var secrets = new MemorySecrets().With("openai", First, header, host ?? upstream.Address.Authority);
        await using var gateway = await StartAsync(upstream, secrets, ProviderDialect.OpenAi);
        using var refused = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_with_it()
    {
        await using var elsewhere = ScriptedUpstream.Json(Bodies.Answer("openai", "fine"));
        await using var upstream = ScriptedUpstream.Start((_, c) => c.RawAsync($"HTTP/1.1 307 X\r\nLocation: {elsewhere.Address}v1/chat/completions\r\nContent-Length: 0\r\n\r\n"));
        var secrets = new MemorySecrets().With("openai", First, "Authorization", upstream.Address.Authority, elsewhere.Address.Authority);
        await using var gateway = await StartAsync(upstream, secrets, ProviderDialect.OpenAi);
        using var refused = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_that_repeats_it_is_masked_in_body_and_headers_and_one_event_tells(bool inConfiguration)
    {
        var secret = inConfiguration ? TestGateway.UpstreamKey : First;
        var said = $"{secret} {Convert.ToBase64String(Encoding.UTF8.GetBytes("key=" + secret))} {Uri.EscapeDataString(secret)}";
        await using var upstream = ScriptedUpstream.Start((_, c) => c.JsonAsync(Bodies.Answer("openai", said), headers: $"x-debug: Bearer {secret}\r\nx-fine: yes\r\n"));
        var secrets = new MemorySecrets().With("openai", First, "Authorization", upstream.Address.Authority);
        await using var gateway = await StartAsync(upstream, secrets, ProviderDialect.OpenAi, inConfiguration ? "env:BARTIZAN_TEST_UPSTREAM_KEY" : "secret:openai");
        using var answer = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(new string('*', secret.Length), text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, text + string.Concat(answer.Headers.SelectMany(h => h.Value)), StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("x-fine") && !answer.Headers.Contains("x-debug"));
        var told = JsonDocument.Parse(Assert.Single(gateway.Log.Events, e => e.Event.Kind == "credential.echoed").Event.Json).RootElement;
        Assert.Equal((gateway.LastExchange.Id, "model"), (told.GetProperty("exchange").GetString(), told.GetProperty("upstream").GetString()));
        Assert.All(gateway.Log.Events, e => Assert.DoesNotContain(secret, Encoding.UTF8.GetString(e.Event.Json.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_repeats_it_cut_anywhere_is_masked_before_the_client_sees_it()
    {
        var events = string.Concat(Bodies.Events("openai", "the key is ", First, " or ", First[..^1]));
        for (var cut = 1; cut < 9; cut++)
        {
            var size = cut;
            await using var upstream = ScriptedUpstream.Start(async (_, c) =>
            {
                await c.BeginEventsAsync();
                for (var at = 0; at < events.Length; at += size * 5)
                {
                    await c.ChunkAsync(events[at..Math.Min(events.Length, at + (size * 5))]);
                }

                await c.EndAsync();
            });
            var secrets = new MemorySecrets().With("openai", First, "Authorization", upstream.Address.Authority);
            await using var gateway = await StartAsync(upstream, secrets, ProviderDialect.OpenAi);
            using var answer = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello", stream: true));
            var text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain(First, text, StringComparison.Ordinal);
            Assert.Contains(new string('*', First.Length), text, StringComparison.Ordinal);
            Assert.Contains("[DONE]", text, StringComparison.Ordinal);
            Assert.Single(gateway.Log.Events, e => e.Event.Kind == "credential.echoed");
        }
    }

    [Fact]
    public async Task An_error_page_that_repeats_it_is_masked_too()
    {
        await using var upstream = ScriptedUpstream.Json($$$"""{"error":{"message":"bad key {{{First}}}","type":"x","code":"y","param":null}}""", 400);
        var secrets = new MemorySecrets().With("openai", First, "Authorization", upstream.Address.Authority);
        await using var gateway = await StartAsync(upstream, secrets, ProviderDialect.OpenAi);
        using var answer = await gateway.AskAsync("openai", Bodies.Ask("openai", "hello"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(First, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Task<TestGateway> StartAsync(ScriptedUpstream upstream, MemorySecrets secrets, ProviderDialect dialect, string? credential = null) => TestGateway.StartAsync(
        upstream.Address,
        change: o => o with
        {
            Upstreams = [new() { Name = "model", Dialect = dialect, Url = dialect == ProviderDialect.OpenAi ? new Uri(upstream.Address, "/v1").AbsoluteUri : upstream.Address.AbsoluteUri, Credential = credential ?? $"secret:{dialect.ToString().ToLowerInvariant()}" }],
        },
        secrets: secrets);
}
