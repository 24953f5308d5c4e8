using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Streaming;

public class AnthropicStreamTests
{
    private static readonly string MessageStop = Event("message_stop", "");

    [Fact]
    public void Text_is_masked_over_events_and_everything_else_passes_verbatim()
    {
        var start = Event("message_start", ""","message":{"id":"m","content":[],"usage":{"input_tokens":5}}""");
        var run = Run(start, Start(0, """{"type":"text","text":""}"""), Text(0, "my XK"), Event("ping", ""), Text(0, "123456!"), Stop(0), MessageStop);
        Assert.Equal(start + Start(0, """{"type":"text","text":""}""") + Text(0, "my [redacted:secret.marker]") + Event("ping", "") + Text(0, "!") + Stop(0) + MessageStop, run.Output);
        Assert.StartsWith("Finished  Redact 5/", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("event: ping\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}\n\n")]
    [InlineData("event: content_block_delta\ndata: {\"type\":\"ping\"}\n\n")]
    [InlineData("event: ping\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")]
    public void An_event_whose_name_and_type_differ_ends_the_stream(string odd)
    {
        var run = Run(Start(0, """{"type":"text","text":""}"""), Text(0, "ok"), odd, Stop(0), MessageStop);
        Assert.StartsWith("Failed upstream_invalid", run.Report, StringComparison.Ordinal);
        Assert.DoesNotContain(odd, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Altered_thinking_loses_its_signature()
    {
        var run = Run(
            Start(0, """{"type":"thinking","thinking":"","signature":""}"""),
            Delta(0, """{"type":"thinking_delta","thinking":"so XK123456"}"""),
            Delta(0, """{"type":"signature_delta","signature":"c2ln"}"""),
            Stop(0),
            MessageStop);
        Assert.Contains("so [redacted:secret.marker]", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("c2ln", run.Output, StringComparison.Ordinal);
        Assert.Contains("""{"type":"signature_delta","signature":""}""", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tool_use_waits_for_its_end_and_its_masked_input_comes_in_the_first_piece()
    {
        string[] events =
        [
            Start(0, """{"type":"tool_use","id":"toolu_1","name":"pay","input":{}}"""),
            Delta(0, """{"type":"input_json_delta","partial_json":""}"""),
            Delta(0, """{"type":"input_json_delta","partial_json":"{\"to\": \"XK1"}"""),
            Delta(0, """{"type":"input_json_delta","partial_json":"23456\"}"}"""),
        ];
        Assert.Equal("", StreamRun.Of(Readings.Anthropic, string.Concat(events).Utf8(), complete: false).Output);
        var run = Run([.. events, Stop(0), MessageStop]);
        Assert.Equal(["secret.marker@0:4+8", """pay({"to": "XK123456"})"""], run.Asked);
        Assert.Equal("""{"to": "[redacted:secret.marker]"}""", SseEvents.Joined(run.Output, e => e["delta"]?["partial_json"]));
    }

    [Fact]
    public void A_refused_tool_ends_the_stream_with_an_error_event()
    {
        var run = Run(
            Start(0, """{"type":"text","text":""}"""),
            Text(0, "ok"),
            Stop(0),
            Start(1, """{"type":"tool_use","id":"t","name":"forbidden","input":{"given":"whole"}}"""),
            Stop(1),
            MessageStop);
        Assert.Equal(["""forbidden({"given":"whole"})"""], run.Asked);
        Assert.DoesNotContain("forbidden", run.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"permission_error\",\"message\":\"Not that tool.\",\"details\":{\"error_code\":\"blocked_by_policy\"}},\"request_id\":\"exc_1\"}\n\n",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_that_run_upstream_are_asked_about_too() =>
        Assert.Contains(
            "RunsUpstream = True",
            Run(Start(0, """{"type":"server_tool_use","id":"s","name":"web_search","input":{}}"""), Delta(0, """{"type":"input_json_delta","partial_json":"{}"}"""), Stop(0), MessageStop).Report,
            StringComparison.Ordinal);

    [Fact]
    public void Results_citations_and_unknown_deltas_are_inspected()
    {
        var run = Run(
            Start(0, """{"type":"web_search_tool_result","tool_use_id":"s","content":[{"type":"web_search_result","title":"XK123456","url":"https://x.org"}]}"""),
            Stop(0),
            Start(1, """{"type":"text","text":"XK"}"""),
            Text(1, "123456"),
            Delta(1, """{"type":"citations_delta","citation":{"type":"char_location","cited_text":"was XK123456"}}"""),
            Stop(1),
            Start(2, """{"type":"poem","verse":""}"""),
            Delta(2, """{"type":"poem_delta","verse":"XK12"}"""),
            Delta(2, """{"type":"poem_delta","verse":"3456"}"""),
            Stop(2),
            Event("message_delta", ""","delta":{"stop_reason":"refusal","stop_details":{"explanation":"because XK123456"}},"usage":{"output_tokens":2}"""),
            Event("novel_event", ""","text":"XK123456" """),
            MessageStop);
        Assert.DoesNotContain("3456", run.Output, StringComparison.Ordinal);
        Assert.Equal(14, SseEvents.Parse(run.Output).Count + 1);
        Assert.Contains("stops=refusal", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_goes_on_after_its_end_is_refused()
    {
        var run = Run(Start(0, """{"type":"text","text":""}"""), Text(0, "XK"), Stop(0), Text(0, "123456"), MessageStop);
        Assert.Contains("upstream_invalid", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_the_upstream_passes_and_ends_the_stream()
    {
        var error = Event("error", ""","error":{"type":"overloaded_error","message":"Overloaded"}""");
        var run = Run(error, Event("ping", ""));
        Assert.Equal(error, run.Output);
        Assert.StartsWith("Finished upstream_error", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_cut_short_is_reported()
    {
        var run = Run(Start(0, """{"type":"text","text":""}"""), Text(0, "half XK1"));
        Assert.Contains(Text(0, "half XK1") + "event: error\n", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("Truncated upstream_truncated", run.Report, StringComparison.Ordinal);
    }

    private static StreamRun Run(params string[] events) => StreamRun.Of(Readings.Anthropic, string.Concat(events).Utf8());

    private static string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\"{members}}}\n\n";

    private static string Start(int index, string block) => Event("content_block_start", $$""","index":{{index}},"content_block":{{block}}""");

    private static string Delta(int index, string delta) => Event("content_block_delta", $$""","index":{{index}},"delta":{{delta}}""");

    private static string Text(int index, string text) => Delta(index, $$"""{"type":"text_delta","text":"{{text}}"}""");

    private static string Stop(int index) => Event("content_block_stop", $$""","index":{{index}}""");
}
