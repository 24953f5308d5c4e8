using static Bartizan.Gateway.Tests.Coverage.CoverageField;
using static Bartizan.Gateway.Tests.Coverage.CoverageFlow;

namespace Bartizan.Gateway.Tests.Coverage;

internal static partial class CoverageRows
{
    private static IEnumerable<CoverageRow> AnthropicMessages()
    {
        const string Name = "anthropic-messages";
        const string Hi = """{"role":"user","content":"hi"}""";
        return
        [
            new(Name, Request, SystemPrompt, """{"model":"claude-test","max_tokens":9,"system":[{"type":"text","text":"write to @@ now"}],"messages":[{"role":"user","content":"hi"}]}"""),
            Ask(User, """{"role":"user","content":"write to @@ now"}"""),
            Ask(Assistant, """{"role":"assistant","content":[{"type":"text","text":"write to @@ now"}]},""" + Hi),
            new(Name, Request, ToolDefinition, """{"model":"claude-test","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"tools":[{"name":"f","description":"write to @@ now","input_schema":{"type":"object"}}]}"""),
            Ask(ToolArguments, """{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{"to":"@@"}}]},""" + Hi),
            Ask(ToolResult, """{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"write to @@ now"}]}]}"""),
            Ask(Document, """{"role":"user","content":[{"type":"document","title":"t","source":{"type":"text","media_type":"text/plain","data":"write to @@ now"}}]}"""),
            Ask(Reasoning, """{"role":"assistant","content":[{"type":"thinking","thinking":"write to @@ now","signature":"c2ln"}]},""" + Hi),
            Ask(Citation, """{"role":"assistant","content":[{"type":"text","text":"ok","citations":[{"type":"char_location","cited_text":"write to @@ now","document_index":0,"start_char_index":0,"end_char_index":5}]}]},""" + Hi),
            Ask(FileText, """{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"text/plain","data":"@64@"}}]}"""),
            Ask(ImageAddress, """{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://x.example/?to=@@"}}]}"""),
            new(Name, Request, UnknownField, """{"model":"claude-test","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"vendor":{"note":["@@"]}}"""),
            .. None(Name, Request, "this format says refusals as a stop reason", Refusal),
            .. None(Name, Request, "this format has none", Logprobs, SecondChoice),

            Answered(Assistant, """{"type":"text","text":"write to @@ now"}"""),
            Answered(ToolArguments, """{"type":"tool_use","id":"c1","name":"f","input":{"to":"@@"}}"""),
            Answered(ToolResult, """{"type":"web_search_tool_result","tool_use_id":"c1","content":[{"type":"web_search_result","url":"https://x.example","title":"write to @@ now","encrypted_content":"c2ln"}]}"""),
            Answered(Reasoning, """{"type":"thinking","thinking":"write to @@ now","signature":"c2ln"}"""),
            Answered(Citation, """{"type":"text","text":"ok","citations":[{"type":"char_location","cited_text":"write to @@ now","document_index":0,"start_char_index":0,"end_char_index":5}]}"""),
            Answered(UnknownField, """{"type":"vendor_block","note":["@@"]}"""),
            .. None(Name, Answer, "only requests have it", SystemPrompt, User, ToolDefinition, Document, FileText, ImageAddress),
            .. None(Name, Answer, "this format says refusals as a stop reason", Refusal),
            .. None(Name, Answer, "this format has none", Logprobs, SecondChoice),

            Streamed(Assistant, """{"type":"text","text":""}""", """{"type":"text_delta","text":"write to @1@"}""", """{"type":"text_delta","text":"@2@ now"}"""),
            Streamed(ToolArguments, """{"type":"tool_use","id":"c1","name":"f","input":{}}""", """{"type":"input_json_delta","partial_json":"{\"to\":\"@1@"}""", """{"type":"input_json_delta","partial_json":"@2@\"}"}"""),
            Streamed(ToolResult, """{"type":"web_search_tool_result","tool_use_id":"c1","content":[{"type":"web_search_result","url":"https://x.example","title":"write to @@ now","encrypted_content":"c2ln"}]}"""),
            Streamed(Reasoning, """{"type":"thinking","thinking":"","signature":""}""", """{"type":"thinking_delta","thinking":"write to @1@"}""", """{"type":"thinking_delta","thinking":"@2@ now"}""", """{"type":"signature_delta","signature":"c2ln"}"""),
            Streamed(Citation, """{"type":"text","text":"","citations":[]}""", """{"type":"citations_delta","citation":{"type":"char_location","cited_text":"write to @@ now","document_index":0,"start_char_index":0,"end_char_index":5}}""", """{"type":"text_delta","text":"ok"}"""),
            Streamed(UnknownField, """{"type":"vendor_block","note":""}""", """{"type":"vendor_delta","note":"write to @1@"}""", """{"type":"vendor_delta","note":"@2@ now"}"""),
            .. None(Name, StreamedAnswer, "only requests have it", SystemPrompt, User, ToolDefinition, Document, FileText, ImageAddress),
            .. None(Name, StreamedAnswer, "this format says refusals as a stop reason", Refusal),
            .. None(Name, StreamedAnswer, "this format has none", Logprobs, SecondChoice),
        ];

        CoverageRow Ask(CoverageField field, string messages) => new(Name, Request, field, $$$"""{"model":"claude-test","max_tokens":9,"messages":[{{{messages}}}]}""");

        CoverageRow Answered(CoverageField field, string block) =>
            new(Name, Answer, field, $$$"""{"id":"x","type":"message","role":"assistant","model":"claude-test","content":[{{{block}}}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":5}}""");

        CoverageRow Streamed(CoverageField field, string block, params string[] deltas) => new(
            Name,
            StreamedAnswer,
            field,
            Event("message_start", """ "message":{"id":"x","type":"message","role":"assistant","model":"claude-test","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":1}}""")
            + Event("content_block_start", $$$""" "index":0,"content_block":{{{block}}}""")
            + string.Concat(deltas.Select(d => Event("content_block_delta", $$$""" "index":0,"delta":{{{d}}}""")))
            + Event("content_block_stop", """ "index":0""")
            + Event("message_delta", """ "delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}""")
            + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");

        static string Event(string type, string rest) => $"event: {type}\ndata: {{\"type\":\"{type}\",{rest.TrimStart()}}}\n\n";
    }
}
