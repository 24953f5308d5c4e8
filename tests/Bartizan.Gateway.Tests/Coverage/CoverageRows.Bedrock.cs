using Bartizan.Gateway.Tests.Support;
using static Bartizan.Gateway.Tests.Coverage.CoverageField;
using static Bartizan.Gateway.Tests.Coverage.CoverageFlow;

namespace Bartizan.Gateway.Tests.Coverage;

internal static partial class CoverageRows
{
    private static readonly CoverageDialect[] Bedrock =
    [
        new("bedrock-converse", "/bedrock/model/anthropic.test-v1%3A0/converse", """{"messages":[{"role":"user","content":[{"text":"hi"}]}]}""", """{"output":{"message":{"role":"assistant","content":[{"text":"ok"}]}},"stopReason":"end_turn"}""")
        {
            StreamPath = "/bedrock/model/anthropic.test-v1%3A0/converse-stream",
            StreamType = "application/vnd.amazon.eventstream",
            Event = line => AmazonEvents.Event(line.Split(' ', 2)[0], line.Split(' ', 2)[1]),
        },
        new("bedrock-invoke", "/bedrock/model/meta.test-v1%3A0/invoke", """{"prompt":"hi"}""", """{"generation":"ok"}""")
        {
            StreamPath = "/bedrock/model/meta.test-v1%3A0/invoke-with-response-stream",
            StreamType = "application/vnd.amazon.eventstream",
            Event = line => AmazonEvents.Chunk(line.Split(' ', 2)[1]),
        },
    ];

