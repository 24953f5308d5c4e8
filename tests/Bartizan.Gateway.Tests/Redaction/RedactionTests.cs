using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Redaction;

public class RedactionTests
{
    private const string Mask = "[redacted:secret.marker]";

    [Fact]
    public void Only_the_span_changes_and_odd_spacing_and_escapes_stay() =>
        Assert.Equal(
            """{ "model" : "m",  "messages":[ {"role":"user","content":"caf\u00e9 [redacted:secret.marker]\/ end"} ] , "x":1.50}""",
            RedactRequest(Readings.OpenAi, """{ "model" : "m",  "messages":[ {"role":"user","content":"caf\u00e9 X\u004B123456\/ end"} ] , "x":1.50}"""));

    [Fact]
    public void Arguments_in_a_string_are_masked_through_both_levels()
    {
        var json = RedactRequest(Readings.OpenAi, """{"model":"m","messages":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{\"a\": \"x \\\"XK123456\\\" y\", \"\u0058K654321\":1, \"n\":7}"}}]}]}""");
        var arguments = (string)JsonNode.Parse(json)!["messages"]![0]!["tool_calls"]![0]!["function"]!["arguments"]!;
        Assert.Equal($$"""{"a": "x \"{{Mask}}\" y", "{{Mask}}":1, "n":7}""", arguments);
    }

    [Fact]
    public void A_masked_number_becomes_a_string()
    {
        using var reading = Readings.Anthropic.ReadResponse("""{"content":[{"type":"tool_use","name":"f","input":{"card":-4111111111111111,"k":"v"}}]}"""u8.ToArray());
        var start = reading.Segments[0].Text.ToString().IndexOf("4111", StringComparison.Ordinal);
        var finding = new Finding { Label = "pii.card", Score = 1, Segment = 0, Start = start, Length = 16, Reason = "", Inspector = "" };
        Assert.Equal(
            """{"content":[{"type":"tool_use","name":"f","input":{"card":"-[redacted:pii.card]","k":"v"}}]}""",
            Encoding.UTF8.GetString(Readings.Anthropic.Redact(reading, [finding], LabelMask.Instance)));
    }

