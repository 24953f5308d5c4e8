using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class ResponseTests
{
    [Fact]
    public void Every_text_of_a_chat_completion_is_found()
    {
        using var reading = Readings.OpenAi.ReadResponse("""
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"gpt-5","system_fingerprint":"fp_1","choices":[
              {"index":0,"message":{"role":"assistant","content":"Hello","refusal":null,"annotations":[{"type":"url_citation","url_citation":{"url":"https://x.org","title":"X","start_index":0,"end_index":5}}],
                "audio":{"id":"audio_1","data":"AAECAwQF/w==","expires_at":1,"transcript":"Hello there"}},
               "logprobs":{"content":[{"token":"Hel","bytes":[72],"logprob":-0.1,"top_logprobs":[]},{"token":"lo","bytes":null,"logprob":-0.1,"top_logprobs":[]}],"refusal":null},"finish_reason":"stop"},
              {"index":1,"message":{"role":"assistant","content":null,"reasoning_content":"Hm","tool_calls":[{"id":"call_1","type":"function","function":{"arguments":"{\"a\":[\"x\",1]}","name":"f"}}]},"logprobs":null,"finish_reason":"tool_calls"}],
             "usage":{"prompt_tokens":12,"completion_tokens":34,"total_tokens":46,"prompt_tokens_details":{"cached_tokens":1}},
             "vendor":{"note":"free words"}}
            """u8.ToArray());
        Assert.Equal(
            [
                "Assistant Model choices[0].message.content | Hello",
                "Assistant Untrusted choices[0].message.annotations | type: url_citation¶url_citation: url: https://x.org¶title: X¶start_index: 0¶end_index: 5",
                "Assistant Model choices[0].message.audio.transcript | Hello there",
                "Assistant Model choices[0].logprobs.content | Hello",
                "Reasoning Model choices[1].message.reasoning_content | Hm",
                "ToolCall Model choices[1].message.tool_calls[0].function.arguments | a: x¶1",
                "Assistant Untrusted vendor | note: free words",
            ],
            reading.Lines());
        Assert.Equal([new ProposedToolCall("call_1", "f", "{\"a\":[\"x\",1]}", 5)], reading.ToolCalls);
        Assert.Equal(["stop", "tool_calls"], reading.StopReasons);
        Assert.Equal(new TokenUsage(12, 34) { CachedInput = 1 }, reading.Usage);
    }

    [Fact]
    public void Every_text_of_a_message_is_found()
    {
        using var reading = Readings.Anthropic.ReadResponse("""
            {"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[
              {"type":"thinking","thinking":"Hm.","signature":"c2ln/w=="},
              {"type":"text","text":"Hi","citations":[{"type":"char_location","cited_text":"Quote it"}]},
              {"type":"tool_use","id":"toolu_1","name":"f","input":{"a":"x"}},
              {"type":"server_tool_use","id":"s_1","name":"code_execution","input":{"code":"1 + 1"}},
              {"type":"code_execution_tool_result","tool_use_id":"s_1","content":{"type":"code_execution_result","stdout":"2 or so","stderr":"","return_code":0,"content":[]}}],
             "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":5,"output_tokens":6}}
            """u8.ToArray());
        Assert.Equal(
            [
                "Reasoning Model content[0].thinking | Hm.",
                "Assistant Model content[1].text | Hi",
                "Document Untrusted content[1].citations | type: char_location¶cited_text: Quote it",
                "ToolCall Model content[2].input | a: x",
                "ToolCall Model content[3].input | code: 1 + 1",
                "ToolResult Untrusted content[4].content | type: code_execution_result¶stdout: 2 or so¶stderr: return_code: 0¶content",
            ],
            reading.Lines());
        Assert.Equal(
            [new ProposedToolCall("toolu_1", "f", "{\"a\":\"x\"}", 3), new ProposedToolCall("s_1", "code_execution", "{\"code\":\"1 + 1\"}", 4, true)],
            reading.ToolCalls);
        Assert.Equal(["tool_use"], reading.StopReasons);
        Assert.Equal(new TokenUsage(5, 6), reading.Usage);
    }

    [Theory]
    [InlineData("""{"error":{"message":"No such model.","type":"invalid_request_error","param":null,"code":"model_not_found"}}""")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"No such model."}}""")]
    public void Error_bodies_are_inspected(string json)
    {
        Assert.Contains("No such model.", Assert.Single(Readings.OpenAi.Response(json)));
        Assert.Contains("No such model.", Assert.Single(Readings.Anthropic.Response(json)));
    }
}
