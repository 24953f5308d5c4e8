using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Gateway.Tests.Translation;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

public class TranslationTests
{
    private const string Secret = "AKIA" + "Z7Q2PM4XW5RT3LKD";

    private const string NoKeys = """
        @id("no-keys") @code("no_keys") forbid(principal, action == Action::"returnAnswer", resource) when { context.labels.contains("secret") };
        """;

    private const string NoPaying = """
        @id("no-paying") @code("no_paying") forbid(principal, action == Action::"callTool", resource == Tool::"get_weather");
        """;

    public static TheoryData<string, string> Pairs => Sample.Pairs(same: false);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_client_is_served_by_another_provider(string from, string to)
    {
        var (client, served) = (Sample.Named(from), Sample.Named(to));
        await using var upstream = ScriptedUpstream.Json(served.Answer);
        await using var gateway = await StartAsync(upstream, client, served);
        using var response = await AskAsync(gateway, client, client.Path, client.Request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var received = Assert.Single(upstream.Requests);
        Assert.Equal($"POST {PathOf(served, stream: false)} HTTP/1.1", received.Line);
        Assert.Equal(served.Request, received.Body);
        Assert.DoesNotContain(OneAgent.Key, received.Everything, StringComparison.Ordinal);
        Assert.Equal(to == "messages" ? "2023-06-01" : null, received.Headers.GetValueOrDefault("anthropic-version"));
        Assert.DoesNotContain("x-stainless-lang", received.Headers.Keys);
        Assert.Equal(Plain(client.Answer), Plain(await response.Content.ReadAsStringAsync()));
        var exchange = Assert.Single(gateway.Exchanges);
        Assert.Equal((client.Dialect.Name, served.Dialect.Name, "served", "m-1"), (exchange.Dialect, exchange.UpstreamDialect, exchange.Upstream, exchange.Model));
        Assert.Contains(exchange.Response, segment => segment.Role == SegmentRole.Assistant);
        Assert.Equal(2, exchange.Decisions.Count(d => d.Action == "callTool"));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task And_streams_likewise(string from, string to)
    {
        var (client, served) = (Sample.Named(from), Sample.Named(to));
        await using var upstream = Streaming(served, served.Events);
        await using var gateway = await StartAsync(upstream, client, served);
        using var response = await AskAsync(gateway, client, client.StreamPath, client.StreamRequest);
        Assert.Equal(client.StreamType, response.Content.Headers.ContentType!.MediaType);
        var received = Assert.Single(upstream.Requests);
        Assert.Equal($"POST {PathOf(served, stream: true)} HTTP/1.1", received.Line);
        Assert.Equal(served.StreamRequest, received.Body);
        var stream = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.Latin1.GetString(client.Events), Named(Encoding.Latin1.GetString(stream)));
        Assert.Equal((true, 200), (gateway.Exchanges[0].Stream, gateway.Exchanges[0].Status));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_key_cut_over_two_events_of_the_provider_does_not_reach_the_client(string from, string to)
    {
        var (client, served) = (Sample.Named(from), Sample.Named(to));
        await using var upstream = Streaming(served, Said(served, "Use " + Secret[..9], Secret[9..] + " for it."));
        await using var gateway = await StartAsync(upstream, client, served, TestGateway.AllowAll + NoKeys);
        using var response = await AskAsync(gateway, client, client.StreamPath, client.StreamRequest);
        var stream = await response.Content.ReadAsByteArrayAsync();
        Assert.DoesNotContain(Secret[..9], Encoding.UTF8.GetString(stream), StringComparison.Ordinal);
        Assert.Equal("Use ", Translations.TextOf(client, stream));
        AssertError(client, stream, "no_keys");
        Assert.Equal(Verdict.Block, Assert.Single(gateway.Exchanges).Verdict);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task And_is_masked_where_policy_says_so(string from, string to)
    {
        var (client, served) = (Sample.Named(from), Sample.Named(to));
        await using var upstream = Streaming(served, Said(served, "Use " + Secret[..9], Secret[9..] + " for it."));
        await using var gateway = await StartAsync(upstream, client, served, """@id("mask") @redact("secret.*") permit(principal, action, resource);""");
        using var response = await AskAsync(gateway, client, client.StreamPath, client.StreamRequest);
        Assert.Matches(@"^Use \[redacted:secret\.[a-z-]+\] for it\.$", Translations.TextOf(client, await response.Content.ReadAsByteArrayAsync()));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_call_that_policy_forbids_is_never_seen_streamed_or_not(string from, string to)
    {
        var (client, served) = (Sample.Named(from), Sample.Named(to));
        await using var streaming = Streaming(served, served.Events);
        await using var gateway = await StartAsync(streaming, client, served, TestGateway.AllowAll + NoPaying);
        using var response = await AskAsync(gateway, client, client.StreamPath, client.StreamRequest);
        var stream = await response.Content.ReadAsByteArrayAsync();
        Assert.DoesNotContain("get_weather", Encoding.UTF8.GetString(stream), StringComparison.Ordinal);
        AssertError(client, stream, "no_paying");

        await using var whole = ScriptedUpstream.Json(served.Answer);
        await using var second = await StartAsync(whole, client, served, TestGateway.AllowAll + NoPaying);
        using var refused = await AskAsync(second, client, client.Path, client.Request);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("\"no_paying\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task What_policy_masks_in_a_request_is_masked_before_it_is_translated(string from, string to)
    {
        var (client, served) = (Sample.Named(from), Sample.Named(to));
        await using var upstream = ScriptedUpstream.Json(served.Answer);
        await using var gateway = await StartAsync(upstream, client, served, """@id("mask") @redact("secret.*") permit(principal, action, resource);""");
        using var response = await AskAsync(gateway, client, client.Path, client.Request.Replace("And tomorrow?", $"And {Secret}?", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = Assert.Single(upstream.Requests).Body;
        Assert.DoesNotContain(Secret, body, StringComparison.Ordinal);
        Assert.Contains("And [redacted:secret.", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_provider_s_error_comes_in_the_client_s_shape_with_its_status_and_is_inspected(string from, string to)
    {
        var (client, served) = (Sample.Named(from), Sample.Named(to));
        var error = served.Dialect.ErrorBody(429, "busy", $"Your key {Secret} asks too much.", "r");
        await using var upstream = ScriptedUpstream.Json(Encoding.UTF8.GetString(error), 429);
        await using var gateway = await StartAsync(upstream, client, served, """@id("mask") @redact("secret.*") permit(principal, action, resource);""");
        using var response = await AskAsync(gateway, client, client.Path, client.Request);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain(Secret, body, StringComparison.Ordinal);
        Assert.Contains("asks too much.", body, StringComparison.Ordinal);
        var shape = JsonNode.Parse(body)!;
        Assert.NotNull(client == Sample.Converse ? shape["message"] : shape["error"]!["message"]);
        Assert.Equal(client == Sample.Converse, response.Headers.Contains("x-amzn-errortype"));
    }

    [Fact]
    public async Task What_cannot_be_translated_is_refused_by_name_and_never_forwarded()
    {
        await using var upstream = ScriptedUpstream.Json(Sample.Messages.Answer);
        await using var gateway = await StartAsync(upstream, Sample.Chat, Sample.Messages);
        using var response = await AskAsync(gateway, Sample.Chat, Sample.Chat.Path, Sample.Chat.Request.Replace("\"temperature\"", "\"n\":2,\"temperature\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal("untranslatable", (string?)error["code"]);
        Assert.StartsWith("n:", (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(upstream.Requests);
        Assert.Equal(Verdict.Block, Assert.Single(gateway.Exchanges).Verdict);
    }

    [Fact]
    public async Task What_was_left_out_is_told_in_a_header()
    {
        await using var upstream = ScriptedUpstream.Json(Sample.Messages.Answer);
        await using var gateway = await StartAsync(upstream, Sample.Chat, Sample.Messages);
        using var response = await AskAsync(gateway, Sample.Chat, Sample.Chat.Path, Sample.Chat.Request.Replace("\"temperature\"", "\"user\":\"u\",\"seed\":1,\"temperature\"", StringComparison.Ordinal));
        Assert.Equal("seed, user", Assert.Single(response.Headers.GetValues("x-bartizan-dropped")));
    }

    [Fact]
    public async Task An_answer_that_cannot_be_translated_is_withheld()
    {
        await using var upstream = ScriptedUpstream.Json("""{"id":"m","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"a"},{"type":"web_search_tool_result","tool_use_id":"x","content":[]}],"stop_reason":"end_turn"}""");
        await using var gateway = await StartAsync(upstream, Sample.Chat, Sample.Messages);
        using var response = await AskAsync(gateway, Sample.Chat, Sample.Chat.Path, Sample.Chat.Request);
        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("upstream_untranslatable", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("ResponseUnreadable", Assert.Single(gateway.Exchanges).Failure);
    }

    [Fact]
    public async Task An_upstream_of_the_client_s_own_dialect_comes_first_and_gets_the_client_s_own_bytes()
    {
        await using var upstream = ScriptedUpstream.Json(Sample.Chat.Answer);
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: options => options with
        {
            Upstreams = [Translating(options, Sample.Messages, Sample.Chat), options.Upstreams[0] with { Models = ["*"] }],
        });
        var body = Sample.Chat.Request.Replace(":0.50", " : 0.50", StringComparison.Ordinal);
        using var response = await AskAsync(gateway, Sample.Chat, Sample.Chat.Path, body);
        Assert.Equal(body, Assert.Single(upstream.Requests).Body);
        Assert.Null(Assert.Single(gateway.Exchanges).UpstreamDialect);
    }

    [Fact]
    public async Task Upstreams_of_one_other_dialect_stand_in_for_each_other_and_those_of_a_third_do_not()
    {
        await using var away = ScriptedUpstream.Json("{}", 503);
        await using var third = ScriptedUpstream.Json(Sample.Gemini.Answer);
        await using var next = ScriptedUpstream.Json(Sample.Messages.Answer);
        await using var gateway = await TestGateway.StartAsync(away.Address, change: options => options with
        {
            Upstreams =
            [
                Translating(options, Sample.Messages, Sample.Chat) with { Name = "away" },
                Translating(options, Sample.Gemini, Sample.Chat) with { Name = "third", Url = third.Address.AbsoluteUri },
                Translating(options, Sample.Messages, Sample.Chat) with { Name = "next", Url = next.Address.AbsoluteUri },
            ],
        });
        using var response = await AskAsync(gateway, Sample.Chat, Sample.Chat.Path, Sample.Chat.Request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(third.Requests);
        Assert.Equal(Sample.Messages.Request, Assert.Single(next.Requests).Body);
        Assert.Equal("next", Assert.Single(gateway.Exchanges).Upstream);
    }

    [Theory]
    [InlineData("/openai/v1/responses", """{"model":"m-1","input":"hi"}""")]
    [InlineData("/openai/v1/embeddings", """{"model":"m-1","input":"hi"}""")]
    [InlineData("/anthropic/v1/messages/count_tokens", """{"model":"m-1","messages":[{"role":"user","content":"hi"}]}""")]
    [InlineData("/bedrock/model/m-1/invoke", """{"prompt":"hi"}""")]
    public async Task What_has_no_translation_as_a_whole_finds_no_upstream_in_another_dialect(string path, string body)
    {
        await using var upstream = ScriptedUpstream.Json("{}");
        await using var gateway = await TestGateway.StartAsync(upstream.Address, change: options => options with
        {
            Upstreams = [Translating(options, Sample.Gemini, Sample.Chat) with { TranslateFrom = [ProviderDialect.OpenAi, ProviderDialect.Anthropic, ProviderDialect.Bedrock] }],
        });
        using var response = await AskAsync(gateway, Sample.Chat, path, body);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("gemini", "../../v1/files")]
    [InlineData("gemini", "a/b")]
    [InlineData("gemini", "a?key=x")]
    [InlineData("gemini", "..")]
    [InlineData("gemini", "")]
    [InlineData("converse", "a%3Ab")]
    [InlineData("converse", "a%2fb")]
    [InlineData("converse", "a/../b")]
    [InlineData("converse", "a b")]
    public async Task A_model_s_name_cannot_bend_the_path_at_the_provider_nor_say_another_there(string to, string model)
    {
        await using var upstream = ScriptedUpstream.Json(Sample.Named(to).Answer);
        await using var gateway = await StartAsync(upstream, Sample.Chat, Sample.Named(to));
        using var response = await AskAsync(gateway, Sample.Chat, Sample.Chat.Path, Sample.Chat.Request.Replace("\"m-1\"", $"\"{model}\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task A_model_s_name_is_encoded_where_amazon_wants_it_so()
    {
        await using var upstream = ScriptedUpstream.Json(Sample.Converse.Answer);
        await using var gateway = await StartAsync(upstream, Sample.Chat, Sample.Converse);
        using var response = await AskAsync(gateway, Sample.Chat, Sample.Chat.Path, Sample.Chat.Request.Replace("\"m-1\"", "\"arn:aws:x/claude-v1:0\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("POST /model/arn%3Aaws%3Ax%2Fclaude-v1%3A0/converse HTTP/1.1", Assert.Single(upstream.Requests).Line);
    }

    private static Task<TestGateway> StartAsync(ScriptedUpstream upstream, Sample client, Sample served, string policies = TestGateway.AllowAll) =>
        TestGateway.StartAsync(upstream.Address, policies, options => options with { Upstreams = [Translating(options, served, client)], Retries = options.Retries with { Attempts = 1 } });

    private static UpstreamOptions Translating(GatewayOptions options, Sample served, Sample client) =>
        options.Upstreams.First(u => u.Dialect == served.Provider) with { Name = "served", Models = ["*"], TranslateFrom = [client.Provider] };

    private static async Task<HttpResponseMessage> AskAsync(TestGateway gateway, Sample client, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Address, path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + OneAgent.Key);
        request.Headers.TryAddWithoutValidation("x-stainless-lang", "js");
        request.Headers.TryAddWithoutValidation("OpenAI-Beta", client == Sample.Chat ? "assistants=v2" : "x");
        return await gateway.Client.SendAsync(request);
    }

    private static ScriptedUpstream Streaming(Sample served, byte[] events) => ScriptedUpstream.Start(async (_, connection) =>
    {
        await connection.BeginEventsAsync(type: served.StreamType);
        foreach (var piece in events.Chunk(61))
        {
            await connection.ChunkAsync(piece);
        }

        await connection.EndAsync();
    });

    // A stream of two events of text, made from the sample's own.
    private static byte[] Said(Sample served, string first, string second)
    {
        if (served.Shape == StreamShape.AmazonEvents)
        {
            return
            [
                .. AmazonEvents.Event("messageStart", """{"role":"assistant"}"""),
                .. AmazonEvents.Event("contentBlockDelta", $$$$$"""{"contentBlockIndex":0,"delta":{"text":"{{{{{first}}}}}"}}"""),
                .. AmazonEvents.Event("contentBlockDelta", $$$$$"""{"contentBlockIndex":0,"delta":{"text":"{{{{{second}}}}}"}}"""),
                .. AmazonEvents.Event("contentBlockStop", """{"contentBlockIndex":0}"""),
                .. AmazonEvents.Event("messageStop", """{"stopReason":"end_turn"}"""),
                .. AmazonEvents.Event("metadata", """{"usage":{"inputTokens":1,"outputTokens":1}}"""),
            ];
        }

        var events = Encoding.UTF8.GetString(served.Events).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(e => !e.Contains("get_weather", StringComparison.Ordinal) && !e.Contains("partial_json", StringComparison.Ordinal) && !e.Contains("\"index\":2", StringComparison.Ordinal)
                && !e.Contains("""stop","index":1""", StringComparison.Ordinal) && !e.Contains("udff0", StringComparison.Ordinal));
        return string.Concat(events.Select(e => e.Replace("Hé ", first, StringComparison.Ordinal).Replace(@"\ud83c", second, StringComparison.Ordinal) + "\n\n")).Utf8();
    }

    private static string PathOf(Sample served, bool stream) =>
        served == Sample.Chat ? "/v1/chat/completions" : (stream ? served.StreamPath : served.Path)[served.Path.IndexOf('/', 1)..];

    // Ids and times are the exchange's own; all else is the sample's.
    private static string Plain(string answer)
    {
        var body = JsonNode.Parse(answer)!.AsObject();
        body.Remove("created");
        body.Remove("id");
        body.Remove("responseId");
        return body.ToJsonString();
    }

    // With the sample's id and time in place of the exchange's own.
    private static string Named(string stream) => Regex.Replace(Regex.Replace(stream, "exc_[0-9a-zA-Z]+", "exc_1"), "\"created\":[0-9]+", "\"created\":1700000000");

    private static void AssertError(Sample client, byte[] stream, string code)
    {
        if (client.Shape == StreamShape.AmazonEvents)
        {
            var last = AmazonEvents.Parse(Encoding.Latin1.GetString(stream))[^1];
            Assert.Equal("exception", last.Headers[":message-type"]);
            Assert.Contains($"\"{code}\"", last.Data, StringComparison.Ordinal);
            return;
        }

        var events = SseEvents.Parse(Encoding.UTF8.GetString(stream));
        var error = client == Sample.Chat ? events[^2] : events[^1];
        Assert.NotNull(JsonNode.Parse(error.Data)!["error"]);
        Assert.Contains($"\"{code}\"", error.Data, StringComparison.Ordinal);
    }
}
