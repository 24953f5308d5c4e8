using System.Text;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Translation;

/// <summary>One conversation, one answer and one stream, as a dialect says them: every sample says the same, so each must become any other.</summary>
/// <param name="Provider">The dialect.</param>
/// <param name="Dialect">Its reader.</param>
/// <param name="Path">Where it is asked.</param>
/// <param name="StreamPath">Where it is asked for a stream.</param>
/// <param name="Request">A request with instructions, a picture, tools, two calls at once, their results and settings.</param>
/// <param name="Answer">A text and two calls.</param>
/// <param name="Events">The same, streamed.</param>
internal sealed record Sample(ProviderDialect Provider, IDialect Dialect, string Path, string StreamPath, string Request, string Answer, byte[] Events)
{
    /// <summary>The same request for a stream, where the body says so.</summary>
    public required string StreamRequest { get; init; }

    /// <summary>Media type of its streams.</summary>
    public string StreamType { get; init; } = "text/event-stream";

    /// <summary>How its streams are cut.</summary>
    public StreamShape Shape { get; init; }

    private const string Picture = "iVBORw0KGgo=";

    private const string Schema = """{"type":"object","properties":{"city":{"type":"string","enum":["Paris","Rome"]}},"required":["city"]}""";

    private static readonly DateTimeOffset Time = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    public static readonly Sample Chat = new(
        ProviderDialect.OpenAi,
        Readings.OpenAi,
        "/openai/v1/chat/completions",
        "/openai/v1/chat/completions",
        ChatRequest(""),
        """{"id":"exc_1","object":"chat.completion","created":1700000000,"model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":"Hé 🏰","refusal":null,"tool_calls":[{"id":"call_0","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}},{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Röm\"}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17,"prompt_tokens_details":{"cached_tokens":2}}}""",
        Sse([
            ChatChunk("""{"role":"assistant","content":""}"""),
            ChatChunk("""{"content":"Hé "}"""),
            ChatChunk("""{"content":"\ud83c"}"""),
            ChatChunk("""{"content":"\udff0"}"""),
            ChatChunk("""{"tool_calls":[{"index":0,"id":"call_0","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}}]}"""),
            ChatChunk("""{"tool_calls":[{"index":1,"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Röm\"}"}}]}"""),
            ChatChunk("{}", "\"tool_calls\""),
            ("", """{"id":"exc_1","object":"chat.completion.chunk","created":1700000000,"model":"m-1","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17,"prompt_tokens_details":{"cached_tokens":2}}}"""),
            ("", "[DONE]"),
        ]))
    {
        StreamRequest = ChatRequest(""","stream":true,"stream_options":{"include_usage":true}"""),
    };