    private static IEnumerable<CoverageRow> BedrockConverse()
    {
        const string Name = "bedrock-converse";
        const string Hi = """{"role":"user","content":[{"text":"hi"}]}""";
        return
        [
            new(Name, Request, SystemPrompt, """{"system":[{"text":"write to @@ now"}],"messages":[{"role":"user","content":[{"text":"hi"}]}]}"""),
            Ask(User, """{"text":"write to @@ now"}"""),
            new(Name, Request, Assistant, """{"messages":[{"role":"assistant","content":[{"text":"write to @@ now"}]},{"role":"user","content":[{"text":"hi"}]}]}"""),
            new(Name, Request, ToolDefinition, """{"messages":[{"role":"user","content":[{"text":"hi"}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"write to @@ now","inputSchema":{"json":{}}}}]}}"""),
            new(Name, Request, ToolArguments, """{"messages":[{"role":"assistant","content":[{"toolUse":{"toolUseId":"t","name":"f","input":{"to":"@@"}}}]},""" + Hi + "]}"),
            Ask(ToolResult, """{"toolResult":{"toolUseId":"t","content":[{"json":{"text":"write to @@ now"}}]}}"""),
            Ask(Document, """{"document":{"format":"pdf","name":"n","source":{"content":[{"text":"write to @@ now"}]}}}"""),
            new(Name, Request, Reasoning, """{"messages":[{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"write to @@ now","signature":"c2ln"}}}]},""" + Hi + "]}"),
            new(Name, Request, Citation, """{"messages":[{"role":"assistant","content":[{"citationsContent":{"content":[{"text":"ok"}],"citations":[{"title":"t","sourceContent":[{"text":"write to @@ now"}]}]}}]},""" + Hi + "]}"),
            Ask(FileText, """{"document":{"format":"txt","name":"n","source":{"bytes":"@64@"}}}"""),
            Ask(ImageAddress, """{"image":{"format":"png","source":{"s3Location":{"uri":"s3://x/?to=@@"}}}}"""),
            new(Name, Request, UnknownField, """{"messages":[{"role":"user","content":[{"text":"hi"}]}],"vendor":{"note":["@@"]}}"""),
            .. None(Name, Request, "this format says refusals as a stop reason", Refusal),
            .. None(Name, Request, "this format has none", Logprobs, SecondChoice),

            Answered(Assistant, """{"text":"write to @@ now"}"""),
            Answered(ToolArguments, """{"toolUse":{"toolUseId":"t","name":"f","input":{"to":"@@"}}}"""),
            Answered(ToolResult, """{"toolResult":{"toolUseId":"t","content":[{"text":"write to @@ now"}]}}"""),
            Answered(Document, """{"searchResult":{"source":"s","title":"t","content":[{"text":"write to @@ now"}]}}"""),
            Answered(Reasoning, """{"reasoningContent":{"reasoningText":{"text":"write to @@ now","signature":"c2ln"}}}"""),
            Answered(Citation, """{"citationsContent":{"content":[{"text":"ok"}],"citations":[{"title":"t","sourceContent":[{"text":"write to @@ now"}]}]}}"""),
            Answered(UnknownField, """{"novelty":{"note":["@@"]}}"""),
            .. None(Name, Answer, "only requests have it", SystemPrompt, User, ToolDefinition, FileText, ImageAddress),
            .. None(Name, Answer, "this format says refusals as a stop reason", Refusal),
            .. None(Name, Answer, "this format has none", Logprobs, SecondChoice),

            Streamed(Assistant, """{"text":"write to @1@"}""", """{"text":"@2@ now"}"""),
            Streamed(ToolArguments, """{"toolUse":{"input":"{\"to\":\"@1@"}}""", """{"toolUse":{"input":"@2@\"}"}}"""),
            Streamed(ToolResult, """{"toolResult":[{"text":"write to @1@"}]}""", """{"toolResult":[{"text":"@2@ now"}]}"""),
            Streamed(Reasoning, """{"reasoningContent":{"text":"write to @1@"}}""", """{"reasoningContent":{"text":"@2@ now"}}""", """{"reasoningContent":{"signature":"c2ln"}}"""),
            Streamed(Citation, """{"citation":{"title":"t","sourceContent":[{"text":"write to @1@"}]}}""", """{"citation":{"sourceContent":[{"text":"@2@ now"}]}}"""),
            Streamed(UnknownField, """{"novelty":"write to @1@"}""", """{"novelty":"@2@ now"}"""),
            .. None(Name, StreamedAnswer, "only requests have it", SystemPrompt, User, ToolDefinition, FileText, ImageAddress),
            .. None(Name, StreamedAnswer, "its streams bring documents as results of tools and citations", Document),
            .. None(Name, StreamedAnswer, "this format says refusals as a stop reason", Refusal),
            .. None(Name, StreamedAnswer, "this format has none", Logprobs, SecondChoice),
        ];

        CoverageRow Ask(CoverageField field, string block) => new(Name, Request, field, $$$"""{"messages":[{"role":"user","content":[{{{block}}}]}]}""");

        CoverageRow Answered(CoverageField field, string block) =>
            new(Name, Answer, field, $$$"""{"output":{"message":{"role":"assistant","content":[{{{block}}}]}},"stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":5,"totalTokens":8}}""");

        CoverageRow Streamed(CoverageField field, params string[] deltas) => new(
            Name,
            StreamedAnswer,
            field,
            "messageStart {\"role\":\"assistant\"}\n"
            + (field == ToolArguments ? """contentBlockStart {"contentBlockIndex":0,"start":{"toolUse":{"toolUseId":"t","name":"f"}}}""" + "\n" : "")
            + string.Concat(deltas.Select(d => $$$"""contentBlockDelta {"contentBlockIndex":0,"delta":{{{d}}},"p":"abc"}""" + "\n"))
            + """
            contentBlockStop {"contentBlockIndex":0}
            messageStop {"stopReason":"end_turn"}
            metadata {"usage":{"inputTokens":3,"outputTokens":5,"totalTokens":8}}
            """.ReplaceLineEndings("\n"));
    }

