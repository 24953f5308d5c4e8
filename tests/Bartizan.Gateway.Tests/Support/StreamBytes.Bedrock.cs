namespace Bartizan.Gateway.Tests.Support;

internal static partial class StreamBytes
{
    /// <summary>A ConverseStream that thinks, says <paramref name="text"/> and proposes a call with it; or the same as Amazon's own models say it inside chunks.</summary>
    public static byte[] Converse(Random random, string thinking, string text, bool nova = false, bool tear = false)
    {
        var arguments = $$"""{"a":"{{RandomJson.EncodeAscii(text)}}"}""";
        var events = new List<(string Type, string Data)> { ("messageStart", """{"p":"abcdefg","role":"assistant"}""") };
        events.AddRange(Cut(random, thinking, tear).Select(p => ("contentBlockDelta", $$$"""{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"{{{Encode(random, p)}}}"} },"p":"abc"}""")));
        events.Add(("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"AAEC/w=="}}}"""));
        events.Add(("contentBlockStop", """{"contentBlockIndex":0}"""));
        events.AddRange(Cut(random, text, tear).Select(p => ("contentBlockDelta", $$$"""{"delta":{"text":"{{{Encode(random, p)}}}"},"contentBlockIndex":1,"p":"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0"}""")));
        events.Add(("contentBlockStop", """{"contentBlockIndex":1}"""));
        events.Add(("contentBlockStart", """{"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"tooluse_1","name":"pay"}}}"""));
        events.AddRange(Cut(random, arguments).Select(p => ("contentBlockDelta", $$$"""{"contentBlockIndex":2,"delta":{"toolUse":{"input":"{{{Encode(random, p)}}}"} } }""")));
        events.Add(("contentBlockStop", """{"contentBlockIndex":2}"""));
        events.Add(("messageStop", """{"stopReason":"tool_use"}"""));
        events.Add(("metadata", """{"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7},"metrics":{"latencyMs":1234567}}"""));
        return [.. events.SelectMany(e => nova ? AmazonEvents.Chunk($$"""{"{{e.Type}}":{{e.Data}}}""") : AmazonEvents.Event(e.Type, e.Data))];
    }

    /// <summary>Anthropic's events inside chunks.</summary>
    public static byte[] InvokeClaude(Random random, string thinking, string text, bool tear = false) =>
        [.. AnthropicEvents(random, thinking, text, tear).SelectMany(e => AmazonEvents.Chunk(e.Data))];

    /// <summary>A vendor's events that have no reader of their own.</summary>
    public static byte[] InvokeLlama(Random random, string text, bool tear = false) =>
    [
        .. Cut(random, text, tear).SelectMany(p => AmazonEvents.Chunk($$"""{"generation":"{{Encode(random, p)}}","prompt_token_count":null,"generation_token_count":1,"stop_reason":null}""")),
        .. AmazonEvents.Chunk("""{"generation":"","generation_token_count":9,"stop_reason":"stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":3,"outputTokenCount":4}}"""),
    ];
}
