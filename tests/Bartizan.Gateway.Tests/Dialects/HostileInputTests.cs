using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class HostileInputTests
{
    private static readonly string[] Seeds =
    [
        """{"model":"m","stream":true,"messages":[{"role":"user","content":[{"type":"text","text":"h\u00e9 XK123456 \ud83d\ude00"},{"type":"file","file":{"file_data":"data:text/plain;base64,SGVsbG8="}}]},{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{\"a\":[1,\"XK123456\"]}"}}]}],"tools":[{"function":{"name":"f","parameters":{"properties":{"x":{"description":"d"}}}}}]}""",
        """{"model":"m","system":"s","messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"document","source":{"type":"text","data":"XK123456"}}]},{"type":"thinking","thinking":"XK123456","signature":"AAAA"}]}]}""",
        """{"choices":[{"index":0,"message":{"content":"XK123456","tool_calls":[{"function":{"name":"f","arguments":"{\"k\":\"XK123456\"}"}}]},"logprobs":{"content":[{"token":"XK","bytes":[1],"top_logprobs":[]}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}}""",
        """{"model":"m","instructions":"XK123456","input":[{"role":"user","content":[{"type":"input_text","text":"h\u00e9 XK123456 \ud83d\ude00"},{"type":"input_file","file_data":"data:text/plain;base64,SGVsbG8="}]},{"type":"function_call","name":"f","arguments":"{\"a\":[1,\"XK123456\"]}"},{"type":"function_call_output","output":"XK123456"}],"tools":[{"type":"mcp","server_label":"s","headers":{"a":"XK123456"}}],"prompt":{"id":"p","variables":{"a":"XK123456"}}}""",
        """{"output":[{"type":"message","content":[{"type":"output_text","text":"XK123456","annotations":[{"title":"XK123456"}],"logprobs":[{"token":"XK","bytes":[1]}]}]},{"type":"shell_call","action":{"commands":["XK123456"]}},{"type":"function_call","name":"f","arguments":"{\"k\":\"XK123456\"}"}],"usage":{"input_tokens":1},"status":"completed","instructions":"XK123456"}""",
        """{"content":[{"type":"thinking","thinking":"XK123456","signature":"AAAA"},{"type":"text","text":"XK123456","citations":[{"cited_text":"c"}]},{"type":"tool_use","input":{"XK123456":1}}],"usage":{"input_tokens":1}}""",
        """{"contents":[{"role":"user","parts":[{"text":"XK123456 h\u00e9"},{"inline_data":{"mime_type":"text/plain","data":"WEsxMjM0NTY="}},{"functionResponse":{"name":"f","response":{"XK123456":1}}}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":"XK123456"}},"thoughtSignature":"AAEC"}]}],"tools":[{"functionDeclarations":[{"name":"f"}]},{"google_search":{}}]}""",
        """{"candidates":[{"content":{"parts":[{"text":"XK123456","thought":true,"thoughtSignature":"AAEC"},{"functionCall":{"name":"f","args":{"k":"XK123456"}}}],"role":"model"},"finishReason":"STOP","logprobsResult":{"chosenCandidates":[{"token":"XK","tokenId":1}]},"groundingMetadata":{"groundingChunks":[{"web":{"title":"XK123456"}}]}}],"usageMetadata":{"promptTokenCount":1}}""",
        """{"system":[{"text":"XK123456"}],"messages":[{"role":"user","content":[{"text":"h\u00e9 XK123456"},{"document":{"format":"txt","name":"n","source":{"bytes":"WEsxMjM0NTY="}}},{"toolResult":{"toolUseId":"t","content":[{"json":{"XK123456":1}}]}}]},{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"XK123456","signature":"AAEC"}}},{"toolUse":{"toolUseId":"t","name":"f","input":{"a":"XK123456"}}}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"d","inputSchema":{"json":{}}}}]},"inferenceConfig":{"stopSequences":["XK123456"]}}""",
        """{"output":{"message":{"role":"assistant","content":[{"text":"XK123456"},{"reasoningContent":{"reasoningText":{"text":"XK123456","signature":"AAEC"}}},{"toolUse":{"toolUseId":"t","name":"f","input":{"k":"XK123456"}}},{"citationsContent":{"content":[{"text":"XK123456"}],"citations":[{"title":"XK123456"}]}}]}},"stopReason":"end_turn","usage":{"inputTokens":1}}""",
        """{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"user","content":"XK123456"}]}""",
        """{"generation":"XK123456","prompt_token_count":3,"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{\"a\":\"XK123456\"}"}}]}}]}""",
    ];

    public static TheoryData<string> Dialects => ["openai", "anthropic", "responses", "gemini", "converse", "invoke"];

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Mutated_bodies_never_throw_and_redact_to_valid_json(string name)
    {
        var dialect = Readings.Named(name);
        var random = new Random(31);
        var read = 0;
        for (var i = 0; i < 6_000; i++)
        {
            var body = Mutate(random, Seeds[random.Next(Seeds.Length)].Utf8());
            using IReading reading = i % 2 == 0 ? dialect.ReadRequest(body) : dialect.ReadResponse(body);
            if (reading.Failure is not null)
            {
                Assert.NotEmpty(reading.Failure.Code);
                continue;
            }

            read++;
            RedactionCheck.Holds(dialect, reading, body);
        }

        Assert.True(read > 500, $"only {read} mutations could be read");
    }

    [Theory]
    [InlineData(60, null)]
    [InlineData(100, "invalid_json")]
    [InlineData(100_000, "invalid_json")]
    public void Deep_nesting_is_refused(int depth, string? code)
    {
        var json = $$"""{"model":"m","messages":[],"x":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        using var reading = Readings.OpenAi.ReadRequest(json.Utf8());
        Assert.Equal(code, reading.Failure?.Code);
    }

    [Fact]
    public void A_response_nested_too_deep_or_with_too_many_items_is_refused()
    {
        var deep = Readings.Responses.ReadResponse($$"""{"output":[{"type":"mood","x":{{new string('[', 100)}}{{new string(']', 100)}}}]}""".Utf8());
        Assert.Equal("invalid_json", deep.Failure?.Code);
        var many = string.Join(',', Enumerable.Repeat("""{"role":"user","content":"a"}""", 20_001));
        using var reading = Readings.Responses.ReadRequest($$"""{"model":"m","input":[{{many}}]}""".Utf8());
        Assert.Equal("message_too_large", reading.Failure?.Code);
    }

    [Fact]
    public void Odd_characters_in_items_are_text()
    {
        Assert.EndsWith("a\0b\uFFFDc", Assert.Single(Readings.Responses.Request("""{"model":"m","input":"a\u0000b\ud800c"}""")), StringComparison.Ordinal);
        using var raw = Readings.Responses.ReadRequest("{\"model\":\"m\",\"input\":\"a\0b\"}".Utf8());
        Assert.Equal("invalid_json", raw.Failure?.Code);
    }

    [Fact]
    public void Arguments_nested_too_deep_are_inspected_as_text()
    {
        var lines = Readings.OpenAi.Response($$$"""{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{{{new string('[', 80)}}}{{{new string(']', 80)}}}"}}]}}]}""");
        Assert.EndsWith(new string('[', 80) + new string(']', 80), Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_with_a_key_twice_are_inspected_as_text() =>
        Assert.EndsWith(
            """ | {"to":"a","to":"b"}""",
            Assert.Single(Readings.OpenAi.Response("""{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{\"to\":\"a\",\"to\":\"b\"}"}}]}}]}""")),
            StringComparison.Ordinal);

    [Fact]
    public void Invalid_utf8_is_refused()
    {
        var body = """{"model":"m","messages":[{"role":"user","content":"?"}]}""".Utf8();
        body[Array.LastIndexOf(body, (byte)'?')] = 0xFF;
        using var reading = Readings.OpenAi.ReadRequest(body);
        Assert.Equal("invalid_utf8", reading.Failure?.Code);
    }

    [Fact]
    public void Raw_control_characters_are_refused_and_escaped_ones_are_text()
    {
        using var raw = Readings.OpenAi.ReadRequest("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a\0b\"}]}".Utf8());
        Assert.Equal("invalid_json", raw.Failure?.Code);
        Assert.EndsWith("a\0b", Assert.Single(Readings.OpenAi.Request("""{"model":"m","messages":[{"role":"user","content":"a\u0000b"}]}""")), StringComparison.Ordinal);
    }

    [Fact]
    public void Lone_surrogates_become_replacement_characters() =>
        Assert.EndsWith("a\uFFFDb", Assert.Single(Readings.OpenAi.Request("""{"model":"m","messages":[{"role":"user","content":"a\ud800b"}]}""")), StringComparison.Ordinal);

    [Fact]
    public void Huge_numbers_are_text_to_inspection_and_nothing_to_counts()
    {
        var digits = new string('9', 5_000);
        using var reading = Readings.OpenAi.ReadResponse($$$"""{"choices":[{"message":{"content":{{{digits}}} }}],"usage":{"prompt_tokens":{{{digits}}},"completion_tokens":1e400}}""".Utf8());
        Assert.EndsWith(digits, Assert.Single(reading.Lines()), StringComparison.Ordinal);
        Assert.Equal(default, reading.Usage);
    }

    [Fact]
    public void Objects_with_too_many_keys_are_refused()
    {
        var keys = string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"k{i}\":1"));
        using var reading = Readings.OpenAi.ReadRequest(("{\"model\":\"m\",\"messages\":[],\"metadata\":{" + keys + "}}").Utf8());
        Assert.Equal("message_too_large", reading.Failure?.Code);
    }

    [Fact]
    public void Keys_made_to_look_alike_spend_a_budget_not_the_day()
    {
        // Differ only in bit 5, which the key hash ignores.
        var keys = Enumerable.Range(0, 1_000).Select(i => "\"" + string.Concat(Enumerable.Range(0, 10).Select(b => (i >> b & 1) == 0 ? '[' : '{')) + "\":1");
        var many = string.Join(',', Enumerable.Repeat($"{{{string.Join(',', keys)}}}", 20));
        using var reading = Readings.OpenAi.ReadRequest($$"""{"model":"m","messages":[],"x":[{{many}}]}""".Utf8());
        Assert.Equal("message_too_large", reading.Failure?.Code);
    }

    [Fact]
    public void Nested_blocks_that_name_their_type_last_are_looked_through_only_so_often()
    {
        var json = "\"x\"";
        for (var i = 0; i < 25; i++)
        {
            json = "[{\"content\":" + json + ",\"type\":\"tool_result\"}]";
        }

        var pad = new string('x', 4_000);
        using var deep = Readings.Anthropic.ReadRequest(("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":" + json.Replace("\"x\"", $"\"{pad}\"", StringComparison.Ordinal) + "}]}").Utf8());
        Assert.Equal("message_too_large", deep.Failure?.Code);
    }

    [Fact]
    public void Ten_megabytes_are_read()
    {
        var text = new string('x', 10 * 1024 * 1024);
        using var reading = Readings.Anthropic.ReadRequest($$"""{"model":"m","messages":[{"role":"user","content":"{{text}}"}]}""".Utf8());
        Assert.Equal(text.Length, reading.Segments[0].Text.Length);
    }

    [Fact]
    public void Too_large_a_body_is_refused()
    {
        using var reading = Readings.OpenAi.ReadRequest(new byte[DialectLimits.BodyBytes + 1]);
        Assert.Equal("message_too_large", reading.Failure?.Code);
    }

    private static byte[] Mutate(Random random, byte[] body)
    {
        for (var n = random.Next(4); n > 0; n--)
        {
            var at = random.Next(body.Length);
            body = random.Next(5) switch
            {
                0 => [.. body[..at], (byte)random.Next(256), .. body[at..]],
                1 => [.. body[..at], .. body[(at + 1)..]],
                2 => [.. body[..at], .. "{}[]\",:\\u01XK"u8.Slice(random.Next(12), 1), .. body[at..]],
                3 => [.. body[..at], .. body[random.Next(at + 1)..]],
                _ => [.. body[..at], .. Encoding.UTF8.GetBytes("\\ud83d"), .. body[at..]],
            };
            if (body.Length == 0)
            {
                return body;
            }
        }

        return body;
    }
}
