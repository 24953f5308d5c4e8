namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>Loot beside the body: in headers, addresses, status lines, trailers and the bodies of errors.</summary>
public class SideChannelTests
{
    [Theory]
    [InlineData("User-Agent", "curl @@")]
    [InlineData("Accept", "application/json;v=@@")]
    [InlineData("anthropic-beta", "@@")]
    [InlineData("anthropic-version", "@@")]
    [InlineData("OpenAI-Organization", "@@")]
    [InlineData("OpenAI-Project", "@@")]
    [InlineData("OpenAI-Beta", "a=@@")]
    [InlineData("Idempotency-Key", "@@")]
    [InlineData("X-Client-Request-Id", "@@")]
    [InlineData("x-stainless-lang", "@@")]
    [InlineData("x-stainless-@@", "1")]
    [InlineData("X-Loot", "@@")]
    [InlineData("Cookie", "a=@@")]
    [InlineData("X-Forwarded-For", "@@")]
    [InlineData("x-bartizan-session", "@@")]
    [InlineData("tracestate", "a=@@")]
    [InlineData("baggage", "a=@@")]
    [InlineData("Content-Language", "@@")]
    [InlineData("Content-Disposition", "attachment; filename=@@")]
    [InlineData("Referer", "https://x.example/@@")]
    public async Task No_request_header_carries_loot_to_the_model(string name, string value)
    {
        await using var range = FiringRange.Open();
        foreach (var target in (Target[])[Targets.Chat, Targets.Messages, Targets.Gemini])
        {
            range.Answers(target.Answer);
            foreach (var loot in PlainIn(name + value))
            {
                var received = await range.AskAsync(target.Path, target.Request, request =>
                {
                    var (header, text) = (Fill(name, loot), Fill(value, loot));
                    if (!request.Headers.TryAddWithoutValidation(header, text))
                    {
                        request.Content!.Headers.TryAddWithoutValidation(header, text);
                    }

                    request.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
                });
                Assert.False(Loot.In(received.Forwarded), received.Forwarded);
            }
        }
    }

