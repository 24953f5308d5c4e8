using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class InvokeTests
{
    [Theory]
    [InlineData("""{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"system":"be kind","messages":[{"role":"user","content":"hi"}]}""", "System Trusted system | be kind", "User User messages[0].content | hi")]
    [InlineData("""{"schemaVersion":"messages-v1","system":[{"text":"be kind"}],"messages":[{"role":"user","content":[{"text":"hi"}]}]}""", "Document Untrusted schemaVersion | messages-v1", "System Trusted system[0].text | be kind", "User User messages[0].content[0].text | hi")]
    [InlineData("""{"prompt":"hi","max_gen_len":512,"temperature":0.5}""", "User User prompt | hi")]
    [InlineData("""{"inputText":"hi","textGenerationConfig":{"stopSequences":["END"]}}""", "User User inputText | hi", "Document Untrusted textGenerationConfig | stopSequences: END")]
    [InlineData("""{"message":"hi","preamble":"be kind","documents":[{"title":"t"}]}""", "User User message | hi", "System Trusted preamble | be kind", "Document Untrusted documents | title: t")]
    [InlineData("""{"messages":[{"role":"system","content":"be kind"},{"role":"tool","content":"read"},{"role":"x","content":"odd"}]}""", "System Trusted messages[0] | role: system¶content: be kind", "ToolResult Untrusted messages[1] | role: tool¶content: read", "Document Untrusted messages[2] | role: x¶content: odd")]
    [InlineData("""{"anything":{"at":["all"]}}""", "Document Untrusted anything | at: all")]
    public void Each_vendor_s_body_is_read_as_far_as_it_is_known(string body, params string[] lines) => Assert.Equal(lines, Readings.Invoke.Request(body));

    [Theory]
    [InlineData("""{"anthropic_version":"bedrock-2023-05-31","messages":[],"toolConfig":{"tools":[{"toolSpec":{"name":"hidden"}}]}}""")]
    [InlineData("""{"schemaVersion":"messages-v1","messages":[],"tools":[{"name":"hidden"}]}""")]
    [InlineData("""{"anthropic_version":"","messages":[],"inferenceConfig":{}}""")]
    public void A_body_of_two_formats_is_refused(string body)
    {
        using var reading = Readings.Invoke.ReadRequest(body.Utf8());
        Assert.Equal("invalid_field", reading.Failure?.Code);
    }

    [Theory]
    [InlineData("""{"type":"message","role":"assistant","content":[{"type":"tool_use","id":"c1","name":"pay","input":{"to":"x"}}]}""", "c1")]
    [InlineData("""{"output":{"message":{"content":[{"toolUse":{"toolUseId":"c1","name":"pay","input":{"to":"x"}}}]}},"stopReason":"tool_use"}""", "c1")]
    [InlineData("""{"choices":[{"message":{"tool_calls":[{"id":"c1","function":{"name":"pay","arguments":"{\"to\":\"x\"}"}}]}}]}""", "")]
    [InlineData("""{"tool_calls":[{"name":"pay","parameters":{"to":"x"}}]}""", "")]
    [InlineData("""{"outputs":[{"deep":[[{"name":"pay","args":{"to":"x"},"id":"c1"}]]}]}""", "c1")]
    [InlineData("""{"tool_calls":[{"name":"pay"}]}""", "")]
    public void A_call_is_found_whoever_s_format_it_is_in(string body, string id)
    {
        using var reading = Readings.Invoke.ReadResponse(body.Utf8());
        Assert.Null(reading.Failure);
        var call = Assert.Single(reading.ToolCalls);
        Assert.Equal((id, "pay"), (call.Id, call.Name));
        Assert.True(call.Segment >= 0);
    }

    [Fact]
    public void A_field_with_a_name_that_is_no_word_is_inspected_with_its_name() => Assert.Equal(
        ["Assistant Model * | amazon-bedrock-trace: guardrail: quoted"],
        Readings.Invoke.Response("""{"amazon-bedrock-trace":{"guardrail":"quoted"}}"""));

    [Theory]
    [InlineData("""{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"name":"pay","arguments":""}}]}}]}""")]
    [InlineData("""{"tool_calls":[{"name":"pay","parameters":{}}]}""")]
    public void A_call_in_a_stream_of_an_unknown_format_is_refused(string inner)
    {
        var run = StreamRun.Of(Readings.Invoke, [.. AmazonEvents.Chunk("""{"choices":[]}"""), .. AmazonEvents.Chunk(inner)], seed: -1, shape: StreamShape.AmazonEvents);
        Assert.StartsWith("Failed upstream_invalid", run.Report, StringComparison.Ordinal);
        Assert.DoesNotContain("pay", string.Concat(AmazonEvents.Parse(run.Output).Select(m => m.Data)), StringComparison.Ordinal);
    }
}
