using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class OpenAiRequestTests
{
    [Fact]
    public void Every_text_of_a_conversation_is_found_with_role_and_provenance()
    {
        var lines = Readings.OpenAi.Request("""
            {"model":"gpt-5","messages":[
              {"role":"developer","content":"Be brief.","name":"ops"},
              {"content":[{"type":"text","text":"What is this?"},
                {"type":"image_url","image_url":{"url":"https://example.org/a.png?q=1","detail":"low"}},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=="}},
                {"type":"input_audio","input_audio":{"data":"UklGRgABAgMEBQ==","format":"wav"}},
                {"type":"file","file":{"filename":"my notes.txt","file_data":"data:text/plain;base64,SGVsbG8gd29ybGQ="}}],"role":"user"},
              {"role":"assistant","content":null,"refusal":"I cannot.","reasoning_content":"Hm.",
               "tool_calls":[{"id":"call_1","type":"function","function":{"name":"pay","arguments":"{\"to\":\"bob \\u00e9\",\"card\":4111111111111111}"}},
                 {"id":"call_2","type":"custom","custom":{"name":"sh","input":"ls -l | wc"}}]},
              {"role":"assistant","function_call":{"name":"old","arguments":"{\"a\":tru"},"audio":{"id":"audio_1"}},
              {"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"paid"}]},
              {"role":"function","name":"old","content":"done"},
              {"role":"narrator","content":"Meanwhile"},
              {"role":"user","content":[{"type":"hologram","payload":{"words":"psst","n":123456}}]}
            ]}
            """);
        Assert.Equal(
            [
                "System Trusted messages[0].content | Be brief.",
                "System Trusted messages[0].name | ops",
                "User User messages[1].content[0].text | What is this?",
                "Document Untrusted messages[1].content[1].image_url.url | https://example.org/a.png?q=1",
                "Document Untrusted messages[1].content[4].file.filename | my notes.txt",
                "Document Untrusted messages[1].content[4].file.file_data | Hello world",
                "Refusal Model messages[2].refusal | I cannot.",
                "Reasoning Model messages[2].reasoning_content | Hm.",
                "ToolCall Model messages[2].tool_calls[0].function.arguments | to: bob é¶card: 4111111111111111",
                "ToolCall Model messages[2].tool_calls[1].custom.input | ls -l | wc",
                "ToolCall Model messages[3].function_call.arguments | {\"a\":tru",
                "ToolResult Untrusted messages[4].content[0].text | paid",
                "ToolResult Untrusted messages[5].name | old",
                "ToolResult Untrusted messages[5].content | done",
                "Document Untrusted messages[6].content | Meanwhile",
                "Document Untrusted messages[7].content[0] | type: hologram¶payload: words: psst¶n: 123456",
            ],
            lines);
    }

    [Fact]
    public void Tools_and_settings_are_inspected_and_plain_settings_are_not()
    {
        const string Json = """
            {"temperature":0.7,"stream":true,"model":"gpt-5","seed":42,"service_tier":"auto","messages":[],
             "tools":[{"type":"function","function":{"name":"send_mail","description":"Sends a mail.","strict":true,
                 "parameters":{"type":"object","properties":{"to":{"type":"string","description":"Whom to write to."}},"required":["to"]}}},
               {"type":"custom","custom":{"name":"sh","description":"Runs."}},
               {"type":"hosted_search"}],
             "functions":[{"name":"old"}],
             "web_search_options":{"user_location":{"type":"approximate","approximate":{"city":"Bern"}}},
             "response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":{"description":"An answer."}}},
             "metadata":{"ticket":"T 1"},"user":"u@x.org","stop":["END NOW"],"prediction":{"type":"content","content":"Expected."},
             "vendor_notes":"read me","vendor_count":7}
            """;
        using var reading = Readings.OpenAi.ReadRequest(Json.Utf8());
        Assert.Equal(
            [
                "ToolDefinition Trusted tools[0] | send_mail¶Sends a mail.¶to: Whom to write to.¶to",
                "ToolDefinition Trusted tools[1] | sh¶Runs.",
                "ToolDefinition Trusted tools[2] | hosted_search",
                "ToolDefinition Trusted functions[0] | old",
                "Document Untrusted web_search_options | user_location: type: approximate¶approximate: city: Bern",
                "ToolDefinition Trusted response_format | answer¶An answer.",
                "User User metadata | ticket: T 1",
                "User User user | u@x.org",
                "User User stop | END NOW",
                "User User prediction | type: content¶content: Expected.",
                "Document Untrusted vendor_notes | read me",
            ],
            reading.Lines());
        Assert.Equal("gpt-5", reading.Model);
        Assert.True(reading.Stream);
        Assert.Equal(["send_mail", "sh", "hosted_search", "old", "web_search"], reading.Tools);
    }

    [Theory]
    [InlineData("""{"messages":[]}""", "invalid_field")]
    [InlineData("""{"model":"m"}""", "invalid_field")]
    [InlineData("""{"model":7,"messages":[]}""", "invalid_field")]
    [InlineData("""{"model":"m","messages":{}}""", "invalid_field")]
    [InlineData("""{"model":"m","messages":["hi"]}""", "invalid_field")]
    [InlineData("""{"model":"m","messages":[],"stream":"true"}""", "invalid_field")]
    [InlineData("""{"model":"m","messages":[],"tools":{}}""", "invalid_field")]
    [InlineData("""["model"]""", "invalid_field")]
    [InlineData("""{"model":"m","messages":[]} {}""", "invalid_json")]
    [InlineData("""{"model":"m","messages":[""", "invalid_json")]
    [InlineData("", "invalid_json")]
    [InlineData("""{"model":"m","messages":[],"model":"n"}""", "duplicate_key")]
    [InlineData("""{"model":"m","messages":[],"\u006dodel":"n"}""", "duplicate_key")]
    [InlineData("""{"model":"m","messages":[],"Messages":[]}""", "duplicate_key")]
    [InlineData("""{"model":"m","messages":[],"me\u017f\u017fages":[]}""", "duplicate_key")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"a","content":"b"}]}""", "duplicate_key")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a","TEXT":"b"}]}]}""", "duplicate_key")]
    [InlineData("""{"model":"m","messages":[],"metadata":{"a":1,"a":2}}""", "duplicate_key")]
    public void What_could_be_read_in_two_ways_is_refused(string json, string code)
    {
        using var reading = Readings.OpenAi.ReadRequest(json.Utf8());
        Assert.Equal(code, reading.Failure?.Code);
        Assert.True(reading.Segments.IsEmpty);
    }

    [Fact]
    public void Every_name_in_a_tools_definition_counts()
    {
        using var reading = Readings.OpenAi.ReadRequest("""{"model":"m","messages":[],"tools":[{"type":"function","name":"harmless","function":{"name":"wipe"}},{"server_label":"safe","function":{"name":"pay"}},{"type":"x"}]}"""u8.ToArray());
        Assert.Equal(["harmless", "wipe", "safe", "pay", "x"], reading.Tools);
    }

    [Fact]
    public void Schemas_may_name_properties_alike_but_for_case() =>
        Assert.Single(Readings.OpenAi.Request("""{"model":"m","messages":[],"tools":[{"function":{"name":"f","parameters":{"properties":{"id":{},"ID":{},"größe":{}}}}}]}"""));
}
