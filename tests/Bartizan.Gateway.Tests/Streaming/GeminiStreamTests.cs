using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Streaming;

public class GeminiStreamTests
{
    private static readonly string End = Said("", finish: "STOP");

    public static TheoryData<StreamShape> Shapes => [StreamShape.Events, StreamShape.JsonArray];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Text_is_masked_over_responses_and_everything_else_passes_verbatim(StreamShape shape)
    {
        string[] after = [Said("my [redacted:secret.marker]"), Said("!"), End];
        var run = Run(shape, Said("my XK"), Said("123456!"), End);
        Assert.Equal(Framed(shape, after), run.Output);
        Assert.StartsWith("Finished  Redact 3/9", run.Report, StringComparison.Ordinal);
        Assert.Contains("0 Assistant Model candidates[0].content.text 12 my XK123456!", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Thoughts_and_text_grow_apart_and_so_do_candidates(StreamShape shape)
    {
        var run = Run(
            shape,
            Candidate(0, """{"text":"XK12","thought":true}"""),
            Candidate(0, """{"text":"3456 no"}"""),
            Candidate(1, """{"text":"XK1"}"""),
            Candidate(0, """{"text":" and XK1"}"""),
            Candidate(1, """{"text":"23456"}"""),
            """{"candidates":[{"index":0,"finishReason":"STOP"},{"index":1,"finishReason":"STOP"}]}""");
        Assert.Equal(["secret.marker@2:0+8"], run.Asked);
        Assert.DoesNotContain("23456\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("3456 no", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("Finished", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void Candidates_without_a_number_go_by_their_place()
    {
        const string Both = """{"candidates":[{"content":{"parts":[{"text":"AAA"}]}},{"content":{"parts":[{"text":"BBB"}]}}]}""";
        var run = Run(StreamShape.Events, Both.Replace("BBB", "XK12", StringComparison.Ordinal), Both.Replace("BBB", "3456", StringComparison.Ordinal));
        Assert.Equal(["secret.marker@1:0+8"], run.Asked);
    }

    [Theory]
    [InlineData("""{"candidates":[{"index":1,"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]}""")]
    [InlineData("""{"candidates":[{"index":-1,"content":{}}]}""")]
    [InlineData("""{"candidates":[{"index":70000,"content":{}}]}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","willContinue":true}}]}}]}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":1,"a":2}}}]}}]}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"a"}]},"Content":{}}]}""")]
    [InlineData("""["words"]""")]
    public void What_clients_could_read_in_two_ways_ends_the_stream(string response)
    {
        foreach (var shape in Shapes)
        {
            Assert.Contains("upstream_invalid", Run(shape, response, End).Report, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Calls_are_decided_whole_and_masked_in_place(StreamShape shape)
    {
        var call = """{"functionCall":{"id":"c1","name":"pay","args":{ "to" : "XK123456","sum":1.50}},"thoughtSignature":"AAEC/w=="},{"functionCall":{"name":"ask"},"thoughtSignature":"AAED/w=="}""";
        var run = Run(shape, Candidate(0, call), End);
        Assert.Equal(["secret.marker@0:4+8", """pay({ "to" : "XK123456","sum":1.50})""", "ask()"], run.Asked);
        Assert.Equal(
            Framed(shape, Candidate(0, call).Replace("XK123456", "[redacted:secret.marker]", StringComparison.Ordinal).Replace("AAEC/w==", "", StringComparison.Ordinal), End),
            run.Output);
        Assert.Contains("ToolCall Model candidates[0].content.calls", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Code_and_tools_that_run_upstream_are_asked_about_too(StreamShape shape)
    {
        var run = Run(
            shape,
            Candidate(0, """{"executableCode":{"language":"PYTHON","code":"print('XK123456')"}},{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"XK123456"}},{"toolCall":{"id":"t","toolType":"URL_CONTEXT","args":{}}}"""),
            End);
        Assert.Contains("""codeExecution({"language":"PYTHON","code":"print('XK123456')"})""", run.Asked);
        Assert.Contains("URL_CONTEXT({})", run.Asked);
        Assert.Equal(2, run.Report.Split("RunsUpstream = True").Length - 1);
        Assert.DoesNotContain("XK123456", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_refused_tool_ends_the_stream_with_an_error(StreamShape shape)
    {
        var run = Run(shape, Said("ok"), Candidate(0, """{"functionCall":{"name":"forbidden","args":{}}}"""), End);
        Assert.Equal(Cut(shape, "Not that tool.", Said("ok")), run.Output);
        Assert.StartsWith("Cut blocked_by_policy Block", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_cut_lets_pass_what_stands_before_it(StreamShape shape)
    {
        Assert.Equal(Cut(shape, "Stopped.", Said("yes "), Said("and ")), Run(shape, Said("yes "), Said("and STO"), Said("P! no"), End).Output);
        Assert.Equal(Cut(shape, "Stopped."), Run(shape, Candidate(0, """{"inlineData":{"data":"STOP!"}}"""), End).Output);
        Assert.Equal(Cut(shape, "Stopped.", Said("last ", finish: "STOP")), Run(shape, Said("last STOP!", finish: "STOP")).Output);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Altered_thoughts_and_texts_lose_their_signature(StreamShape shape)
    {
        var run = Run(
            shape,
            Candidate(0, """{"text":"so XK123456","thought":true}"""),
            Candidate(0, """{"text":"","thought":true,"thoughtSignature":"AAEC/w=="}"""),
            Candidate(0, """{"text":"fine","thoughtSignature":"AAED/w=="}"""),
            End);
        Assert.DoesNotContain("AAEC/w==", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"thoughtSignature\":\"\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("AAED/w==", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Unknown_fields_cannot_carry_a_marker_whole_or_in_pieces(StreamShape shape)
    {
        var run = Run(
            shape,
            Candidate(0, """{"verse":"XK12"}"""),
            Candidate(0, """{"verse":"3456"}"""),
            """{"candidates":[{"index":0,"content":{"footer":{"deep":"XK12"}},"note":"XK1"}]}""",
            """{"candidates":[{"index":0,"content":{"footer":{"deep":"3456"}},"note":"23456"}]}""",
            """{"candidates":[{"index":0,"groundingMetadata":{"groundingChunks":[{"web":{"title":"XK123456"}}],"searchEntryPoint":{"renderedContent":"<b>XK123456</b>"}}}]}""",
            """{"candidates":[{"index":0,"content":{"parts":["XK12"]}}],"novelty":{"XK123456":1}}""",
            """{"candidates":[{"index":0,"content":{"parts":["3456"]}}],"modelVersion":"is XK123456"}""",
            """{"candidates":[{"index":0,"content":{"parts":[{"inlineData":{"mimeType":"text/plain","data":"WEsxMjM0NTY="}},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgoAAAANSUhEUg=="}}]}}]}""",
            End);
        Assert.DoesNotContain("3456\"", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("XK123456", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("WEsxMjM0NTY=", run.Output, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String("[redacted:secret.marker]"u8), run.Output, StringComparison.Ordinal);
        Assert.Contains("iVBORw0KGgoAAAANSUhEUg==", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("Finished", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Log_probabilities_go_when_their_text_is_masked(StreamShape shape)
    {
        var run = Run(
            shape,
            """{"candidates":[{"index":0,"content":{"parts":[{"text":"XK123456"}]},"logprobsResult":{"chosenCandidates":[{"token":"XK1"},{"token":"23456","logProbability":-0.1234567}],"topCandidates":[]}}]}""",
            """{"candidates":[{"index":0,"content":{"parts":[{"text":"fine"}]},"logprobsResult":{"chosenCandidates":[{"token":"fine"}]}}]}""",
            End);
        Assert.Contains("\"logprobsResult\":null", run.Output, StringComparison.Ordinal);
        Assert.Contains("""{"token":"fine"}""", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_end_when_the_upstream_does_after_every_candidate_stopped()
    {
        var second = Said("more", index: 1);
        Assert.StartsWith("Finished", Run(StreamShape.Events, Said("a"), End).Report, StringComparison.Ordinal);
        Assert.StartsWith("Finished", Run(StreamShape.Events, End, """{"usageMetadata":{"promptTokenCount":1}}""").Report, StringComparison.Ordinal);
        Assert.StartsWith("Finished", Run(StreamShape.Events, """{"promptFeedback":{"blockReason":"SAFETY"}}""").Report, StringComparison.Ordinal);
        Assert.StartsWith("Truncated", Run(StreamShape.Events, Said("a")).Report, StringComparison.Ordinal);
        Assert.StartsWith("Truncated", Run(StreamShape.Events, Said("a"), second, End).Report, StringComparison.Ordinal);
        Assert.StartsWith("Truncated", Run(StreamShape.Events).Report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_answers_last_event_waits_for_the_streams_end()
    {
        var stream = Framed(StreamShape.Events, Said("a"), End).Utf8();
        Assert.Equal(Framed(StreamShape.Events, Said("a")), StreamRun.Of(Readings.Gemini, stream, complete: false).Output);
        var goesOn = Framed(StreamShape.Events, Said("a"), End, Said("b", index: 1)).Utf8();
        Assert.Equal(Encoding.UTF8.GetString(goesOn), StreamRun.Of(Readings.Gemini, goesOn, complete: false).Output);
    }

    [Fact]
    public void A_model_that_gives_a_reason_each_time_streams_all_the_same()
    {
        string[] said = [Said("a", finish: "STOP"), Said("b", finish: "STOP"), Said("c", finish: "MAX_TOKENS")];
        var open = StreamRun.Of(Readings.Gemini, Framed(StreamShape.Events, said).Utf8(), complete: false);
        Assert.Equal(Framed(StreamShape.Events, said[..2]), open.Output);
        Assert.Contains("stops=MAX_TOKENS", Run(StreamShape.Events, said).Report, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_an_event_after_the_end_is_a_truncated_stream()
    {
        var run = StreamRun.Of(Readings.Gemini, (Framed(StreamShape.Events, End) + "data: {\"candi").Utf8());
        Assert.StartsWith("Truncated upstream_truncated", run.Report, StringComparison.Ordinal);
        Assert.StartsWith(Framed(StreamShape.Events, End) + "data: {\"error\":{\"code\":502,", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_event_that_nothing_ended_is_taken()
    {
        var stream = Framed(StreamShape.Events, Said("XK123456"), End).TrimEnd('\n');
        var run = StreamRun.Of(Readings.Gemini, stream.Utf8());
        Assert.StartsWith("Finished  Redact", run.Report, StringComparison.Ordinal);
        Assert.Equal(Framed(StreamShape.Events, Said("[redacted:secret.marker]"), End), run.Output);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_error_of_the_upstream_passes(StreamShape shape)
    {
        string[] responses = [Said("a"), """{"error":{"code":503,"message":"Overloaded","status":"UNAVAILABLE"}}"""];
        var run = Run(shape, responses);
        Assert.Equal(Framed(shape, responses), run.Output);
        Assert.StartsWith("Finished upstream_error", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_without_its_end_is_truncated_and_closed()
    {
        var run = StreamRun.Of(Readings.Gemini, $"[{Said("half XK1")}\n,{Said("whole")[..9]}".Utf8(), shape: StreamShape.JsonArray);
        Assert.StartsWith("Truncated upstream_truncated", run.Report, StringComparison.Ordinal);
        var elements = JsonNode.Parse(run.Output)!.AsArray();
        Assert.Equal(2, elements.Count);
        Assert.Equal(502, (int?)elements[1]!["error"]!["code"]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_error_that_takes_the_place_of_what_was_not_sent_is_whole_too(StreamShape shape)
    {
        using var transform = Readings.Gemini.OpenStream(new MarkerGuard(), new MarkerGate(), new StreamSettings("exc_1", LabelMask.Instance) { Shape = shape });
        var first = Encoding.UTF8.GetString(transform.Error("not_recorded", "No record.", begun: false));
        var later = Encoding.UTF8.GetString(transform.Error("not_recorded", "No record.", begun: true));
        if (shape == StreamShape.Events)
        {
            Assert.Equal(first, later);
            Assert.Equal("not_recorded", (string?)JsonNode.Parse(SseEvents.Parse(first)[0].Data)!["error"]!["details"]![0]!["reason"]);
        }
        else
        {
            Assert.Equal(403, (int?)JsonNode.Parse(first)![0]!["error"]!["code"]);
            Assert.Equal(403, (int?)JsonNode.Parse("[{}" + later)![1]!["error"]!["code"]);
        }
    }

    private static StreamRun Run(StreamShape shape, params string[] responses) =>
        StreamRun.Of(Readings.Gemini, Framed(shape, responses).Utf8(), shape: shape);

    private static string Framed(StreamShape shape, params string[] responses) => shape == StreamShape.Events
        ? string.Concat(responses.Select(r => $"data: {r}\n\n"))
        : $"[{string.Join("\n,\r\n", responses)}\n]";

    private static string Cut(StreamShape shape, string message, params string[] before)
    {
        var error = $$$"""{"error":{"code":403,"message":"{{{message}}}","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"blocked_by_policy","domain":"bartizan","metadata":{"exchange":"exc_1"}}]}}""";
        return shape == StreamShape.Events
            ? Framed(shape, [.. before, error])
            : $"[{string.Join("\n,\r\n", before)}{(before.Length > 0 ? "," : "")}{error}]";
    }

    private static string Said(string text, string? finish = null, int index = 0)
    {
        var end = finish is null ? "" : $$$""","finishReason":"{{{finish}}}" """;
        return $$$"""{"candidates":[{"content":{"parts":[{"text":"{{{text}}}"}],"role":"model"}{{{end}}},"index":{{{index}}}}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"thoughtsTokenCount":5}}""";
    }

    private static string Candidate(int index, string parts) => $$$"""{"candidates":[{"content":{"parts":[{{{parts}}}],"role":"model"},"index":{{{index}}}}]}""";
}
