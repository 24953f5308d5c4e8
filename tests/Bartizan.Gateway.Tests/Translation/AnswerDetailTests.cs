using System.Text.Json.Nodes;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Translation;

public class AnswerDetailTests
{
    [Theory]
    [InlineData("end_turn", "stop", "STOP")]
    [InlineData("stop_sequence", "stop", "STOP")]
    [InlineData("max_tokens", "length", "MAX_TOKENS")]
    [InlineData("model_context_window_exceeded", "length", "MAX_TOKENS")]
    [InlineData("refusal", "content_filter", "SAFETY")]
    [InlineData("pause_turn", "stop", "OTHER")]
    public void Why_the_model_stopped_is_told_in_the_client_s_words(string anthropic, string openAi, string gemini)
    {
        var answer = $$$$$"""{"id":"m","type":"message","role":"assistant","model":"c","content":[],"stop_reason":"{{{{{anthropic}}}}}","usage":{"input_tokens":1,"output_tokens":0}}""";
        Assert.Equal(openAi, (string?)Node(Sample.Chat, Sample.Messages, answer)["choices"]![0]!["finish_reason"]);
        Assert.Equal(gemini, (string?)Node(Sample.Gemini, Sample.Messages, answer)["candidates"]![0]!["finishReason"]);
    }

    [Fact]
    public void A_prompt_that_gemini_blocks_is_an_answer_without_words()
    {
        var answer = Node(Sample.Chat, Sample.Gemini, """{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}}""");
        Assert.Equal("content_filter", (string?)answer["choices"]![0]!["finish_reason"]);
        Assert.Null(answer["choices"]![0]!["message"]!["content"]);
        Assert.Equal(4, (int?)answer["usage"]!["prompt_tokens"]);
    }

    [Fact]
    public void Thoughts_are_left_out_and_counted()
    {
        var answer = Node(Sample.Messages, Sample.Gemini, """{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"yes","thoughtSignature":"AAEC"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":2,"thoughtsTokenCount":3}}""");
        Assert.Equal("""[{"type":"text","text":"yes"}]""", answer["content"]!.ToJsonString());
        Assert.Equal(5, (int?)answer["usage"]!["output_tokens"]);
    }

    [Fact]
    public void Calls_to_which_gemini_gave_no_id_get_one_that_is_this_exchange_s_own()
    {
        var answer = Node(Sample.Chat, Sample.Gemini, """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"a","args":{}}},{"functionCall":{"name":"a"}}]},"finishReason":"STOP"}]}""");
        Assert.Equal(["call_1_0", "call_1_1"], answer["choices"]![0]!["message"]!["tool_calls"]!.AsArray().Select(c => (string?)c!["id"]));
        Assert.Equal("tool_calls", (string?)answer["choices"]![0]!["finish_reason"]);
    }

    [Theory]
    [InlineData("chat", """{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":"a"}},{"index":1,"message":{"role":"assistant","content":"b"}}]}""")]
    [InlineData("chat", """{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":null,"audio":{"data":"AAAA"}}}]}""")]
    [InlineData("chat", """{"id":"x","choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"nope"}}]}}]}""")]
    [InlineData("messages", """{"id":"m","type":"message","content":[{"type":"web_search_tool_result","tool_use_id":"x","content":[]}]}""")]
    [InlineData("gemini", """{"candidates":[{"content":{"parts":[{"executableCode":{"code":"1"}}]}}]}""")]
    [InlineData("converse", """{"output":{"message":{"role":"assistant","content":[{"image":{"format":"png","source":{"bytes":"AAAA"}}}]}}}""")]
    public void An_answer_that_says_what_the_client_could_not_read_is_no_answer(string from, string answer)
    {
        var upstream = Sample.Named(from);
        var client = upstream == Sample.Chat ? Sample.Messages : Sample.Chat;
        Assert.NotNull(Translations.Answer(client, upstream, answer).Failure);
    }

    [Theory]
    [InlineData("chat", """{"error":{"message":"Slow down.","type":"requests","code":"rate_limit_exceeded"}}""", "rate_limit_exceeded")]
    [InlineData("messages", """{"type":"error","error":{"type":"rate_limit_error","message":"Slow down."},"request_id":"r"}""", "rate_limit_error")]
    [InlineData("gemini", """{"error":{"code":429,"message":"Slow down.","status":"RESOURCE_EXHAUSTED"}}""", "RESOURCE_EXHAUSTED")]
    [InlineData("gemini", """[{"error":{"code":429,"message":"Slow down.","status":"RESOURCE_EXHAUSTED"}}]""", "RESOURCE_EXHAUSTED")]
    [InlineData("converse", """{"message":"Slow down."}""", "upstream_error")]
    [InlineData("chat", """{"error":{"message":"Slow down.","type":null,"code":"an odd code"}}""", "upstream_error")]
    public void An_error_keeps_its_sentence_and_its_word(string from, string body, string code)
    {
        var error = Translations.Begun(Sample.Messages, Sample.Named(from)).Error(body.Utf8());
        Assert.Equal((code, "Slow down."), (error.Code, error.Message));
    }

    private static JsonNode Node(Sample client, Sample upstream, string answer)
    {
        var (body, failure) = Translations.Answer(client, upstream, answer);
        Assert.Null(failure);
        return JsonNode.Parse(body)!;
    }
}
