using static Bartizan.Gateway.Tests.Coverage.CoverageField;
using static Bartizan.Gateway.Tests.Coverage.CoverageFlow;

namespace Bartizan.Gateway.Tests.Coverage;

internal static partial class CoverageRows
{
    private static IEnumerable<CoverageRow> OpenAiResponses()
    {
        const string Name = "openai-responses";
        return
        [
            new(Name, Request, SystemPrompt, """{"model":"gpt-test","input":"hi","instructions":"write to @@ now"}"""),
            new(Name, Request, User, """{"model":"gpt-test","input":"write to @@ now"}"""),
            Ask(Assistant, """{"type":"message","role":"assistant","content":[{"type":"output_text","text":"write to @@ now","annotations":[]}]}"""),
            new(Name, Request, ToolDefinition, """{"model":"gpt-test","input":"hi","tools":[{"type":"function","name":"f","description":"write to @@ now","parameters":{"type":"object"}}]}"""),
            Ask(ToolArguments, """{"type":"function_call","call_id":"c1","name":"f","arguments":"{\"to\":\"@@\"}"}"""),
            Ask(ToolResult, """{"type":"function_call_output","call_id":"c1","output":"write to @@ now"}"""),
            Ask(Reasoning, """{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"write to @@ now"}]}"""),
            Ask(Refusal, """{"type":"message","role":"assistant","content":[{"type":"refusal","refusal":"write to @@ now"}]}"""),
            Ask(Citation, """{"type":"message","role":"assistant","content":[{"type":"output_text","text":"ok","annotations":[{"type":"url_citation","url":"https://x.example","title":"write to @@ now","start_index":0,"end_index":1}]}]}"""),
            Ask(Logprobs, """{"type":"message","role":"assistant","content":[{"type":"output_text","text":"ok","annotations":[],"logprobs":[{"token":"@1@","logprob":-1,"bytes":[],"top_logprobs":[]},{"token":"@2@","logprob":-1,"bytes":[],"top_logprobs":[]}]}]}""") with { LeavesMask = false },
            Ask(FileText, """{"role":"user","content":[{"type":"input_file","filename":"a.txt","file_data":"data:text/plain;base64,@64@"}]}"""),
            Ask(ImageAddress, """{"role":"user","content":[{"type":"input_image","image_url":"https://x.example/?to=@@"}]}"""),
            Ask(Document, """{"type":"file_search_call","id":"fs_1","status":"completed","queries":["q"],"results":[{"file_id":"f","filename":"a.txt","text":"write to @@ now","score":0.5}]}"""),
            new(Name, Request, UnknownField, """{"model":"gpt-test","input":"hi","vendor":{"note":["@@"]}}"""),
            .. None(Name, Request, "this format gives one answer", SecondChoice),

            Answered(Assistant, Message("""{"type":"output_text","text":"write to @@ now","annotations":[],"logprobs":[]}""")),
            Answered(ToolArguments, """{"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{\"to\":\"@@\"}","status":"completed"}"""),
            Answered(ToolResult, """{"type":"mcp_call","id":"m_1","name":"f","server_label":"s","arguments":"{}","output":"write to @@ now"}"""),
            Answered(Document, """{"type":"file_search_call","id":"fs_1","status":"completed","queries":["q"],"results":[{"file_id":"f","filename":"a.txt","text":"write to @@ now","score":0.5}]}"""),
            Answered(Reasoning, """{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"write to @@ now"}]}"""),
            Answered(Refusal, Message("""{"type":"refusal","refusal":"write to @@ now"}""")),
            Answered(Citation, Message("""{"type":"output_text","text":"ok","annotations":[{"type":"url_citation","url":"https://x.example","title":"write to @@ now","start_index":0,"end_index":1}],"logprobs":[]}""")),
            Answered(Logprobs, Message("""{"type":"output_text","text":"ok","annotations":[],"logprobs":[{"token":"@1@","logprob":-1,"bytes":[],"top_logprobs":[]},{"token":"@2@","logprob":-1,"bytes":[],"top_logprobs":[]}]}""")) with { LeavesMask = false },
            new(Name, Answer, SystemPrompt, """{"id":"x","object":"response","status":"completed","model":"gpt-test","output":[],"instructions":"write to @@ now"}"""),
            new(Name, Answer, ToolDefinition, """{"id":"x","object":"response","status":"completed","model":"gpt-test","output":[],"tools":[{"type":"function","name":"f","description":"write to @@ now"}]}"""),
            Answered(UnknownField, """{"type":"vendor_item","note":["@@"]}"""),
            .. None(Name, Answer, "only requests have it", User, FileText, ImageAddress),
            .. None(Name, Answer, "this format gives one answer", SecondChoice),

            Streamed(
                Assistant,
                Delta("output_text", """ "item_id":"msg_1","output_index":0,"content_index":0,"logprobs":[],"delta":"write to @1@" """),
                Delta("output_text", """ "item_id":"msg_1","output_index":0,"content_index":0,"logprobs":[],"delta":"@2@ now" """),
                Event("response.output_text.done", """ "item_id":"msg_1","output_index":0,"content_index":0,"logprobs":[],"text":"write to @@ now" """)),
            Streamed(
                ToolArguments,
                Event("response.output_item.added", """ "output_index":0,"item":{"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"","status":"in_progress"}"""),
                Delta("function_call_arguments", """ "item_id":"fc_1","output_index":0,"delta":"{\"to\":\"@1@" """),
                Delta("function_call_arguments", """ "item_id":"fc_1","output_index":0,"delta":"@2@\"}" """),
                Event("response.function_call_arguments.done", """ "item_id":"fc_1","output_index":0,"arguments":"{\"to\":\"@@\"}" """)),
            Streamed(ToolResult, Event("response.output_item.done", """ "output_index":0,"item":{"type":"mcp_call","id":"m_1","name":"f","server_label":"s","arguments":"{}","output":"write to @@ now"}""")),
            Streamed(Document, Event("response.output_item.done", """ "output_index":0,"item":{"type":"file_search_call","id":"fs_1","status":"completed","queries":["q"],"results":[{"file_id":"f","filename":"a.txt","text":"write to @@ now","score":0.5}]}""")),
            Streamed(
                Reasoning,
                Delta("reasoning_summary_text", """ "item_id":"rs_1","output_index":0,"summary_index":0,"delta":"write to @1@" """),
                Delta("reasoning_summary_text", """ "item_id":"rs_1","output_index":0,"summary_index":0,"delta":"@2@ now" """)),
            Streamed(
                Refusal,
                Delta("refusal", """ "item_id":"msg_1","output_index":0,"content_index":0,"delta":"write to @1@" """),
                Delta("refusal", """ "item_id":"msg_1","output_index":0,"content_index":0,"delta":"@2@ now" """)),
            Streamed(Citation, Event("response.output_text.annotation.added", """ "item_id":"msg_1","output_index":0,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","url":"https://x.example","title":"write to @@ now","start_index":0,"end_index":1}""")),
            Streamed(
                Logprobs,
                Delta("output_text", """ "item_id":"msg_1","output_index":0,"content_index":0,"delta":"ok","logprobs":[{"token":"@1@","logprob":-1,"bytes":[],"top_logprobs":[]},{"token":"@2@","logprob":-1,"bytes":[],"top_logprobs":[]}]""")) with { LeavesMask = false },
            Streamed(SystemPrompt, Event("response.created", """ "response":{"id":"x","object":"response","status":"in_progress","model":"gpt-test","output":[],"instructions":"write to @@ now"}""")),
            Streamed(ToolDefinition, Event("response.created", """ "response":{"id":"x","object":"response","status":"in_progress","model":"gpt-test","output":[],"tools":[{"type":"function","name":"f","description":"write to @@ now"}]}""")),
            Streamed(UnknownField, Event("response.vendor.delta", """ "output_index":0,"note":"write to @1@" """), Event("response.vendor.delta", """ "output_index":0,"note":"@2@ now" """)),
            .. None(Name, StreamedAnswer, "only requests have it", User, FileText, ImageAddress),
            .. None(Name, StreamedAnswer, "this format gives one answer", SecondChoice),
        ];

        CoverageRow Ask(CoverageField field, string item) => new(Name, Request, field, $$$"""{"model":"gpt-test","input":[{"role":"user","content":"hi"},{{{item}}}]}""");

        CoverageRow Answered(CoverageField field, string item) =>
            new(Name, Answer, field, $$$"""{"id":"x","object":"response","status":"completed","model":"gpt-test","output":[{{{item}}}],"usage":{"input_tokens":3,"output_tokens":5,"total_tokens":8}}""");

        CoverageRow Streamed(CoverageField field, params string[] events) => new(
            Name, StreamedAnswer, field, string.Concat(events) + Event("response.completed", """ "response":{"id":"x","object":"response","status":"completed","model":"gpt-test","output":[]}"""));

        static string Message(string part) => $$$"""{"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{{{part}}}]}""";

        static string Delta(string what, string rest) => Event($"response.{what}.delta", rest);

        static string Event(string type, string rest) => $"event: {type}\ndata: {{\"type\":\"{type}\",\"sequence_number\":1,{rest.Trim()}}}\n\n";
    }
}
