using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class OpenAiResponsesResponseTests
{
    [Fact]
    public void Every_text_of_a_response_is_found()
    {
        using var reading = Readings.Responses.ReadResponse("""
            {"id":"resp_1","object":"response","created_at":1741476542,"status":"incomplete","error":null,"incomplete_details":{"reason":"max_output_tokens"},
             "instructions":"Be brief.","model":"gpt-5","max_output_tokens":null,"parallel_tool_calls":true,"previous_response_id":"resp_0",
             "output":[
              {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}],"encrypted_content":"gAAAAABo_w=="},
              {"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[
                {"type":"output_text","text":"Hello","annotations":[{"type":"url_citation","start_index":0,"end_index":5,"url":"https://x.org","title":"X"}],
                 "logprobs":[{"token":"Hel","bytes":[72],"logprob":-0.1,"top_logprobs":[]},{"token":"lo","bytes":[],"logprob":-0.1,"top_logprobs":[]}]}]},
              {"type":"function_call","id":"fc_1","call_id":"call_1","name":"f","arguments":"{\"a\":[\"x\",1]}","status":"completed"},
              {"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"q r"}},
              {"type":"mcp_call","id":"mcp_1","server_label":"files","name":"read","arguments":"{}","output":"from a server"},
              {"type":"shell_call","id":"sh_1","call_id":"call_2","action":{"commands":["ls"]},"environment":null}],
             "tools":[{"type":"function","name":"f","description":"Does it."}],"tool_choice":"auto","text":{"format":{"type":"text"}},"metadata":{"k":"v w"},"user":null,
             "usage":{"input_tokens":12,"input_tokens_details":{"cached_tokens":1},"output_tokens":34,"output_tokens_details":{"reasoning_tokens":3},"total_tokens":46},
             "vendor":{"note":"free words"}}
            """u8.ToArray());
        Assert.Equal(
            [
                "System Trusted instructions | Be brief.",
                "Reasoning Model output[0].summary[0].text | Hm.",
                "Assistant Model output[1].content[0].text | Hello",
                "Assistant Untrusted output[1].content[0].annotations[0] | type: url_citation¶start_index: 0¶end_index: 5¶url: https://x.org¶title: X",
                "Assistant Model output[1].content[0].logprobs | Hello",
                "ToolCall Model output[2].arguments | a: x¶1",
                "ToolCall Model output[3].action | type: search¶query: q r",
                "ToolCall Untrusted output[4].server_label | files",
                "ToolResult Untrusted output[4].output | from a server",
                "ToolCall Model output[5].action | commands: ls",
                "ToolDefinition Trusted tools | f¶Does it.",
                "ToolDefinition Trusted tool_choice | auto",
                "ToolDefinition Trusted text | text",
                "User User metadata | k: v w",
                "Assistant Untrusted vendor | note: free words",
            ],
            reading.Lines());
        Assert.Equal(
            [
                new ProposedToolCall("call_1", "f", "{\"a\":[\"x\",1]}", 5),
                new ProposedToolCall("ws_1", "web_search", """{"type":"search","query":"q r"}""", 6, true),
                new ProposedToolCall("mcp_1", "read", "{}", -1, true),
                new ProposedToolCall("call_2", "shell", """{"commands":["ls"]}""", 9),
            ],
            reading.ToolCalls);
        Assert.Equal(["incomplete", "max_output_tokens"], reading.StopReasons);
        Assert.Equal(new TokenUsage(12, 34) { CachedInput = 1 }, reading.Usage);
    }

    [Theory]
    [InlineData("""{"type":"function_call","call_id":"c","name":"n","arguments":"A"}""", "n", "A", false)]
    [InlineData("""{"type":"function_call","call_id":"c","name":"n","input":"harmless","arguments":"A"}""", "n", "A", false)]
    [InlineData("""{"type":"custom_tool_call","call_id":"c","name":"n","input":"A"}""", "n", "A", false)]
    [InlineData("""{"type":"mcp_call","id":"c","name":"n","arguments":"A"}""", "n", "A", true)]
    [InlineData("""{"type":"mcp_approval_request","id":"c","name":"n","arguments":"A"}""", "n", "A", true)]
    [InlineData("""{"type":"code_interpreter_call","id":"c","code":"A"}""", "code_interpreter", "A", true)]
    [InlineData("""{"type":"file_search_call","id":"c","queries":["A"]}""", "file_search", """["A"]""", true)]
    [InlineData("""{"type":"local_shell_call","id":"x","call_id":"c","action":{"command":["A"]}}""", "local_shell", """{"command":["A"]}""", false)]
    [InlineData("""{"type":"apply_patch_call","call_id":"c","operation":{"diff":"A"}}""", "apply_patch", """{"diff":"A"}""", false)]
    [InlineData("""{"type":"computer_call","call_id":"c","action":{"type":"A"}}""", "computer", """{"type":"A"}""", false)]
    [InlineData("""{"type":"teleport_call","call_id":"c","input":"A"}""", "teleport", "A", false)]
    [InlineData("""{"call_id":"c","input":"A","type":"teleport_call","name":"n"}""", "n", "A", false)]
    public void Every_kind_of_call_is_a_proposed_call(string item, string name, string arguments, bool upstream)
    {
        using var reading = Readings.Responses.ReadResponse(("{\"output\":[" + item + "]}").Utf8());
        var call = Assert.Single(reading.ToolCalls);
        Assert.Equal(("c", name, arguments, upstream), (call.Id, call.Name, call.Arguments, call.RunsUpstream));
        Assert.Contains("A", reading.Segments[call.Segment].Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_in_a_stored_prompt_are_no_proposals()
    {
        using var reading = Readings.Responses.ReadResponse("""{"instructions":[{"role":"system","content":"Be kind."},{"type":"function_call","name":"old","arguments":"{\"a\":\"b\"}"}],"output":[]}"""u8.ToArray());
        Assert.Equal(["System Trusted instructions[0].content | Be kind.", "ToolCall Model instructions[1].arguments | a: b"], reading.Lines());
        Assert.Empty(reading.ToolCalls);
    }

    [Fact]
    public void Error_bodies_are_inspected() =>
        Assert.Contains("No such model.", Assert.Single(Readings.Responses.Response("""{"error":{"message":"No such model.","type":"invalid_request_error","param":null,"code":"model_not_found"}}""")));

    [Fact]
    public void Masking_changes_the_spans_and_empties_the_log_probabilities_beside_them()
    {
        const string Body = """
            { "output" : [ {"type":"message","role":"assistant","content":[ {"type":"output_text","text":"a \u0058K123456\/","annotations":[{"title":"XK654321"}],"logprobs":[{"token":"a XK12"},{"token":"3456"}]},
              {"type":"output_text","text":"b","logprobs":[{"token":"b"}]}]},
              {"type":"function_call","name":"f","arguments":"{\"k\": \"XK123456\", \"n\":1}"}], "instructions":"say XK123456" , "n":1.50}
            """;
        using var reading = Readings.Responses.ReadResponse(Body.Utf8());
        Assert.Equal(
            Body.Replace("\\u0058K123456", "[redacted:secret.marker]", StringComparison.Ordinal)
                .Replace("XK654321", "[redacted:secret.marker]", StringComparison.Ordinal)
                .Replace("XK123456", "[redacted:secret.marker]", StringComparison.Ordinal)
                .Replace("""[{"token":"a XK12"},{"token":"3456"}]""", "[]", StringComparison.Ordinal),
            Encoding.UTF8.GetString(Readings.Responses.Redact(reading, MarkerGuard.Inspect(reading.Segments), LabelMask.Instance)));
    }

    [Fact]
    public void Any_text_in_any_encoding_is_masked_and_every_other_string_stays()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var text = RandomJson.Text(random, 12);
            var other = RandomJson.Text(random, 4).Replace("XK", "", StringComparison.Ordinal);
            var body = $$"""{"output":[{"type":"message","content":[{"type":"output_text","text":"{{RandomJson.Encode(random, text)}}"}]},{"type":"function_call_output","output":"{{RandomJson.Encode(random, text)}}"}],"o":["{{RandomJson.Encode(random, other)}}"]}""".Utf8();
            using var reading = Readings.Responses.ReadResponse(body);
            var json = JsonNode.Parse(Readings.Responses.Redact(reading, MarkerGuard.Inspect(reading.Segments), LabelMask.Instance))!;
            Assert.Equal(RedactionCheck.Masked(text), (string?)json["output"]![0]!["content"]![0]!["text"]);
            Assert.Equal(RedactionCheck.Masked(text), (string?)json["output"]![1]!["output"]);
            Assert.Equal(RedactionCheck.Masked(other), (string?)json["o"]![0]);
        }
    }
}
