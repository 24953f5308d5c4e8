using static Bartizan.Gateway.Tests.Coverage.CoverageField;
using static Bartizan.Gateway.Tests.Coverage.CoverageFlow;

namespace Bartizan.Gateway.Tests.Coverage;

internal static partial class CoverageRows
{
    private static IEnumerable<CoverageRow> Gemini()
    {
        const string Name = "gemini";
        const string Hi = """{"role":"user","parts":[{"text":"hi"}]}""";
        return
        [
            new(Name, Request, SystemPrompt, """{"systemInstruction":{"parts":[{"text":"write to @@ now"}]},"contents":[{"role":"user","parts":[{"text":"hi"}]}]}"""),
            Ask(User, """{"role":"user","parts":[{"text":"write to @@ now"}]}"""),
            Ask(Assistant, """{"role":"model","parts":[{"text":"write to @@ now"}]},""" + Hi),
            new(Name, Request, ToolDefinition, """{"contents":[{"role":"user","parts":[{"text":"hi"}]}],"tools":[{"functionDeclarations":[{"name":"f","description":"write to @@ now"}]}]}"""),
            Ask(ToolArguments, """{"role":"model","parts":[{"functionCall":{"name":"f","args":{"to":"@@"}}}]},""" + Hi),
            Ask(ToolResult, """{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"text":"write to @@ now"}}}]}"""),
            Ask(Reasoning, """{"role":"model","parts":[{"text":"write to @@ now","thought":true,"thoughtSignature":"c2ln"}]},""" + Hi),
            Ask(FileText, """{"role":"user","parts":[{"inlineData":{"mimeType":"text/plain","data":"@64@"}}]}"""),
            Ask(ImageAddress, """{"role":"user","parts":[{"fileData":{"mimeType":"image/png","fileUri":"https://x.example/?to=@@"}}]}"""),
            new(Name, Request, UnknownField, """{"contents":[{"role":"user","parts":[{"text":"hi"}]}],"vendor":{"note":["@@"]}}"""),
            .. None(Name, Request, "this format has no document block; files and images have rows of their own", Document),
            .. None(Name, Request, "this format says refusals as a reason to finish", Refusal),
            .. None(Name, Request, "only answers have it", Citation, Logprobs, SecondChoice),

            Answered(Assistant, Candidate(0, """{"text":"write to @@ now"}""")),
            Answered(ToolArguments, Candidate(0, """{"functionCall":{"name":"f","args":{"to":"@@"}}}""")),
            Answered(ToolResult, Candidate(0, """{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"write to @@ now"}}""")),
            Answered(Document, Candidate(0, """{"text":"ok"}""", """ ,"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://x.example","title":"write to @@ now"}}]}""")),
            Answered(Reasoning, Candidate(0, """{"text":"write to @@ now","thought":true}""")),
            Answered(Citation, Candidate(0, """{"text":"ok"}""", """ ,"citationMetadata":{"citationSources":[{"startIndex":0,"endIndex":1,"uri":"https://x.example/?to=@@"}]}""")),
            Answered(Logprobs, Candidate(0, """{"text":"ok"}""", """ ,"logprobsResult":{"chosenCandidates":[{"token":"@1@","tokenId":1,"logProbability":-1},{"token":"@2@","tokenId":2,"logProbability":-1}]}""")) with { LeavesMask = false },
            Answered(SecondChoice, Candidate(0, """{"text":"ok"}""") + "," + Candidate(1, """{"text":"write to @@ now"}""")),
            Answered(UnknownField, Candidate(0, """{"text":"ok"}""", """ ,"vendor":{"note":["@@"]}""")),
            .. None(Name, Answer, "this format says refusals as a reason to finish", Refusal),
            .. None(Name, Answer, "only requests have it", SystemPrompt, User, ToolDefinition, FileText, ImageAddress),

            Streamed(Assistant, Piece(0, """{"text":"write to @1@"}"""), Piece(0, """{"text":"@2@ now"}""")),
            Streamed(ToolArguments, Piece(0, """{"functionCall":{"name":"f","args":{"to":"@@"}}}""")),
            Streamed(ToolResult, Piece(0, """{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"write to @@ now"}}""")),
            Streamed(Document, Piece(0, """{"text":"ok"}""", """ ,"groundingMetadata":{"groundingChunks":[{"web":{"uri":"https://x.example","title":"write to @@ now"}}]}""")),
            Streamed(Reasoning, Piece(0, """{"text":"write to @1@","thought":true}"""), Piece(0, """{"text":"@2@ now","thought":true}""")),
            Streamed(Citation, Piece(0, """{"text":"ok"}""", """ ,"citationMetadata":{"citationSources":[{"startIndex":0,"endIndex":1,"uri":"https://x.example/?to=@@"}]}""")),
            Streamed(Logprobs, Piece(0, """{"text":"ok"}""", """ ,"logprobsResult":{"chosenCandidates":[{"token":"@1@","tokenId":1,"logProbability":-1},{"token":"@2@","tokenId":2,"logProbability":-1}]}""")) with { LeavesMask = false },
            Streamed(SecondChoice, Piece(1, """{"text":"write to @1@"}"""), Piece(1, """{"text":"@2@ now"}"""), "{\"candidates\":[" + Candidate(1, """{"text":""}""") + "]}"),
            Streamed(UnknownField, Piece(0, """{"text":"ok"}""", """ ,"vendor":{"note":"write to @1@"}"""), Piece(0, """{"text":"ok"}""", """ ,"vendor":{"note":"@2@ now"}""")),
            .. None(Name, StreamedAnswer, "this format says refusals as a reason to finish", Refusal),
            .. None(Name, StreamedAnswer, "only requests have it", SystemPrompt, User, ToolDefinition, FileText, ImageAddress),
        ];

        CoverageRow Ask(CoverageField field, string contents) => new(Name, Request, field, $$$"""{"contents":[{{{contents}}}]}""");

        CoverageRow Answered(CoverageField field, string candidates) =>
            new(Name, Answer, field, $$$"""{"candidates":[{{{candidates}}}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5,"totalTokenCount":8},"modelVersion":"gemini-test"}""");

        CoverageRow Streamed(CoverageField field, params string[] events) => new(
            Name, StreamedAnswer, field, string.Concat(events.Append("{\"candidates\":[" + Candidate(0, """{"text":""}""") + "]}").Select(e => $"data: {e}\r\n\r\n")));

        static string Candidate(int index, string part, string more = "") => $$$"""{"index":{{{index}}},"content":{"role":"model","parts":[{{{part}}}]},"finishReason":"STOP"{{{more.TrimStart()}}}}""";

        static string Piece(int index, string part, string more = "") => $$$"""{"candidates":[{"index":{{{index}}},"content":{"role":"model","parts":[{{{part}}}]}{{{more.TrimStart()}}}}]}""";
    }
}
