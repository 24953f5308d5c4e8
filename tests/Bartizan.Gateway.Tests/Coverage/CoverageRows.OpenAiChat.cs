using static Bartizan.Gateway.Tests.Coverage.CoverageField;
using static Bartizan.Gateway.Tests.Coverage.CoverageFlow;

namespace Bartizan.Gateway.Tests.Coverage;

internal static partial class CoverageRows
{
    private static IEnumerable<CoverageRow> OpenAiChat()
    {
        const string Name = "openai-chat";
        return
        [
            Ask(SystemPrompt, """{"role":"system","content":"write to @@ now"},{"role":"user","content":"hi"}"""),
            Ask(User, """{"role":"user","content":[{"type":"text","text":"write to @@ now"}]}"""),
            Ask(Assistant, """{"role":"assistant","content":"write to @@ now"},{"role":"user","content":"hi"}"""),
            new(Name, Request, ToolDefinition, """{"model":"gpt-test","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"f","description":"write to @@ now","parameters":{"type":"object"}}}]}"""),
            Ask(ToolArguments, """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"to\":\"@@\"}"}}]},{"role":"tool","tool_call_id":"c1","content":"ok"}"""),
            Ask(ToolResult, """{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"write to @@ now"}"""),
            Ask(Reasoning, """{"role":"assistant","content":"ok","reasoning_content":"write to @@ now"},{"role":"user","content":"hi"}"""),
            Ask(Refusal, """{"role":"assistant","content":null,"refusal":"write to @@ now"},{"role":"user","content":"hi"}"""),
            Ask(Citation, """{"role":"assistant","content":"ok","annotations":[{"type":"url_citation","url_citation":{"title":"write to @@ now"}}]},{"role":"user","content":"hi"}"""),
            Ask(FileText, """{"role":"user","content":[{"type":"file","file":{"filename":"a.txt","file_data":"data:text/plain;base64,@64@"}}]}"""),
            Ask(ImageAddress, """{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x.example/?to=@@"}}]}"""),
            new(Name, Request, UnknownField, """{"model":"gpt-test","messages":[{"role":"user","content":"hi"}],"vendor":{"note":["@@"]}}"""),
            .. None(Name, Request, "this format has no document block; files and images have rows of their own", Document),
            .. None(Name, Request, "only answers have it", Logprobs, SecondChoice),

            Answered(Assistant, """{"index":0,"message":{"role":"assistant","content":"write to @@ now"},"finish_reason":"stop"}"""),
            Answered(ToolArguments, """{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"to\":\"@@\"}"}}]},"finish_reason":"tool_calls"}"""),
            Answered(Reasoning, """{"index":0,"message":{"role":"assistant","content":"ok","reasoning_content":"write to @@ now"},"finish_reason":"stop"}"""),
            Answered(Refusal, """{"index":0,"message":{"role":"assistant","content":null,"refusal":"write to @@ now"},"finish_reason":"stop"}"""),
            Answered(Citation, """{"index":0,"message":{"role":"assistant","content":"ok","annotations":[{"type":"url_citation","url_citation":{"url":"https://x.example","title":"write to @@ now"}}]},"finish_reason":"stop"}"""),
            Answered(Logprobs, """{"index":0,"message":{"role":"assistant","content":"ok"},"logprobs":{"content":[{"token":"@1@","logprob":-1,"bytes":null,"top_logprobs":[]},{"token":"@2@","logprob":-1,"bytes":null,"top_logprobs":[]}],"refusal":null},"finish_reason":"stop"}""") with { LeavesMask = false },
            Answered(SecondChoice, """{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"},{"index":1,"message":{"role":"assistant","content":"write to @@ now"},"finish_reason":"stop"}"""),
            new(Name, Answer, UnknownField, """{"id":"x","object":"chat.completion","created":1,"model":"gpt-test","choices":[],"vendor":{"note":["@@"]}}"""),
            .. None(Name, Answer, "only requests have it", SystemPrompt, User, ToolDefinition, ToolResult, Document, FileText, ImageAddress),

            Streamed(Assistant, """{"content":"write to @1@"}""", """{"content":"@2@ now"}"""),
            Streamed(ToolArguments, """{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{\"to\":\"@1@"}}]}""", """{"tool_calls":[{"index":0,"function":{"arguments":"@2@\"}"}}]}"""),
            Streamed(Reasoning, """{"reasoning_content":"write to @1@"}""", """{"reasoning_content":"@2@ now"}"""),
            Streamed(Refusal, """{"refusal":"write to @1@"}""", """{"refusal":"@2@ now"}"""),
            Streamed(Citation, """{"annotations":[{"type":"url_citation","url_citation":{"title":"write to @@ now"}}]}"""),
            new(Name, StreamedAnswer, Logprobs, Chunk("{}", """ "logprobs":{"content":[{"token":"@1@","logprob":-1,"bytes":null,"top_logprobs":[]},{"token":"@2@","logprob":-1,"bytes":null,"top_logprobs":[]}]},""") + Chunk("{}", reason: "\"stop\"") + "data: [DONE]\n\n") { LeavesMask = false },
            new(Name, StreamedAnswer, SecondChoice, Chunk("""{"content":"ok"}""") + Chunk("""{"content":"write to @1@"}""", index: 1) + Chunk("""{"content":"@2@ now"}""", index: 1) + Chunk("{}", reason: "\"stop\"") + Chunk("{}", reason: "\"stop\"", index: 1) + "data: [DONE]\n\n"),
            Streamed(UnknownField, """{"vendor":{"note":["@@"]}}"""),
            .. None(Name, StreamedAnswer, "only requests have it", SystemPrompt, User, ToolDefinition, ToolResult, Document, FileText, ImageAddress),
        ];

        CoverageRow Ask(CoverageField field, string messages) => new(Name, Request, field, $$$"""{"model":"gpt-test","messages":[{{{messages}}}]}""");

        CoverageRow Answered(CoverageField field, string choices) =>
            new(Name, Answer, field, $$$"""{"id":"x","object":"chat.completion","created":1,"model":"gpt-test","choices":[{{{choices}}}],"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}""");

        CoverageRow Streamed(CoverageField field, params string[] deltas) =>
            new(Name, StreamedAnswer, field, string.Concat(deltas.Select(d => Chunk(d))) + Chunk("{}", reason: "\"stop\"") + "data: [DONE]\n\n");

        static string Chunk(string delta, string more = "", string reason = "null", int index = 0) =>
            $$$"""data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"gpt-test","choices":[{"index":{{{index}}},"delta":{{{delta}}},{{{more}}}"finish_reason":{{{reason}}}}]}""" + "\n\n";
    }
}
