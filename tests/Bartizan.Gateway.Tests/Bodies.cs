using System.Text.Json;

namespace Bartizan.Gateway.Tests;

/// <summary>Requests, answers and streams of both dialects, as short as they may be.</summary>
internal static class Bodies
{
    /// <summary>A request with one user message.</summary>
    public static string Ask(string dialect, string text, bool stream = false, string? model = null) => dialect == "openai"
        ? $$$"""{"model":"{{{model ?? "gpt-test"}}}","stream":{{{(stream ? "true" : "false")}}},"messages":[{"role":"user","content":{{{Json(text)}}}}]}"""
        : $$$"""{"model":"{{{model ?? "claude-test"}}}","stream":{{{(stream ? "true" : "false")}}},"max_tokens":100,"messages":[{"role":"user","content":{{{Json(text)}}}}]}""";

    /// <summary>A request whose last message is what a tool returned.</summary>
    public static string AskWithToolResult(string dialect, string result, bool stream = false) => dialect == "openai"
        ? $$$"""{"model":"gpt-test","stream":{{{(stream ? "true" : "false")}}},"messages":[{"role":"user","content":"read it"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"read","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":{{{Json(result)}}}}]}"""
        : $$$"""{"model":"claude-test","stream":{{{(stream ? "true" : "false")}}},"max_tokens":100,"messages":[{"role":"user","content":"read it"},{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"read","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":{{{Json(result)}}}}]}]}""";

    /// <summary>A complete answer with one text.</summary>
    public static string Answer(string dialect, string text) => dialect == "openai"
        ? $$$"""{"id":"x","object":"chat.completion","created":1,"model":"gpt-test","choices":[{"index":0,"message":{"role":"assistant","content":{{{Json(text)}}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}"""
        : $$$"""{"id":"x","type":"message","role":"assistant","model":"claude-test","content":[{"type":"text","text":{{{Json(text)}}}}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":5}}""";

    /// <summary>A complete answer that calls a tool.</summary>
    public static string ToolAnswer(string dialect, string tool, string arguments = """{"a":1}""") => dialect == "openai"
        ? $$$"""{"id":"x","object":"chat.completion","created":1,"model":"gpt-test","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"{{{tool}}}","arguments":{{{Json(arguments)}}}}}]},"finish_reason":"tool_calls"}]}"""
        : $$$"""{"id":"x","type":"message","role":"assistant","model":"claude-test","content":[{"type":"tool_use","id":"c1","name":"{{{tool}}}","input":{{{arguments}}}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":5}}""";

    /// <summary>The events of a streamed answer, one string each, the dialect's own last event included.</summary>
    public static IReadOnlyList<string> Events(string dialect, params string[] pieces) => dialect == "openai"
        ? [
            OpenAi("""{"role":"assistant","content":""}"""),
            .. pieces.Select(p => OpenAi($$$"""{"content":{{{Json(p)}}}}""")),
            OpenAi("{}", "\"stop\""),
            "data: [DONE]\n\n",
        ]
        : [
            Anthropic("message_start", """ "message":{"id":"x","type":"message","role":"assistant","model":"claude-test","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}"""),
            Anthropic("content_block_start", """ "index":0,"content_block":{"type":"text","text":""}"""),
            .. pieces.Select(p => Anthropic("content_block_delta", $$$""" "index":0,"delta":{"type":"text_delta","text":{{{Json(p)}}}}""")),
            Anthropic("content_block_stop", """ "index":0"""),
            Anthropic("message_delta", """ "delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}"""),
            """
            event: message_stop
            data: {"type":"message_stop"}


            """.ReplaceLineEndings("\n"),
        ];

    /// <summary>The events of a stream that calls a tool.</summary>
    public static IReadOnlyList<string> ToolEvents(string dialect, string tool, string arguments = """{"a":1}""") => dialect == "openai"
        ? [
            OpenAi("""{"role":"assistant","content":null}"""),
            OpenAi($$$"""{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"{{{tool}}}","arguments":""}}]}"""),
            OpenAi($$$"""{"tool_calls":[{"index":0,"function":{"arguments":{{{Json(arguments[..(arguments.Length / 2)])}}}}}]}"""),
            OpenAi($$$"""{"tool_calls":[{"index":0,"function":{"arguments":{{{Json(arguments[(arguments.Length / 2)..])}}}}}]}"""),
            OpenAi("{}", "\"tool_calls\""),
            "data: [DONE]\n\n",
        ]
        : [
            Anthropic("message_start", """ "message":{"id":"x","type":"message","role":"assistant","model":"claude-test","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}"""),
            Anthropic("content_block_start", $$$""" "index":0,"content_block":{"type":"tool_use","id":"c1","name":"{{{tool}}}","input":{}}"""),
            Anthropic("content_block_delta", $$$""" "index":0,"delta":{"type":"input_json_delta","partial_json":{{{Json(arguments[..(arguments.Length / 2)])}}}}"""),
            Anthropic("content_block_delta", $$$""" "index":0,"delta":{"type":"input_json_delta","partial_json":{{{Json(arguments[(arguments.Length / 2)..])}}}}"""),
            Anthropic("content_block_stop", """ "index":0"""),
            Anthropic("message_delta", """ "delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":5}"""),
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
        ];

    /// <summary>The machine-readable code in an error body or stream error of either dialect.</summary>
    public static bool HasCode(string body, string code) => body.Contains($"\"{code}\"", StringComparison.Ordinal);

    private static string OpenAi(string delta, string reason = "null") =>
        $$$"""data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"gpt-test","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{reason}}}}]}""" + "\n\n";

    private static string Anthropic(string type, string rest) => $"event: {type}\ndata: {{\"type\":\"{type}\",{rest.TrimStart()}}}\n\n";

    private static string Json(string text) => JsonSerializer.Serialize(text);
}