    [Fact]
    public void A_number_inside_arguments_becomes_a_string_there()
    {
        using var reading = Readings.OpenAi.ReadResponse("""{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{\"card\":4111111111111111}"}}]}}]}"""u8.ToArray());
        var finding = new Finding { Label = "pii.card", Score = 1, Segment = 0, Start = 6, Length = 16, Reason = "", Inspector = "" };
        var json = JsonNode.Parse(Readings.OpenAi.Redact(reading, [finding], LabelMask.Instance));
        Assert.Equal("""{"card":"[redacted:pii.card]"}""", (string?)json!["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["arguments"]);
    }

    [Fact]
    public void A_signature_that_is_no_string_goes_whole() =>
        Assert.Equal(
            """{"content":[{"type":"thinking","thinking":"[redacted:secret.marker]","signature":""}]}""",
            RedactResponse(Readings.Anthropic, """{"content":[{"type":"thinking","thinking":"XK123456","signature":{"a":["AAAA"]}}]}"""));

    [Fact]
    public void Masked_keys_of_one_object_stay_distinct() =>
        Assert.Equal(
            """{"content":[{"type":"tool_use","input":{"[redacted:secret.marker]":1,"[redacted:secret.marker]#2":2}}]}""",
            RedactResponse(Readings.Anthropic, """{"content":[{"type":"tool_use","input":{"XK123456":1,"XK654321":2}}]}"""));

    [Fact]
    public void Text_in_base64_is_masked_and_encoded_again()
    {
        var data = Convert.ToBase64String("note: XK123456, é"u8);
        var json = RedactRequest(Readings.OpenAi, $$$"""{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:text\/plain;base64,{{{data.Replace("/", "\\/", StringComparison.Ordinal)}}}"}}]}]}""");
        var masked = (string)JsonNode.Parse(json)!["messages"]![0]!["content"]![0]!["file"]!["file_data"]!;
        Assert.StartsWith("data:text/plain;base64,", masked, StringComparison.Ordinal);
        Assert.Equal($"note: {Mask}, é", Encoding.UTF8.GetString(Convert.FromBase64String(masked[23..])));
    }

    [Fact]
    public void Log_probabilities_of_a_masked_choice_go_and_those_of_others_stay()
    {
        var json = RedactResponse(Readings.OpenAi, """
            {"choices":[{"index":0,"message":{"content":"a XK123456"},"logprobs":{"content":[{"token":"a XK12"},{"token":"3456"}]}},
                        {"index":1,"message":{"content":"b"},"logprobs":{"content":[{"token":"b"}]}}]}
            """);
        var choices = JsonNode.Parse(json)!["choices"]!;
        Assert.Null(choices[0]!["logprobs"]);
        Assert.Equal("b", (string?)choices[1]!["logprobs"]!["content"]![0]!["token"]);
        Assert.DoesNotContain("3456", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Signed_reasoning_is_never_edited_under_its_signature()
    {
        Assert.Equal(
            """{"content":[{"type":"thinking","thinking":"so [redacted:secret.marker]","signature":""},{"type":"text","text":"ok"}]}""",
            RedactResponse(Readings.Anthropic, """{"content":[{"type":"thinking","thinking":"so XK123456","signature":"c2ln"},{"type":"text","text":"ok"}]}"""));
        Assert.Equal(
            """{"model":"m","messages":[{"role":"assistant","content":[{"type":"text","text":"[redacted:secret.marker]"},{"type":"text","text":"ok"}]}]}""",
            RedactRequest(Readings.Anthropic, """{"model":"m","messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"so XK123456","signature":"c2ln"},{"type":"text","text":"ok"}]}]}"""));
    }

    [Fact]
    public void Overlapping_and_touching_spans_become_one()
    {
        using var reading = Readings.OpenAi.ReadRequest("""{"model":"m","messages":[{"role":"user","content":"0123456789"}]}"""u8.ToArray());
        Finding At(int start, int length, string label) => new() { Label = label, Score = 1, Segment = 0, Start = start, Length = length, Reason = "", Inspector = "" };
        var redacted = Readings.OpenAi.Redact(reading, [At(6, 2, "c"), At(2, 2, "a"), At(3, 3, "b"), At(9, 500, "d"), At(1, 0, "nothing")], LabelMask.Instance);
        Assert.Contains("\"01[redacted:a]8[redacted:d]\"", Encoding.UTF8.GetString(redacted), StringComparison.Ordinal);
    }

    [Fact]
    public void A_span_over_several_leaves_is_cut_from_each()
    {
        using var reading = Readings.Anthropic.ReadResponse("""{"content":[{"type":"tool_use","input":["4111","1111",{"k":1111}]}]}"""u8.ToArray());
        var finding = new Finding { Label = "pii.card", Score = 1, Segment = 0, Start = 2, Length = reading.Segments[0].Text.Length - 2, Reason = "", Inspector = "" };
        Assert.Equal(
            """{"content":[{"type":"tool_use","input":["41[redacted:pii.card]","",{"":""}]}]}""",
            Encoding.UTF8.GetString(Readings.Anthropic.Redact(reading, [finding], LabelMask.Instance)));
    }

    [Fact]
    public void Any_text_in_any_encoding_is_masked_and_every_other_string_stays()
    {
        var random = new Random(5);
        for (var i = 0; i < 3_000; i++)
        {
            var text = RandomJson.Text(random, 12);
            var other = RandomJson.Text(random, 4).Replace("XK", "", StringComparison.Ordinal);
            var body = $$"""{"model":"m","o":["{{RandomJson.Encode(random, other)}}"],"messages":[{"role":"user","content":"{{RandomJson.Encode(random, text)}}"}]}""".Utf8();
            using var reading = Readings.OpenAi.ReadRequest(body);
            var json = JsonNode.Parse(Readings.OpenAi.Redact(reading, MarkerGuard.Inspect(reading.Segments), LabelMask.Instance))!;
            Assert.Equal(RedactionCheck.Masked(text), (string?)json["messages"]![0]!["content"]);
            Assert.Equal(RedactionCheck.Masked(other), (string?)json["o"]![0]);
        }
    }

    [Fact]
    public void Any_arguments_in_any_encoding_are_masked_leaf_by_leaf()
    {
        var random = new Random(6);
        for (var i = 0; i < 3_000; i++)
        {
            var text = RandomJson.Text(random, 12);
            var arguments = $$"""{"a": "{{RandomJson.Encode(random, text)}}"}""";
            var body = $$$"""{"choices":[{"message":{"tool_calls":[{"function":{"name":"f","arguments":"{{{RandomJson.Encode(random, arguments)}}}"}}]}}]}""".Utf8();
            using var reading = Readings.OpenAi.ReadResponse(body);
            var json = JsonNode.Parse(Readings.OpenAi.Redact(reading, MarkerGuard.Inspect(reading.Segments), LabelMask.Instance))!;
            var inner = (string)json["choices"]![0]!["message"]!["tool_calls"]![0]!["function"]!["arguments"]!;
            Assert.Equal(RedactionCheck.Masked(text), (string?)JsonNode.Parse(inner)!["a"]);
        }
    }

    private static string RedactRequest(IDialect dialect, string json)
    {
        using var reading = dialect.ReadRequest(json.Utf8());
        return Encoding.UTF8.GetString(dialect.Redact(reading, MarkerGuard.Inspect(reading.Segments), LabelMask.Instance));
    }

    private static string RedactResponse(IDialect dialect, string json)
    {
        using var reading = dialect.ReadResponse(json.Utf8());
        return Encoding.UTF8.GetString(dialect.Redact(reading, MarkerGuard.Inspect(reading.Segments), LabelMask.Instance));
    }
}