    [Theory]
    [InlineData("/openai/v1/chat/completions?x=@@")]
    [InlineData("/openai/v1/chat/completions?api-version=@@")]
    [InlineData("/anthropic/v1/messages?beta=@@")]
    [InlineData("/anthropic/v1/messages?beta=true&beta=@@")]
    [InlineData("/anthropic/v1/messages?@@=true")]
    [InlineData("/azure/openai/deployments/demo-@@/chat/completions?api-version=1")]
    [InlineData("/azure/openai/v1/chat/completions?api-version=@@")]
    [InlineData("/gemini/v1beta/models/demo-@@:generateContent")]
    [InlineData("/gemini/v1beta/models/demo:streamGenerateContent?alt=@@")]
    [InlineData("/gemini/v1beta/models/demo:generateContent?key=@@")]
    [InlineData("/bedrock/model/@@.test-v1%3A0/converse")]
    [InlineData("/bedrock/model/arn%3A@@/converse")]
    [InlineData("/openai/v1/chat/completions/@@")]
    [InlineData("/openai/v1//chat/completions;@@")]
    [InlineData("/OPENAI/v1/chat/completions?@@")]
    [InlineData("/openai/v1/%2e%2e/%2e%2e/@@")]
    [InlineData("/openai/v1/files/@@")]
    public async Task No_address_carries_loot_to_the_model(string address)
    {
        await using var range = FiringRange.Open(change: (options, upstream) => options with
        {
            Upstreams = [.. options.Upstreams, new() { Name = "fake-azure", Dialect = Gateway.Configuration.ProviderDialect.AzureOpenAi, Url = upstream.AbsoluteUri, Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY", Models = ["gpt-test", "demo*"] }],
        });
        foreach (var loot in PlainIn(address))
        {
            foreach (var target in Targets.All)
            {
                range.Answers(target.Answer);
                var received = await range.AskAsync(Fill(address, loot), target.Request);
                Assert.False(Loot.In(received.Forwarded), received.Forwarded);
            }
        }
    }

    [Theory]
    [InlineData("x-request-id: @@")]
    [InlineData("openai-organization: @@")]
    [InlineData("openai-processing-ms: @@")]
    [InlineData("x-@@: 1")]
    [InlineData("x-ratelimit-reset: 1\r\nx-ratelimit-reset: @@")]
    [InlineData("Warning: 199 - \"@@\"")]
    [InlineData("Link: <https://x.example/@@>; rel=preload")]
    [InlineData("Set-Cookie: a=@@")]
    [InlineData("ETag: \"@@\"")]
    [InlineData("Server: @@")]
    [InlineData("Connection: x-hop\r\nx-hop: @@")]
    [InlineData("WWW-Authenticate: Bearer realm=\"@@\"")]
    [InlineData("Content-Disposition: attachment; filename=@@")]
    [InlineData("Content-Language: @@")]
    [InlineData("Location: https://x.example/@@")]
    public async Task No_header_of_an_answer_carries_loot_to_the_client(string header)
    {
        await using var range = FiringRange.Open();
        foreach (var target in Targets.All.Where(t => t.Name is "openai-chat" or "anthropic-messages" or "gemini"))
        {
            foreach (var loot in PlainIn(header))
            {
                range.Answers(target.Answer, headers: Fill(header, loot) + "\r\n");
                AssertClean(await range.AskAsync(target.Path, target.Request));
                range.Answers("""{"error":{"message":"no"}}""", 429, Fill(header, loot) + "\r\n");
                AssertClean(await range.AskAsync(target.Path, target.Request));
                range.Streams(target.Stream(target.Events), headers: Fill(header, loot) + "\r\n");
                AssertClean(await range.AskAsync(target.StreamPath, target.StreamRequest));
            }
        }
    }

    [Theory]
    [InlineData("application/json; x=@@")]
    [InlineData("application/json; charset=@@")]
    [InlineData("application/@@")]
    [InlineData("@@")]
    [InlineData("text/html")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=utf-7")]
    public async Task No_type_of_an_answer_says_more_than_what_was_read(string type)
    {
        await using var range = FiringRange.Open();
        foreach (var loot in Loot.All)
        {
            range.Does(c => c.RawAsync($"HTTP/1.1 200 OK\r\nContent-Type: {Fill(type, loot)}\r\nContent-Length: {Targets.Chat.Answer.Length}\r\n\r\n{Targets.Chat.Answer}"));
            var received = await range.AskAsync(Targets.Chat.Path, Targets.Chat.Request);
            AssertClean(received);
            Assert.Contains("Content-Type: application/json\n", received.Headers, StringComparison.Ordinal);
            range.Streams(Targets.Chat.Stream(Targets.Chat.Events), $"text/event-stream; charset=utf-7; x=\"{Fill(type, loot)}\"");
            received = await range.AskAsync(Targets.Chat.StreamPath, Targets.Chat.StreamRequest);
            AssertClean(received);
            Assert.Contains("Content-Type: text/event-stream\n", received.Headers, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_around_an_answer_carries_loot_to_the_client()
    {
        var (answer, chat) = (Targets.Chat.Answer, Targets.Chat);
        var head = $"Content-Type: application/json\r\nContent-Length: {answer.Length}\r\n\r\n{answer}";
        await using var range = FiringRange.Open();
        foreach (var loot in Loot.All)
        {
            string[] answers =
            [
                $"HTTP/1.1 200 {loot}\r\n{head}",
                $"HTTP/1.1 103 Early Hints\r\nLink: <https://x.example/{loot}>\r\n\r\nHTTP/1.1 200 OK\r\n{head}",
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nTrailer: x-loot\r\n\r\n{answer.Length:x};ext={loot}\r\n{answer}\r\n0\r\nx-loot: {loot}\r\n\r\n",
                $"HTTP/1.1 200 OK\r\n{head}{loot}",
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {answer.Length}\r\nContent-Length: {answer.Length + loot.Length}\r\n\r\n{answer}{loot}",
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Type: text/{loot}\r\nContent-Length: {answer.Length}\r\n\r\n{answer}",
                $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {loot}\r\nContent-Length: {answer.Length}\r\n\r\n{answer}",
                $"HTTP/1.1 302 Found\r\nLocation: https://x.example/{loot}\r\nContent-Length: 0\r\n\r\n",
                $"HTTP/1.1 204 No Content\r\nx-loot: {loot}\r\n\r\n",
                $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/{loot}\r\n{head}",
                $"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{loot}",
            ];
            foreach (var raw in answers)
            {
                range.Does(async c =>
                {
                    await c.RawAsync(raw);
                    c.Close();
                });
                AssertClean(await range.AskAsync(chat.Path, chat.Request));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Targets.Names), MemberType = typeof(Targets))]
    public async Task No_error_carries_loot_to_the_client(string name)
    {
        var target = Targets.Named(name);
        await using var range = FiringRange.Open();
        foreach (var loot in Loot.All)
        {
            string[] bodies =
            [
                $$$"""{"error":{"message":"no {{{loot}}}","type":"t","code":"c","param":null}}""",
                $$$"""{"error":{"message":"no","type":"{{{loot}}}","code":"{{{loot}}}","param":"{{{loot}}}"}}""",
                $$$"""{"error":{"code":{{{(loot == Loot.Card ? loot : "1")}}},"status":"{{{loot}}}","details":[{"@type":"{{{loot}}}"}]}}""",
                $$"""{"type":"error","error":{"type":"{{loot}}","message":"no"},"request_id":"{{loot}}"}""",
                $$"""{"message":"{{loot}}"}""",
                $$"""{"Message":"{{loot}}","__type":"{{loot}}"}""",
                $"\"{loot}\"",
                $"[\"{loot}\"]",
                $"<html>{loot}</html>",
                loot,
                $"{{\"error\":\"{loot}\"",
                $"data: {loot}\n\n",
            ];
            foreach (var status in (int[])[200, 400, 401, 403, 404, 409, 418, 429, 500, 503, 529])
            {
                foreach (var body in bodies)
                {
                    range.Answers(body, status);
                    AssertClean(await range.AskAsync(target.Path, target.Request));
                    AssertClean(await range.AskAsync(target.StreamPath, target.StreamRequest));
                }
            }
        }
    }

    // Behind a hyphen or a slash the guard takes a number for a part of a name or an address, and a card number is one there only by chance.
    private static IEnumerable<string> PlainIn(string template) =>
        template.Contains("-@@", StringComparison.Ordinal) || template.Contains("/@@", StringComparison.Ordinal) ? [Loot.Key] : Loot.All;

    private static string Fill(string template, string loot) => template.Replace("@@", loot, StringComparison.Ordinal);

    private static void AssertClean(Received received)
    {
        Assert.False(Loot.In(received.Headers), received.Headers);
        Assert.False(Loot.In(received.Body), received.Body);
    }
}