    public static readonly Sample Messages = new(
        ProviderDialect.Anthropic,
        Readings.Anthropic,
        "/anthropic/v1/messages",
        "/anthropic/v1/messages",
        MessagesRequest(""),
        """{"id":"exc_1","type":"message","role":"assistant","model":"m-1","content":[{"type":"text","text":"Hé 🏰"},{"type":"tool_use","id":"call_0","name":"get_weather","input":{"city":"Paris"}},{"type":"tool_use","id":"call_1","name":"get_weather","input":{"city":"Röm"}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":10,"cache_read_input_tokens":2,"output_tokens":5}}""",
        Sse([
            ("message_start", """{"type":"message_start","message":{"id":"exc_1","type":"message","role":"assistant","model":"m-1","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":0,"output_tokens":0}}}"""),
            ("content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"""),
            ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hé "}}"""),
            ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\ud83c"}}"""),
            ("content_block_delta", """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\udff0"}}"""),
            ("content_block_stop", """{"type":"content_block_stop","index":0}"""),
            ("content_block_start", """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"call_0","name":"get_weather","input":{}}}"""),
            ("content_block_delta", """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"city\":\"Paris\"}"}}"""),
            ("content_block_stop", """{"type":"content_block_stop","index":1}"""),
            ("content_block_start", """{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"call_1","name":"get_weather","input":{}}}"""),
            ("content_block_delta", """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\"city\":\"Röm\"}"}}"""),
            ("content_block_stop", """{"type":"content_block_stop","index":2}"""),
            ("message_delta", """{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":10,"cache_read_input_tokens":2,"output_tokens":5}}"""),
            ("message_stop", """{"type":"message_stop"}"""),
        ]))
    {
        StreamRequest = MessagesRequest(""","stream":true"""),
    };

    public static readonly Sample Gemini = new(
        ProviderDialect.Gemini,
        Readings.Gemini,
        "/gemini/v1beta/models/m-1:generateContent",
        "/gemini/v1beta/models/m-1:streamGenerateContent?alt=sse",
        GeminiRequest,
        """{"candidates":[{"content":{"parts":[{"text":"Hé 🏰"},{"functionCall":{"id":"call_0","name":"get_weather","args":{"city":"Paris"}}},{"functionCall":{"id":"call_1","name":"get_weather","args":{"city":"Röm"}}}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":12,"cachedContentTokenCount":2,"candidatesTokenCount":5,"totalTokenCount":17},"modelVersion":"m-1","responseId":"exc_1"}""",
        Sse([
            GeminiResponse("""{"text":"Hé "}"""),
            GeminiResponse("""{"text":"\ud83c"}"""),
            GeminiResponse("""{"text":"\udff0"}"""),
            GeminiResponse("""{"functionCall":{"id":"call_0","name":"get_weather","args":{"city":"Paris"}}}"""),
            GeminiResponse("""{"functionCall":{"id":"call_1","name":"get_weather","args":{"city":"Röm"}}}"""),
            ("", """{"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":12,"cachedContentTokenCount":2,"candidatesTokenCount":5,"totalTokenCount":17},"modelVersion":"m-1","responseId":"exc_1"}"""),
        ]))
    {
        StreamRequest = GeminiRequest,
    };

    public static readonly Sample Converse = new(
        ProviderDialect.Bedrock,
        Readings.Converse,
        "/bedrock/model/m-1/converse",
        "/bedrock/model/m-1/converse-stream",
        ConverseRequest,
        """{"output":{"message":{"role":"assistant","content":[{"text":"Hé 🏰"},{"toolUse":{"toolUseId":"call_0","name":"get_weather","input":{"city":"Paris"}}},{"toolUse":{"toolUseId":"call_1","name":"get_weather","input":{"city":"Röm"}}}]}},"stopReason":"tool_use","usage":{"inputTokens":10,"cacheReadInputTokens":2,"outputTokens":5,"totalTokens":17}}""",
        [
            .. AmazonEvents.Event("messageStart", """{"role":"assistant"}"""),
            .. AmazonEvents.Event("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"Hé "}}"""),
            .. AmazonEvents.Event("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"\ud83c"}}"""),
            .. AmazonEvents.Event("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"\udff0"}}"""),
            .. AmazonEvents.Event("contentBlockStop", """{"contentBlockIndex":0}"""),
            .. AmazonEvents.Event("contentBlockStart", """{"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"call_0","name":"get_weather"}}}"""),
            .. AmazonEvents.Event("contentBlockDelta", """{"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\"city\":\"Paris\"}"}}}"""),
            .. AmazonEvents.Event("contentBlockStop", """{"contentBlockIndex":1}"""),
            .. AmazonEvents.Event("contentBlockStart", """{"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"call_1","name":"get_weather"}}}"""),
            .. AmazonEvents.Event("contentBlockDelta", """{"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"city\":\"Röm\"}"}}}"""),
            .. AmazonEvents.Event("contentBlockStop", """{"contentBlockIndex":2}"""),
            .. AmazonEvents.Event("messageStop", """{"stopReason":"tool_use"}"""),
            .. AmazonEvents.Event("metadata", """{"usage":{"inputTokens":10,"cacheReadInputTokens":2,"outputTokens":5,"totalTokens":17}}"""),
        ])
    {
        StreamRequest = ConverseRequest,
        StreamType = "application/vnd.amazon.eventstream",
        Shape = StreamShape.AmazonEvents,
    };

    /// <summary>All of them by name.</summary>
    public static Sample Named(string name) => name switch { "chat" => Chat, "messages" => Messages, "gemini" => Gemini, _ => Converse };

    /// <summary>Every ordered pair, the same dialect twice included where <paramref name="same"/>.</summary>
    public static TheoryData<string, string> Pairs(bool same)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var from in (string[])["chat", "messages", "gemini", "converse"])
        {
            foreach (var to in (string[])["chat", "messages", "gemini", "converse"])
            {
                if (same || from != to)
                {
                    pairs.Add(from, to);
                }
            }
        }

        return pairs;
    }

    /// <summary>What is known of the samples' answers before they come.</summary>
    public static Gateway.Translation.AnswerContext Context(Sample client) => new("exc_1", Time, "m-1") { CountsStream = true, Shape = client.Shape };

    private static byte[] Sse(IEnumerable<(string Name, string Data)> events) =>
        Encoding.UTF8.GetBytes(string.Concat(events.Select(e => (e.Name.Length > 0 ? $"event: {e.Name}\n" : "") + $"data: {e.Data}\n\n")));

    private static (string, string) ChatChunk(string delta, string reason = "null") =>
        ("", $$"""{"id":"exc_1","object":"chat.completion.chunk","created":1700000000,"model":"m-1","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{reason}}}]}""");

    private static (string, string) GeminiResponse(string part) =>
        ("", $$"""{"candidates":[{"content":{"parts":[{{part}}],"role":"model"},"index":0}],"modelVersion":"m-1","responseId":"exc_1"}""");

    private static string ChatRequest(string end) =>
        $$$$$"""{"model":"m-1","messages":[{"role":"system","content":"Be brief.\n🏰"},{"role":"user","content":[{"type":"text","text":"How is it in Paris & Röm?"},{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{{{Picture}}}}}"}}]},{"role":"assistant","content":"Let me look.","tool_calls":[{"id":"call_0","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}},{"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Röm\"}"}}]},{"role":"tool","tool_call_id":"call_0","content":"sunny \"really\""},{"role":"tool","tool_call_id":"call_1","content":"rain"},{"role":"user","content":"And tomorrow?"}],"max_completion_tokens":100,"temperature":0.50,"top_p":1e-1,"stop":["END","\n"],"tools":[{"type":"function","function":{"name":"get_weather","description":"Tells \"it\".","parameters":{{{{{Schema}}}}}}}],"tool_choice":{"type":"function","function":{"name":"get_weather"}}{{{{{end}}}}}}""";

    private static string MessagesRequest(string end) =>
        $$$$$"""{"model":"m-1","max_tokens":100,"temperature":0.50,"top_p":1e-1,"system":[{"type":"text","text":"Be brief.\n🏰"}],"messages":[{"role":"user","content":[{"type":"text","text":"How is it in Paris & Röm?"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{{{Picture}}}}}"}}]},{"role":"assistant","content":[{"type":"text","text":"Let me look."},{"type":"tool_use","id":"call_0","name":"get_weather","input":{"city":"Paris"}},{"type":"tool_use","id":"call_1","name":"get_weather","input":{"city":"Röm"}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_0","content":[{"type":"text","text":"sunny \"really\""}]},{"type":"tool_result","tool_use_id":"call_1","content":[{"type":"text","text":"rain"}]},{"type":"text","text":"And tomorrow?"}]}],"stop_sequences":["END","\n"],"tools":[{"name":"get_weather","description":"Tells \"it\".","input_schema":{{{{{Schema}}}}}}],"tool_choice":{"type":"tool","name":"get_weather"}{{{{{end}}}}}}""";

    private static string GeminiRequest =>
        $$$$$"""{"systemInstruction":{"parts":[{"text":"Be brief.\n🏰"}]},"contents":[{"role":"user","parts":[{"text":"How is it in Paris & Röm?"},{"inlineData":{"mimeType":"image/png","data":"{{{{{Picture}}}}}"}}]},{"role":"model","parts":[{"text":"Let me look."},{"functionCall":{"name":"get_weather","args":{"city":"Paris"}},"thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"name":"get_weather","args":{"city":"Röm"}}}]},{"role":"user","parts":[{"functionResponse":{"name":"get_weather","response":{"output":"sunny \"really\""}}},{"functionResponse":{"name":"get_weather","response":{"output":"rain"}}},{"text":"And tomorrow?"}]}],"tools":[{"functionDeclarations":[{"name":"get_weather","description":"Tells \"it\".","parametersJsonSchema":{{{{{Schema}}}}}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["get_weather"]}},"generationConfig":{"maxOutputTokens":100,"temperature":0.50,"topP":1e-1,"stopSequences":["END","\n"]}}""";

    private static string ConverseRequest =>
        $$$$$"""{"system":[{"text":"Be brief.\n🏰"}],"messages":[{"role":"user","content":[{"text":"How is it in Paris & Röm?"},{"image":{"format":"png","source":{"bytes":"{{{{{Picture}}}}}"}}}]},{"role":"assistant","content":[{"text":"Let me look."},{"toolUse":{"toolUseId":"call_0","name":"get_weather","input":{"city":"Paris"}}},{"toolUse":{"toolUseId":"call_1","name":"get_weather","input":{"city":"Röm"}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"call_0","content":[{"text":"sunny \"really\""}]}},{"toolResult":{"toolUseId":"call_1","content":[{"text":"rain"}]}},{"text":"And tomorrow?"}]}],"inferenceConfig":{"maxTokens":100,"temperature":0.50,"topP":1e-1,"stopSequences":["END","\n"]},"toolConfig":{"tools":[{"toolSpec":{"name":"get_weather","description":"Tells \"it\".","inputSchema":{"json":{{{{{Schema}}}}}}}}],"toolChoice":{"tool":{"name":"get_weather"}}}}""";
}