    private static IEnumerable<CoverageRow> BedrockInvoke()
    {
        const string Name = "bedrock-invoke";
        return
        [
            Ask(SystemPrompt, """{"prompt":"hi","system":"write to @@ now"}"""),
            Ask(User, """{"prompt":"write to @@ now"}"""),
            Ask(Assistant, """{"messages":[{"role":"assistant","content":"write to @@ now"},{"role":"user","content":"hi"}]}"""),
            Ask(ToolDefinition, """{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"f","description":"write to @@ now","input_schema":{}}]}"""),
            Ask(ToolArguments, """{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"to":"@@"}}]},{"role":"user","content":"hi"}]}"""),
            Ask(ToolResult, """{"messages":[{"role":"tool","content":"write to @@ now"}]}"""),
            Ask(Document, """{"message":"hi","documents":[{"title":"t","snippet":"write to @@ now"}]}"""),
            Ask(Reasoning, """{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"write to @@ now","signature":"c2ln"}]},{"role":"user","content":"hi"}]}"""),
            Ask(Citation, """{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"assistant","content":[{"type":"text","text":"ok","citations":[{"type":"char_location","cited_text":"write to @@ now"}]}]},{"role":"user","content":"hi"}]}"""),
            Ask(FileText, """{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"text/plain","data":"@64@"}}]}]}"""),
            Ask(ImageAddress, """{"schemaVersion":"messages-v1","messages":[{"role":"user","content":[{"image":{"format":"png","source":{"s3Location":{"uri":"s3://x/?to=@@"}}}}]}]}"""),
            Ask(UnknownField, """{"prompt":"hi","vendor":{"note":["@@"]}}"""),
            .. None(Name, Request, "only answers have it", Refusal, Logprobs, SecondChoice),

            Answered(Assistant, """{"generation":"write to @@ now"}"""),
            Answered(ToolArguments, """{"choices":[{"message":{"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{\"to\":\"@@\"}"}}]}}]}"""),
            Answered(ToolResult, """{"type":"message","role":"assistant","content":[{"type":"web_search_tool_result","tool_use_id":"t","content":[{"type":"web_search_result","title":"write to @@ now"}]}]}"""),
            Answered(Document, """{"text":"ok","documents":[{"title":"write to @@ now"}]}"""),
            Answered(Reasoning, """{"type":"message","role":"assistant","content":[{"type":"thinking","thinking":"write to @@ now","signature":"c2ln"}]}"""),
            Answered(Refusal, """{"choices":[{"message":{"refusal":"write to @@ now"}}]}"""),
            Answered(Citation, """{"text":"ok","citations":[{"text":"write to @@ now"}]}"""),
            Answered(Logprobs, """{"text":"ok","token_likelihoods":[{"token":"write to @@ now","likelihood":-1}]}"""),
            Answered(SecondChoice, """{"results":[{"outputText":"ok"},{"outputText":"write to @@ now"}]}"""),
            Answered(UnknownField, """{"generation":"ok","vendor":{"note":["@@"]}}"""),
            .. None(Name, Answer, "only requests have it", SystemPrompt, User, ToolDefinition, FileText, ImageAddress),

            Streamed(Assistant, """{"generation":"write to @1@"}""", """{"generation":"@2@ now"}"""),
            Streamed(
                ToolArguments,
                """{"type":"message_start","message":{"id":"x","type":"message","role":"assistant","model":"m","content":[]}}""",
                """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"to\":\"@1@"}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"@2@\"}"}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"message_stop"}"""),
            Streamed(Reasoning, """{"messageStart":{"role":"assistant"}}""", """{"contentBlockDelta":{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"write to @1@"}}}}""", """{"contentBlockDelta":{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"@2@ now"}}}}""", """{"messageStop":{"stopReason":"end_turn"}}"""),
            Streamed(Citation, """{"text":"ok"}""", """{"citations":[{"text":"write to @1@"}]}""", """{"citations":[{"text":"@2@ now"}]}"""),
            Streamed(UnknownField, """{"generation":"ok","vendor":{"note":"write to @1@"}}""", """{"generation":"ok","vendor":{"note":"@2@ now"}}"""),
            .. None(Name, StreamedAnswer, "only requests have it", SystemPrompt, User, ToolDefinition, FileText, ImageAddress),
            .. None(Name, StreamedAnswer, "a vendor's field by any name grows like the unknown one", ToolResult, Document, Refusal, Logprobs, SecondChoice),
        ];

        static CoverageRow Ask(CoverageField field, string body) => new(Name, Request, field, body);

        static CoverageRow Answered(CoverageField field, string body) => new(Name, Answer, field, body);

        static CoverageRow Streamed(CoverageField field, params string[] events) => new(Name, StreamedAnswer, field, string.Join('\n', events.Select(e => "chunk " + e)));
    }
}
