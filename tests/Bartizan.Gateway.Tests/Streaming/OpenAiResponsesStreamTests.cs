using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Gateway.Streaming;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Streaming;

public class OpenAiResponsesStreamTests
{
    private const string Mask = "[redacted:secret.marker]";
    private static readonly string Completed = Event("response.completed", ""","response":{"id":"resp_1","status":"completed","output":[]}""");

    [Fact]
    public void Text_is_masked_over_events_and_everything_else_passes_verbatim()
    {
        var created = Event("response.created", ""","response":{"id":"resp_1","created_at":1741476542,"status":"in_progress","instructions":"Be kind.","output":[],"tools":[],"metadata":{}}""");
        var run = Run(created, Says(0, "my XK"), Event("response.in_progress", ""","response":{"id":"resp_1"}"""), Says(0, "123456!"), Completed);
        Assert.Equal(created + Says(0, $"my {Mask}") + Event("response.in_progress", ""","response":{"id":"resp_1"}""") + Says(0, "!") + Completed, run.Output);
        Assert.StartsWith("Finished  Redact", run.Report, StringComparison.Ordinal);
        Assert.Contains("stops=completed", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_whole_waits_for_nothing()
    {
        // The marker guard keeps back what could go on; a text that an event brings whole cannot.
        var created = Event("response.created", ""","response":{"instructions":"ends with XK12","metadata":{"k":"XK1234"},"tools":[{"type":"function","name":"f","description":"XK"}],"output":[]}""");
        var done = Event("response.output_text.done", ""","output_index":0,"content_index":0,"text":"XK123" """);
        Assert.Equal(created, StreamRun.Of(Readings.Responses, created.Utf8(), complete: false).Output);
        Assert.Equal(Says(0, "XK123") + done, StreamRun.Of(Readings.Responses, (Says(0, "XK123") + done).Utf8(), complete: false).Output);
    }

    [Fact]
    public void What_the_response_says_of_the_request_is_masked_too()
    {
        var run = Run(
            Event("response.created", ""","response":{"instructions":"use XK123456","tools":[{"type":"function","name":"f","description":"say XK123456"}],"text":{"format":{"name":"XK123456"}},"metadata":{"k":"XK123456"},"output":[]}"""),
            Event("response.completed", ""","response":{"status":"completed","instructions":"use XK123456","tools":[{"type":"function","name":"f","description":"say XK123456"}],"output":[]}"""));
        Assert.DoesNotContain("XK", run.Output, StringComparison.Ordinal);
        Assert.Equal(6, run.Output.Split(Mask).Length - 1);
        Assert.Equal(4, run.Asked.Count);
        Assert.Contains("System Trusted instructions", run.Report, StringComparison.Ordinal);
        Assert.Contains("ToolDefinition Trusted tools", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_lets_everything_before_the_finding_pass_and_ends_with_an_error_that_clients_raise()
    {
        var run = Run(Says(0, "well ST"), Says(0, "OP! never"), Says(0, "seen"), Completed);
        Assert.StartsWith(Says(0, "well "), run.Output, StringComparison.Ordinal);
        AssertError(run, "blocked_by_policy", "Stopped. (exc_1)", "permission_error");
        Assert.StartsWith("Cut blocked_by_policy Block", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_text_that_is_cut_does_not_pass_in_half()
    {
        var run = Run(Event("response.output_item.done", ""","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"well STOP!"}]}"""), Completed);
        Assert.DoesNotContain("well", run.Output, StringComparison.Ordinal);
        Assert.Single(SseEvents.Parse(run.Output));
        run = Run(Event("response.completed", ""","response":{"status":"completed","output_text":"well STOP!","output":[]}"""));
        Assert.DoesNotContain("well", run.Output, StringComparison.Ordinal);
        AssertError(run, "blocked_by_policy", "Stopped. (exc_1)", "permission_error");
    }

    [Fact]
    public void An_error_carries_on_the_sequence_numbers()
    {
        var run = Run("data: {\"type\":\"response.output_text.delta\",\"sequence_number\":41,\"output_index\":0,\"content_index\":0,\"delta\":\"STOP!\"}\n\n");
        Assert.Equal(42, (long?)JsonNode.Parse(SseEvents.Parse(run.Output)[^1].Data)!["sequence_number"]);
    }

    [Fact]
    public void Tool_calls_wait_until_whole_and_asked_about()
    {
        string[] events =
        [
            Added(0, """{"type":"function_call","id":"fc_1","call_id":"call_1","name":"pay","arguments":""}"""),
            Event("response.function_call_arguments.delta", ""","output_index":0,"delta":"{\"to\":\"XK12" """),
            Event("response.function_call_arguments.delta", ""","output_index":0,"delta":"3456\"}" """),
        ];
        var early = StreamRun.Of(Readings.Responses, string.Concat(events).Utf8(), complete: false);
        Assert.Equal("", early.Output);
        Assert.Empty(early.Asked);

        var done = Event("response.function_call_arguments.done", ""","output_index":0,"arguments":"{\"to\":\"XK123456\"}" """);
        var item = """{"type":"function_call","id":"fc_1","call_id":"call_1","name":"pay","arguments":"{\"to\":\"XK123456\"}"}""";
        var run = Run([.. events, done, Done(0, item), Event("response.completed", $$$""","response":{"output":[{{{item}}}]}""")]);
        Assert.Equal(["secret.marker@0:4+8", """pay({"to":"XK123456"})"""], run.Asked);
        Assert.Equal(
            events[0]
            + events[1].Replace("XK12", Mask + "\\\"}", StringComparison.Ordinal)
            + events[2].Replace("""3456\"}""", "", StringComparison.Ordinal)
            + (done + Done(0, item) + Event("response.completed", $$$""","response":{"output":[{{{item}}}]}""")).Replace("XK123456", Mask, StringComparison.Ordinal),
            run.Output);
        Assert.Contains("Id = call_1, Name = pay", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mcp_call", "mcp_call_arguments", "arguments", true)]
    [InlineData("custom_tool_call", "custom_tool_call_input", "input", false)]
    [InlineData("function_call", "function_call_arguments", "arguments", false)]
    public void A_refused_call_ends_the_stream_before_any_of_it(string type, string events, string field, bool upstream)
    {
        var run = Run(
            Says(0, "I will."),
            Added(1, $$"""{"type":"{{type}}","id":"x_1","call_id":"call_1","name":"forbidden","{{field}}":""}"""),
            Event($"response.{events}.delta", ""","output_index":1,"delta":"do " """),
            Event($"response.{events}.delta", ""","output_index":1,"delta":"it" """),
            Event($"response.{events}.done", $$""","output_index":1,"{{field}}":"do it" """),
            Says(2, "late"),
            Completed);
        Assert.StartsWith(Says(0, "I will."), run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("forbidden", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("do it", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("late", run.Output, StringComparison.Ordinal);
        AssertError(run, "blocked_by_policy", "Not that tool. (exc_1)", "permission_error");
        Assert.Contains("forbidden(do it)", run.Asked);
        Assert.Contains($"RunsUpstream = {upstream}", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"local_shell_call","call_id":"c","action":{"command":["ls","XK123456"]}}""", """local_shell({"command":["ls","XK123456"]})""")]
    [InlineData("""{"type":"computer_call","call_id":"c","action":{"type":"type","text":"XK123456"}}""", """computer({"type":"type","text":"XK123456"})""")]
    [InlineData("""{"type":"apply_patch_call","call_id":"c","operation":{"type":"create_file","diff":"XK123456"}}""", """apply_patch({"type":"create_file","diff":"XK123456"})""")]
    [InlineData("""{"type":"web_search_call","id":"c","action":{"type":"search","query":"XK123456"}}""", """web_search({"type":"search","query":"XK123456"})""")]
    [InlineData("""{"type":"mcp_approval_request","id":"c","name":"read","server_label":"s","arguments":"XK123456"}""", "read(XK123456)")]
    [InlineData("""{"type":"teleport_call","id":"c","name":"jump","input":"XK123456"}""", "jump(XK123456)")]
    public void Calls_that_come_whole_are_asked_about_once_however_often_they_are_said(string item, string asked)
    {
        var run = Run(Done(0, item), Event("response.completed", $$$""","response":{"output":[{{{item}}}]}"""));
        Assert.Equal(["secret.marker", asked], run.Asked.Select(a => a.Split('@')[0]));
        Assert.Equal((Done(0, item) + Event("response.completed", $$$""","response":{"output":[{{{item}}}]}""")).Replace("XK123456", Mask, StringComparison.Ordinal), run.Output);
    }

    [Fact]
    public void A_call_that_only_the_last_event_names_is_asked_about()
    {
        var run = Run(Says(0, "ok"), Event("response.completed", ""","response":{"output":[{"id":"msg","type":"message","content":[]},{"type":"function_call","name":"forbidden","arguments":"{}"}]}"""));
        Assert.Equal(["forbidden({})"], run.Asked);
        Assert.DoesNotContain("forbidden", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_whose_name_comes_with_its_end_waits_for_it()
    {
        var run = Run(
            Event("response.function_call_arguments.delta", ""","output_index":0,"delta":"{}" """),
            Event("response.function_call_arguments.done", ""","output_index":0,"arguments":"{}" """),
            Done(0, """{"type":"function_call","name":"forbidden","arguments":"{}"}"""),
            Completed);
        Assert.Equal(["forbidden({})"], run.Asked);
        Assert.Single(SseEvents.Parse(run.Output));
    }

    [Fact]
    public void Shell_commands_wait_for_the_call()
    {
        string[] events =
        [
            Added(0, """{"type":"shell_call","id":"sh_1","call_id":"call_1","action":{"commands":[]}}"""),
            Event("response.shell_call_command.added", ""","output_index":0,"command_index":0,"command":"" """),
            Event("response.shell_call_command.delta", ""","output_index":0,"command_index":0,"delta":"echo XK12" """),
            Event("response.shell_call_command.delta", ""","output_index":0,"command_index":0,"delta":"3456" """),
            Event("response.shell_call_command.done", ""","output_index":0,"command_index":0,"command":"echo XK123456" """),
        ];
        Assert.Equal("", StreamRun.Of(Readings.Responses, string.Concat(events).Utf8(), complete: false).Output);
        var run = Run([.. events, Done(0, """{"type":"shell_call","id":"sh_1","call_id":"call_1","action":{"commands":["echo XK123456"]}}"""), Completed]);
        Assert.Contains("""shell({"commands":["echo XK123456"]})""", run.Asked);
        Assert.DoesNotContain("3456", run.Output, StringComparison.Ordinal);
        Assert.Equal($"echo {Mask}", SseEvents.Joined(run.Output, e => e["delta"]));
    }

    [Fact]
    public void Code_waits_and_what_it_printed_is_inspected()
    {
        var run = Run(
            Added(0, """{"type":"code_interpreter_call","id":"ci_1","code":"","container_id":"cntr_1","outputs":null}"""),
            Event("response.code_interpreter_call_code.delta", ""","output_index":0,"delta":"print('XK123456')" """),
            Event("response.code_interpreter_call_code.done", ""","output_index":0,"code":"print('XK123456')" """),
            Event("response.code_interpreter_call.interpreting", ""","output_index":0,"item_id":"ci_1" """),
            Done(0, """{"type":"code_interpreter_call","id":"ci_1","code":"print('XK123456')","container_id":"cntr_1","outputs":[{"type":"logs","logs":"XK123456"}]}"""),
            Completed);
        Assert.DoesNotContain("XK", run.Output, StringComparison.Ordinal);
        Assert.Contains("code_interpreter(print('XK123456'))", run.Asked);
        Assert.Equal(6, SseEvents.Parse(run.Output).Count);
    }

    [Theory]
    [InlineData("""{"type":"function_call","name":"pay","arguments":"{\"to\":\"mallory\"}"}""")]
    [InlineData("""{"type":"function_call","name":"other","arguments":"{}"}""")]
    [InlineData("""{"type":"function_call","name":"pay","arguments":{"to":"mallory"}}""")]
    public void A_call_said_twice_differently_is_refused(string again)
    {
        var run = Run(
            Added(0, """{"type":"function_call","name":"pay","arguments":""}"""),
            Event("response.function_call_arguments.delta", ""","output_index":0,"delta":"{}" """),
            Event("response.function_call_arguments.done", ""","output_index":0,"arguments":"{}" """),
            Done(0, again),
            Completed);
        AssertError(run, "upstream_invalid", null, "server_error");
        Assert.DoesNotContain("mallory", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("other", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_goes_on_after_its_end_is_refused()
    {
        var run = Run(Says(0, "XK"), Event("response.output_text.done", ""","output_index":0,"content_index":0,"text":"XK" """), Says(0, "123456"), Completed);
        AssertError(run, "upstream_invalid", null, "server_error");
        Assert.DoesNotContain("123456", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_repeat_that_says_something_else_is_inspected_on_its_own()
    {
        var run = Run(Says(0, "harmless"), Event("response.output_text.done", ""","output_index":0,"content_index":0,"text":"see XK123456" """), Completed);
        Assert.Contains($"\"text\":\"see {Mask}\"", run.Output, StringComparison.Ordinal);
        Assert.Contains(Says(0, "harmless"), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_an_item_begins_with_joins_its_pieces()
    {
        var run = Run(
            Event("response.content_part.added", ""","output_index":0,"content_index":0,"part":{"type":"output_text","text":"XK12","annotations":[]}"""),
            Says(0, "3456"),
            Added(1, """{"type":"function_call","name":"pay","arguments":"{\"to\":\"XK1"}"""),
            Event("response.function_call_arguments.delta", ""","output_index":1,"delta":"23456\"}" """),
            Done(1, """{"type":"function_call","name":"pay","arguments":"{\"to\":\"XK123456\"}"}"""),
            Completed);
        Assert.DoesNotContain("3456", run.Output, StringComparison.Ordinal);
        Assert.Contains("""pay({"to":"XK123456"})""", run.Asked);
    }

    [Fact]
    public void Items_that_the_last_event_lists_at_other_places_are_known_by_their_ids()
    {
        var run = Run(
            Added(0, """{"type":"reasoning","id":"rs_1","summary":[]}"""),
            Done(0, """{"type":"reasoning","id":"rs_1","summary":[]}"""),
            Added(1, """{"type":"function_call","id":"fc_1","name":"pay","arguments":"{}"}"""),
            Done(1, """{"type":"function_call","id":"fc_1","name":"pay","arguments":"{}"}"""),
            Done(2, """{"type":"function_call","id":"fc_2","name":"look","arguments":"[]"}"""),
            Event("response.completed", ""","response":{"output":[{"type":"function_call","id":"fc_2","name":"look","arguments":"[]"},{"type":"function_call","id":"fc_1","name":"pay","arguments":"{}"}]}"""));
        Assert.Equal(["pay({})", "look([])"], run.Asked);
        Assert.StartsWith("Finished", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void Refusals_reasoning_annotations_results_and_vendor_fields_are_inspected()
    {
        var run = Run(
            Event("response.refusal.delta", ""","output_index":0,"content_index":0,"delta":"XK12" """),
            Event("response.refusal.delta", ""","output_index":0,"content_index":0,"delta":"3456" """),
            Event("response.refusal.done", ""","output_index":0,"content_index":0,"refusal":"XK123456" """),
            Event("response.reasoning_text.delta", ""","output_index":1,"content_index":0,"delta":"XK12" """),
            Event("response.reasoning_text.delta", ""","output_index":1,"content_index":0,"delta":"3456" """),
            Event("response.reasoning_text.done", ""","output_index":1,"content_index":0,"text":"XK123456" """),
            Event("response.output_text.annotation.added", ""","output_index":0,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","title":"XK123456"}"""),
            Done(2, """{"type":"file_search_call","id":"fs_1","queries":["q"],"results":[{"text":"XK123456"}]}"""),
            Done(3, """{"type":"mcp_list_tools","id":"ml_1","server_label":"s","tools":[{"name":"t","description":"XK123456"}]}"""),
            Done(4, """{"type":"mcp_call","id":"mc_1","name":"t","arguments":"{}","output":"XK123456"}"""),
            Done(5, """{"type":"mood","value":"XK123456"}"""),
            Event("response.shell_call_output_content.delta", ""","output_index":6,"command_index":0,"delta":{"stdout":"XK12"}"""),
            Event("response.shell_call_output_content.delta", ""","output_index":6,"command_index":0,"delta":{"stdout":"3456"}"""),
            Event("response.output_text.delta", ""","output_index":7,"content_index":0,"delta":"a","vendor":"XK12" """),
            Event("response.output_text.delta", ""","output_index":7,"content_index":0,"delta":"b","vendor":"3456" """),
            Completed);
        Assert.DoesNotContain("3456", run.Output, StringComparison.Ordinal);
        Assert.Equal(16, SseEvents.Parse(run.Output).Count);
        Assert.Contains("Refusal Model output[0].content[0].refusal", run.Report, StringComparison.Ordinal);
        Assert.Contains("Reasoning Model output[1].content[0].text", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_and_sealed_reasoning_pass_and_text_in_their_place_does_not()
    {
        var picture = Event("response.image_generation_call.partial_image", ""","output_index":0,"partial_image_index":0,"partial_image_b64":"iVBORw0KGgoAAAANSUhEUg==" """);
        var item = Done(1, """{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAAAABo_w=="}""");
        Assert.Equal(picture + item + Completed, Run(picture, item, Completed).Output);
        Assert.DoesNotContain("XK", Run(picture.Replace("iVBOR", "my XK123456 ", StringComparison.Ordinal), Completed).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("XK", Run(item.Replace("gAAAAA", "my XK123456 ", StringComparison.Ordinal), Completed).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_come_as_they_are_made_unless_policy_forbids_the_tool()
    {
        var begun = Added(0, """{"type":"image_generation_call","id":"ig_1","status":"in_progress","result":null}""");
        var picture = Event("response.image_generation_call.partial_image", ""","output_index":0,"partial_image_index":0,"partial_image_b64":"iVBORw0KGgoAAAANSUhEUg==" """);
        var early = StreamRun.Of(Readings.Responses, (begun + picture).Utf8(), complete: false);
        Assert.Equal(begun + picture, early.Output);
        Assert.Equal(["image_generation()"], early.Asked);
        var done = Done(0, """{"type":"image_generation_call","id":"ig_1","status":"completed","revised_prompt":"a XK123456","result":"iVBORw0KGgoAAAANSUhEUg=="}""");
        Assert.Equal(begun + picture + done.Replace("XK123456", Mask, StringComparison.Ordinal) + Completed, Run(begun, picture, done, Completed).Output);
    }

    [Fact]
    public void Events_that_name_everything_last_are_read_all_the_same()
    {
        var text = new string('x', 50_000) + "XK123456";
        var item = "{\"content\":[{\"annotations\":[],\"text\":\"" + text + "\",\"type\":\"output_text\"}],\"id\":\"m\",\"role\":\"assistant\",\"type\":\"message\"}";
        var run = Run(
            "data: {\"item\":" + item + ",\"output_index\":0,\"type\":\"response.output_item.done\"}\n\n",
            "data: {\"response\":{\"output\":[" + item + "],\"status\":\"completed\"},\"type\":\"response.completed\"}\n\n");
        Assert.StartsWith("Finished  Redact", run.Report, StringComparison.Ordinal);
        Assert.Single(run.Asked);
        Assert.DoesNotContain("XK", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_base64_is_masked_and_encoded_again()
    {
        var drawing = Convert.ToBase64String("<svg><text>my XK123456</text></svg>"u8);
        var run = Run(Done(0, $$"""{"type":"image_generation_call","id":"ig_1","output_format":"svg","result":"{{drawing}}"}"""), Completed);
        var result = (string)JsonNode.Parse(SseEvents.Parse(run.Output)[0].Data)!["item"]!["result"]!;
        Assert.Equal($"<svg><text>my {Mask}</text></svg>", Encoding.UTF8.GetString(Convert.FromBase64String(result)));
    }

    [Fact]
    public void Unknown_events_cannot_smuggle_a_marker()
    {
        var random = new Random(81);
        for (var i = 0; i < 300; i++)
        {
            var stream = Encoding.UTF8.GetString(StreamBytes.Responses(random, RandomJson.Text(random, 6), RandomJson.Text(random, 16) + "XK123456"));
            foreach (var known in new[] { "output_text.delta", "output_text.done", "content_part.done", "output_item.done", "function_call_arguments.delta", "function_call_arguments.done", "reasoning_summary_text.delta" })
            {
                stream = random.Next(2) == 0 ? stream.Replace($"response.{known}", $"response.novel_{known}", StringComparison.Ordinal) : stream;
            }

            var run = StreamRun.Of(Readings.Responses, stream.Utf8(), seed: i);
            var texts = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
            foreach (var (_, data) in SseEvents.Parse(run.Output))
            {
                var json = JsonNode.Parse(data)!;
                Collect(json, $"{json["type"]} {json["output_index"]}", texts);
            }

            foreach (var (place, text) in texts)
            {
                Assert.False(RedactionCheck.Masked(text.ToString()) != text.ToString(), $"{place} of run {i} says {text}");
            }
        }
    }

    [Fact]
    public void Pieces_of_an_unknown_type_are_joined_and_those_of_items_kept_apart()
    {
        var run = Run(
            Event("response.poem.delta", ""","output_index":0,"verse":{"line":["XK12"]}"""),
            Event("response.poem.delta", ""","output_index":1,"verse":{"line":["XK99"]}"""),
            Event("response.poem.delta", ""","output_index":0,"verse":{"line":["3456"]}"""),
            Event("response.song", ""","words":"XK65" """),
            Event("response.song", ""","words":"4321" """),
            Completed);
        Assert.Contains($"\"verse\":{{\"line\":[\"{Mask}\"]}}", run.Output, StringComparison.Ordinal);
        Assert.Contains("XK99", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("3456", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("4321", run.Output, StringComparison.Ordinal);
        Assert.Contains("output[0].response.poem.delta.verse.line", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response.completed", "completed", "Finished  Allow")]
    [InlineData("response.incomplete", "incomplete", "Finished  Allow")]
    [InlineData("response.failed", "failed", "Finished upstream_error Allow")]
    public void Nothing_passes_after_the_last_event(string type, string status, string report)
    {
        var last = Event(type, $$$""","response":{"status":"{{{status}}}","incomplete_details":{"reason":"max_output_tokens"},"error":{"code":"server_error","message":"Sorry."},"usage":{"input_tokens":3,"output_tokens":9},"output":[]}""");
        var run = Run(Says(0, "a"), last, Says(0, "late"), "data: [DONE]\n\n");
        Assert.Equal(Says(0, "a") + last, run.Output);
        Assert.StartsWith($"{report} 3/9 events=2 stops={status},max_output_tokens", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_of_the_upstream_passes_and_ends_the_stream()
    {
        var error = Event("error", ""","code":"server_error","message":"Sorry.","param":null""");
        var run = Run(error, Says(0, "late"));
        Assert.Equal(error, run.Output);
        Assert.StartsWith("Finished upstream_error", run.Report, StringComparison.Ordinal);
        Assert.DoesNotContain("XK", Run(error.Replace("Sorry", "XK123456", StringComparison.Ordinal)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_cut_short_is_reported()
    {
        var run = Run(Says(0, "half XK1"), Added(1, """{"type":"function_call","name":"pay","arguments":"{"}"""));
        Assert.StartsWith(Says(0, "half XK1") + "event: error\n", run.Output, StringComparison.Ordinal);
        AssertError(run, "upstream_truncated", "The upstream ended its stream early. (exc_1)", "server_error");
        Assert.DoesNotContain("pay", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("Truncated upstream_truncated", run.Report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_done_that_vendors_send_ends_the_stream_too() => Assert.Equal(Says(0, "a") + "data: [DONE]\n\n", Run(Says(0, "a"), "data: [DONE]\n\n", Says(0, "b")).Output);

    [Theory]
    [InlineData("""{"type":"response.output_text.delta","delta":"a"}""")]
    [InlineData("""{"type":"response.output_text.delta","output_index":-1,"content_index":0,"delta":"a"}""")]
    [InlineData("""{"type":"response.output_item.done","output_index":99999999,"item":{}}""")]
    [InlineData("""{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a","Delta":"b"}""")]
    [InlineData("""{"type":"response.completed","type":"x"}""")]
    [InlineData("""["response.completed"]""")]
    [InlineData("not json")]
    public void What_cannot_be_read_safely_is_refused(string data)
    {
        var run = Run($"data: {data}\n\n", Completed);
        AssertError(run, "upstream_invalid", null, "server_error");
        Assert.StartsWith("Failed upstream_invalid", run.Report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":["XK123456"]}""")]
    [InlineData("""{"type":"response.output_text.delta","output_index":0,"content_index":"my XK123456","delta":7}""")]
    [InlineData("""{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a","logprobs":"XK123456"}""")]
    [InlineData("""{"type":"response.output_text.done","output_index":0,"text":{"a":"XK123456"}}""")]
    [InlineData("""{"type":"response.content_part.done","output_index":0,"part":"XK123456"}""")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":["XK123456"]}""")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":["XK123456"]}}""")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":{"XK123456":1}}}""")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","annotations":"XK123456","logprobs":{"a":"XK123456"}}]}}""")]
    [InlineData("""{"type":"response.function_call_arguments.done","output_index":0,"arguments":{"a":"XK123456"}}""")]
    [InlineData("""{"type":"response.created","response":"XK123456"}""")]
    [InlineData("""{"type":"response.created","response":{"output":"XK123456","usage":"XK123456","incomplete_details":"XK123456","status":{"a":"XK123456"}}}""")]
    [InlineData("""{"type":"response.created","response":{"prompt":{"id":"my XK123456","variables":{"a XK123456":"XK123456","b":["XK123456"]}}}}""")]
    [InlineData("""{"type":"response.created","response":{"usage":{"input_tokens":"XK123456","note":"a XK123456"}}}""")]
    [InlineData("""{"type":"my XK123456","sequence_number":"XK123456 too","output_index":0}""")]
    public void Wrong_types_hide_nothing(string data) =>
        Assert.DoesNotContain("XK", Run($"data: {data}\n\n", Completed).Output, StringComparison.Ordinal);

    [Fact]
    public void A_guard_that_fails_closes_the_stream_unless_the_gate_opens_it()
    {
        var stream = (Says(0, "a") + Event("response.output_text.done", ""","output_index":0,"content_index":0,"text":"a" """) + Completed).Utf8();
        var closed = StreamRun.Of(Readings.Responses, stream, guard: new MarkerGuard { Fails = true });
        AssertError(closed, "guard_unavailable", "The guard failed. (exc_1)", "permission_error");
        var open = StreamRun.Of(Readings.Responses, stream, guard: new MarkerGuard { Fails = true }, gate: new MarkerGate { OnFailure = StreamVerdict.Pass });
        Assert.Equal(Encoding.UTF8.GetString(stream), open.Output);
    }

    private static void Collect(JsonNode? node, string place, Dictionary<string, StringBuilder> texts)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (key, value) in fields)
                {
                    Collect(value, $"{place}.{key}", texts);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    Collect(items[i], $"{place}[{i}]", texts);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                texts.TryAdd(place, new StringBuilder());
                texts[place].Append(text);
                break;
        }
    }

    private static void AssertError(StreamRun run, string code, string? message, string type)
    {
        var (name, data) = SseEvents.Parse(run.Output)[^1];
        var error = JsonNode.Parse(data)!;
        Assert.Equal("error", name);
        Assert.Equal(("error", code), ((string?)error["type"], (string?)error["code"]));
        Assert.Equal((type, code), ((string?)error["error"]!["type"], (string?)error["error"]!["code"]));
        Assert.Equal((string?)error["message"], (string?)error["error"]!["message"]);
        if (message is not null)
        {
            Assert.Equal(message, (string?)error["message"]);
        }
    }

    private static StreamRun Run(params string[] events) => StreamRun.Of(Readings.Responses, string.Concat(events).Utf8());

    private static string Event(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\"{members}}}\n\n";

    private static string Says(int place, string text) => Event("response.output_text.delta", $$""","output_index":{{place}},"content_index":0,"delta":"{{text}}" """);

    private static string Added(int place, string item) => Event("response.output_item.added", $$""","output_index":{{place}},"item":{{item}}""");

    private static string Done(int place, string item) => Event("response.output_item.done", $$""","output_index":{{place}},"item":{{item}}""");
}
