using System.Text;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class ConverseTests
{
    [Fact]
    public void Every_block_of_a_request_is_somebody_s_words() => Assert.Equal(
        [
            "System Trusted system[0].text | be kind",
            "System Trusted system[1].guardContent.text.text | guarded",
            "User User messages[0].content[0].text | hi",
            "Document Untrusted messages[0].content[1].document.name | report",
            "Document Untrusted messages[0].content[1].document.source.bytes | hello there",
            "Document Untrusted messages[0].content[2].document.source.content[0].text | part",
            "Document Untrusted messages[0].content[2].document.context | why",
            "Document Untrusted messages[0].content[3].image.source.* | s3Location: uri: s3://b/k",
            "ToolResult Untrusted messages[0].content[4].toolResult.content[0].json | a: 1",
            "ToolResult Untrusted messages[0].content[4].toolResult.content[1].text | done",
            "Document Untrusted messages[0].content[5].searchResult.title | t",
            "Document Untrusted messages[0].content[5].searchResult.content[0].text | found",
            "Document Untrusted messages[0].content[6].novelty | words: new",
            "Reasoning Model messages[1].content[0].reasoningContent.reasoningText.text | hmm",
            "Assistant Model messages[1].content[1].citationsContent.content[0].text | said",
            "Document Untrusted messages[1].content[1].citationsContent.citations | title: book",
            "ToolCall Model messages[1].content[2].toolUse.input | to: x",
            "User User inferenceConfig.stopSequences | END",
            "ToolDefinition Trusted toolConfig.tools[0] | f¶does",
            "ToolDefinition Trusted toolConfig.toolChoice | auto",
            "User User requestMetadata | team: pay",
        ],
        Readings.Converse.Request("""
            {"system":[{"text":"be kind"},{"guardContent":{"text":{"text":"guarded"}}},{"cachePoint":{"type":"default"}}],
             "messages":[
              {"role":"user","content":[{"text":"hi"},
                {"document":{"format":"txt","name":"report","source":{"bytes":"aGVsbG8gdGhlcmU="}}},
                {"document":{"format":"pdf","source":{"content":[{"text":"part"}]},"context":"why"}},
                {"image":{"format":"png","source":{"s3Location":{"uri":"s3://b/k"}}}},
                {"toolResult":{"toolUseId":"tooluse_1","status":"success","content":[{"json":{"a":1}},{"text":"done"}]}},
                {"searchResult":{"title":"t","content":[{"text":"found"}]}},
                {"novelty":{"words":"new"}}]},
              {"role":"assistant","content":[
                {"reasoningContent":{"reasoningText":{"text":"hmm","signature":"AAEC/w=="}}},
                {"citationsContent":{"content":[{"text":"said"}],"citations":[{"title":"book"}]}},
                {"toolUse":{"toolUseId":"tooluse_1","name":"f","input":{"to":"x"}}}]}],
             "inferenceConfig":{"maxTokens":100000,"temperature":0.5,"stopSequences":["END"]},
             "toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"does","inputSchema":{"json":{"type":"object"}}}},{"cachePoint":{"type":"default"}}],"toolChoice":{"auto":{}}},
             "requestMetadata":{"team":"pay"}}
            """));

    [Fact]
    public void Tools_count_wherever_they_are_offered()
    {
        using var reading = Readings.Converse.ReadRequest("""
            {"messages":[{"role":"user","content":[{"toolAddition":{"tool":{"type":"custom","name":"late"}}}]}],
             "toolConfig":{"tools":[{"cachePoint":{"type":"default"}},{"toolSpec":{"name":"f"}},{"systemTool":{"name":"web"}},{"cachePoint":{},"toolSpec":{"name":"hidden"}}]},
             "additionalModelRequestFields":{"tools":[{"type":"computer_20241022","name":"computer"}]}}
            """.Utf8());
        Assert.Null(reading.Failure);
        Assert.Equal(["late", "f", "web", "hidden", "computer"], reading.Tools);
        Assert.False(reading.HidesContext);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"messages":null}""")]
    [InlineData("""{"messages":[],"promptVariables":{"a":{"text":"b"}}}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"document":{"name":"n","source":{"s3Location":{"uri":"s3://b/k"}}}}]}]}""")]
    public void What_only_Amazon_has_is_said_to_be_hidden(string body)
    {
        using var reading = Readings.Converse.ReadRequest(body.Utf8());
        Assert.True(reading.HidesContext);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"messages":{}}""")]
    [InlineData("""{"messages":["hi"]}""")]
    [InlineData("""{"toolConfig":{"tools":{}}}""")]
    [InlineData("""{"messages":[],"Messages":[]}""")]
    public void What_has_no_clear_meaning_is_refused(string body)
    {
        using var reading = Readings.Converse.ReadRequest(body.Utf8());
        Assert.NotNull(reading.Failure);
    }

    [Fact]
    public void Signed_reasoning_is_never_edited_under_its_signature()
    {
        Assert.Equal(
            """{"messages":[{"role":"assistant","content":[{"text":"[redacted:secret.marker]"},{"text":"ok"}]}]}""",
            Masked("""{"messages":[{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"see XK123456","signature":"AAEC"}}},{"text":"ok"}]}]}""", request: true));
        Assert.Equal(
            """{"output":{"message":{"content":[{"reasoningContent":{"reasoningText":{"text":"see [redacted:secret.marker]","signature":""}}}]}},"stopReason":"end_turn"}""",
            Masked("""{"output":{"message":{"content":[{"reasoningContent":{"reasoningText":{"text":"see XK123456","signature":"AAEC"}}}]}},"stopReason":"end_turn"}""", request: false));
    }

    [Fact]
    public void An_answer_has_calls_usage_and_a_reason()
    {
        using var reading = Readings.Converse.ReadResponse("""
            {"output":{"message":{"role":"assistant","content":[{"text":"ok"},{"toolUse":{"toolUseId":"t1","name":"pay","input":{"to":"x"}}},{"toolUse":{"toolUseId":"t2","name":"web","type":"server_tool_use","input":{}}}]}},
             "stopReason":"tool_use","usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7},"metrics":{"latencyMs":1234567},"trace":{"guardrail":{"modelOutput":["quoted"]}}}
            """.Utf8());
        Assert.Equal(["Assistant Model output.message.content[0].text | ok", "ToolCall Model output.message.content[1].toolUse.input | to: x", "Assistant Untrusted trace | guardrail: modelOutput: quoted"], reading.Lines());
        Assert.Equal([new("t1", "pay", """{"to":"x"}""", 1), new("t2", "web", "{}", -1, RunsUpstream: true)], reading.ToolCalls);
        Assert.Equal((3L, 4L, "tool_use"), (reading.Usage.Input, reading.Usage.Output, Assert.Single(reading.StopReasons)));
    }

    private static string Masked(string body, bool request)
    {
        using Bartizan.Gateway.Dialects.IReading reading = request ? Readings.Converse.ReadRequest(body.Utf8()) : Readings.Converse.ReadResponse(body.Utf8());
        Assert.Null(reading.Failure);
        return Encoding.UTF8.GetString(Readings.Converse.Redact(reading, MarkerGuard.Inspect(reading.Segments), LabelMask.Instance));
    }
}
