using System.Text.Json.Nodes;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Streaming;

public class OpenAiStreamTests
{
    private const string Done = "data: [DONE]\n\n";

    [Fact]
    public void A_span_over_several_events_is_masked_where_it_starts_and_removed_from_the_rest()
    {
        var run = Run(Says("key XK12"), Says("34"), Says("56 end"), Done);
        Assert.Equal(Says("key [redacted:secret.marker]") + Says("") + Says(" end") + Done, run.Output);
        Assert.StartsWith("Finished  Redact", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_lets_everything_before_the_finding_pass_and_ends_with_an_error()
    {
        var run = Run(Says("well ST"), Says("OP! never"), Says("seen"), Done);
        Assert.Equal(Says("well ") + Error("blocked_by_policy", "Stopped.", "permission_error"), run.Output);
        Assert.StartsWith("Cut blocked_by_policy Block", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_choice_and_field_is_a_text_of_its_own()
    {
        var run = Run(
            Chunk("""{"index":0,"delta":{"content":"XK123"}},{"index":1,"delta":{"refusal":"XK"}}"""),
            Chunk("""{"index":1,"delta":{"refusal":"654321","reasoning_content":"XK1234"}},{"index":0,"delta":{"reasoning":"456"}}"""),
            Chunk("""{"index":0,"delta":{"content":"456"}},{"index":1,"delta":{"reasoning_content":"56"}}"""),
            Done);
        Assert.Equal(
            Chunk("""{"index":0,"delta":{"content":"[redacted:secret.marker]"}},{"index":1,"delta":{"refusal":"[redacted:secret.marker]"}}""")
            + Chunk("""{"index":1,"delta":{"refusal":"","reasoning_content":"[redacted:secret.marker]"}},{"index":0,"delta":{"reasoning":"456"}}""")
            + Chunk("""{"index":0,"delta":{"content":""}},{"index":1,"delta":{"reasoning_content":""}}""")
            + Done,
            run.Output);
        Assert.Contains("1 Refusal Model choices[1].message.refusal 8 XK654321", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void Tool_calls_wait_until_whole_and_asked_about()
    {
        string[] events =
        [
            Calls("""{"index":0,"id":"call_1","type":"function","function":{"name":"pay","arguments":""}}"""),
            Calls("""{"index":0,"function":{"arguments":"{\"to\":\"XK12"}}"""),
            Calls("""{"index":1,"id":"call_2","type":"function","function":{"name":"look","arguments":"{}"}}"""),
            Calls("""{"index":0,"function":{"arguments":"3456\"}"}}"""),
        ];
        var early = StreamRun.Of(Readings.OpenAi, string.Concat(events).Utf8(), complete: false);
        Assert.Equal("", early.Output);
        Assert.Empty(early.Asked);

        var finish = Chunk("""{"index":0,"delta":{},"finish_reason":"tool_calls"}""");
        var run = Run([.. events, finish, Done]);
        Assert.Equal(["secret.marker@0:4+8", """pay({"to":"XK123456"})""", "look({})"], run.Asked);
        var arguments = SseEvents.Joined(run.Output, e => e["choices"]![0]!["delta"]!["tool_calls"]?[0] is { } call && (int)call["index"]! == 0 ? call["function"]!["arguments"] : null);
        Assert.Equal("""{"to":"[redacted:secret.marker]"}""", arguments);
        Assert.EndsWith(finish + Done, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_tool_call_ends_the_stream_before_any_of_it()
    {
        var run = Run(
            Says("I will."),
            Calls("""{"index":0,"id":"call_1","function":{"name":"forbidden","arguments":"{}"}}"""),
            Chunk("""{"index":0,"delta":{},"finish_reason":"tool_calls"}"""),
            Done);
        Assert.Equal(Says("I will.") + Error("blocked_by_policy", "Not that tool.", "permission_error"), run.Output);
    }

    [Theory]
    [InlineData("""{"index":0,"function":{"name":"other"}}""")]
    [InlineData("""{"index":0,"id":"call_9"}""")]
    public void A_call_named_twice_is_refused(string again)
    {
        var run = Run(Calls("""{"index":0,"id":"call_1","function":{"name":"pay","arguments":"{}"}}"""), Calls(again), Done);
        Assert.Contains("upstream_invalid", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("pay", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_goes_on_after_its_choice_finished_is_refused()
    {
        var run = Run(
            Calls("""{"index":0,"id":"call_1","function":{"name":"pay","arguments":"{}"}}"""),
            Chunk("""{"index":0,"delta":{},"finish_reason":"tool_calls"}"""),
            Calls("""{"index":0,"function":{"arguments":"{\"more\":1}"}}"""),
            Done);
        Assert.DoesNotContain("more", run.Output, StringComparison.Ordinal);
        Assert.Contains("upstream_invalid", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_older_function_call_waits_too()
    {
        var run = Run(
            Chunk("""{"index":0,"delta":{"function_call":{"name":"forbidden","arguments":"{"}}}"""),
            Chunk("""{"index":0,"delta":{"function_call":{"arguments":"}"}},"finish_reason":"function_call"}"""),
            Done);
        Assert.Equal(Error("blocked_by_policy", "Not that tool.", "permission_error"), run.Output);
        Assert.Equal(["forbidden({})"], run.Asked);
    }

    [Fact]
    public void Unknown_fields_are_inspected_even_when_their_text_is_cut_over_events()
    {
        var run = Run(
            Chunk("""{"index":0,"delta":{"thoughts":[{"type":"x","words":"XK12"}]}}"""),
            Chunk("""{"index":0,"delta":{"thoughts":[{"type":"x","words":"3456"}]}}"""),
            "data: {\"vendor\":{\"n\":1,\"note\":\"see XK123456\"},\"choices\":[]}\n\n",
            Done);
        Assert.DoesNotContain("3456", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"note\":\"see [redacted:secret.marker]\"", run.Output, StringComparison.Ordinal);
        Assert.Equal(4, SseEvents.Parse(run.Output).Count);
    }

    [Fact]
    public void Comments_and_odd_lines_are_inspected()
    {
        var run = Run(": hello\n\n", ": XK123456\n\n", "id: XK123456\n" + Says("x"), Done);
        Assert.DoesNotContain("XK", run.Output, StringComparison.Ordinal);
        Assert.StartsWith(": hello\n\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(Says("x"), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_in_an_event_name_cannot_pass_unseen() =>
        Assert.DoesNotContain("XK123456", Run("event: say XK123456\n" + Says("x"), Done).Output, StringComparison.Ordinal);

    [Fact]
    public void Usage_and_stop_reasons_are_reported()
    {
        var run = Run(Chunk("""{"index":0,"delta":{"content":"a"},"finish_reason":"length"}"""), "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":9}}\n\n", Done);
        Assert.StartsWith("Finished  Allow 3/9 events=3 stops=length", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_without_its_last_event_is_reported_and_ends_with_an_error()
    {
        var run = Run(Says("half a XK12"), Calls("""{"index":0,"function":{"name":"pay","arguments":"{"}}"""));
        Assert.Equal(Says("half a XK12") + Error("upstream_truncated", "The upstream ended its stream early.", "server_error"), run.Output);
        Assert.StartsWith("Truncated upstream_truncated Allow", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data: [DONE]", "data: [DONE]\n\n")]
    [InlineData("data: [DONE]\n", "data: [DONE]\n\n")]
    [InlineData("data: [DONE]\r", "data: [DONE]\r\n\n")]
    public void A_last_event_that_nothing_ends_is_taken_and_ended(string last, string written) =>
        Assert.Equal(Says("x") + written, Run(Says("x"), last).Output);

    [Fact]
    public void Half_an_event_at_the_end_is_dropped_and_the_stream_reported_as_cut_short()
    {
        var run = Run(Says("x"), Says("half")[..40]);
        Assert.Equal(Says("x") + Error("upstream_truncated", "The upstream ended its stream early.", "server_error"), run.Output);
    }

    [Fact]
    public void Nothing_passes_after_the_last_event() => Assert.Equal(Done, Run(Done, Says("late")).Output);

    [Theory]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\",\"content\":\"b\"}}]}\n\n")]
    [InlineData("data: not json\n\n")]
    [InlineData("data: [DONE] or not\n\n")]
    [InlineData("data: {\"choices\":[]} {}\n\n")]
    public void What_cannot_be_read_safely_is_refused(string stream)
    {
        var run = Run(stream, Done);
        Assert.Equal("upstream_invalid", (string?)JsonNode.Parse(SseEvents.Parse(run.Output)[0].Data)!["error"]!["code"]);
        Assert.StartsWith("Failed upstream_invalid", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_guard_that_fails_closes_the_stream_unless_the_gate_opens_it()
    {
        var stream = (Says("a") + Says("b") + Done).Utf8();
        var closed = StreamRun.Of(Readings.OpenAi, stream, guard: new MarkerGuard { Fails = true });
        Assert.Equal(Error("guard_unavailable", "The guard failed.", "permission_error"), closed.Output);
        var open = StreamRun.Of(Readings.OpenAi, stream, guard: new MarkerGuard { Fails = true }, gate: new MarkerGate { OnFailure = StreamVerdict.Pass });
        Assert.Equal(Says("a") + Says("b") + Done, open.Output);
    }

    private static StreamRun Run(params string[] events) => StreamRun.Of(Readings.OpenAi, string.Concat(events).Utf8());

    private static string Says(string text) => Chunk($$$"""{"index":0,"delta":{"content":"{{{text}}}"}}""");

    private static string Calls(string call) => Chunk($$$"""{"index":0,"delta":{"tool_calls":[{{{call}}}]}}""");

    private static string Chunk(string choices) => $$"""data: {"id":"c","choices":[{{choices}}]}""" + "\n\n";

    private static string Error(string code, string message, string type) =>
        $$$"""data: {"error":{"message":"{{{message}}} (exc_1)","type":"{{{type}}}","param":null,"code":"{{{code}}}"}}""" + "\n\n" + Done;
}
