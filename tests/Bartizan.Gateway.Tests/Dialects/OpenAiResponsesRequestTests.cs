using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class OpenAiResponsesRequestTests
{
    [Fact]
    public void Every_text_of_a_conversation_is_found_with_role_and_provenance()
    {
        var lines = Readings.Responses.Request("""
            {"model":"gpt-5","instructions":"Be brief.","input":[
              {"role":"developer","content":"Answer in verse."},
              {"type":"message","role":"user","content":[{"type":"input_text","text":"What is this?"},
                {"type":"input_image","detail":"low","image_url":"https://example.org/a.png?q=1"},
                {"type":"input_image","image_url":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=="},
                {"type":"input_file","filename":"my notes.txt","file_data":"data:text/plain;base64,SGVsbG8gd29ybGQ="},
                {"type":"input_file","file_url":"https://example.org/b c.pdf"},
                {"type":"input_audio","input_audio":{"data":"UklGRgABAgMEBQ==","format":"wav"}},
                {"type":"hologram","words":"psst"}]},
              {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."}],"content":[{"type":"reasoning_text","text":"Let me see."}],"encrypted_content":"gAAAAABo_w=="},
              {"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"A cat.","annotations":[{"type":"url_citation","url":"https://x.org","title":"Cats"}]},{"type":"refusal","refusal":"I cannot."}]},
              {"content":"late","role":"narrator"}]}
            """);
        Assert.Equal(
            [
                "System Trusted instructions | Be brief.",
                "System Trusted input[0].content | Answer in verse.",
                "User User input[1].content[0].text | What is this?",
                "Document Untrusted input[1].content[1].image_url | https://example.org/a.png?q=1",
                "Document Untrusted input[1].content[3].filename | my notes.txt",
                "Document Untrusted input[1].content[3].file_data | Hello world",
                "Document Untrusted input[1].content[4].file_url | https://example.org/b c.pdf",
                "Document Untrusted input[1].content[6] | type: hologram¶words: psst",
                "Reasoning Model input[2].summary[0].text | Hm.",
                "Reasoning Model input[2].content[0].text | Let me see.",
                "Assistant Model input[3].content[0].text | A cat.",
                "Assistant Untrusted input[3].content[0].annotations[0] | type: url_citation¶url: https://x.org¶title: Cats",
                "Refusal Model input[3].content[1].refusal | I cannot.",
                "Document Untrusted input[4].content | late",
            ],
            lines);
    }

    [Fact]
    public void Every_call_and_what_it_returned_is_found()
    {
        var lines = Readings.Responses.Request("""
            {"model":"gpt-5","input":[
              {"type":"function_call","id":"fc_1","call_id":"call_1","name":"pay","namespace":"bank","arguments":"{\"to\":\"bob \\u00e9\",\"card\":4111111111111111}"},
              {"type":"function_call_output","call_id":"call_1","output":"paid"},
              {"type":"function_call_output","call_id":"call_1","output":[{"type":"input_text","text":"paid again"},{"type":"input_file","filename":"r.txt","file_data":"SGVsbG8gd29ybGQ="}]},
              {"type":"custom_tool_call","call_id":"call_2","name":"sh","input":"ls -l | wc"},
              {"type":"custom_tool_call_output","call_id":"call_2","output":"42 lines"},
              {"type":"mcp_list_tools","id":"mcpl_1","server_label":"files","tools":[{"name":"read_file","description":"Reads it.","input_schema":{"type":"object","properties":{"path":{"type":"string"}}}}]},
              {"type":"mcp_approval_request","id":"mcpr_1","server_label":"files","name":"read_file","arguments":"{\"path\":\"/etc\"}"},
              {"type":"mcp_approval_response","approval_request_id":"mcpr_1","approve":true,"reason":"Go on."},
              {"type":"mcp_call","id":"mcp_1","server_label":"files","name":"read_file","arguments":"{\"path\":\"/tmp\"}","output":"from a server","error":{"type":"mcp_tool_execution_error","content":"half failed"}},
              {"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"weather today","sources":[{"type":"url","url":"https://w.org"}]}},
              {"type":"file_search_call","id":"fs_1","queries":["who is it"],"results":[{"file_id":"file_1","filename":"people.txt","score":0.9,"text":"It is Ann."}]},
              {"type":"code_interpreter_call","id":"ci_1","container_id":"cntr_1","code":"print(1 + 1)","outputs":[{"type":"logs","logs":"two"},{"type":"image","url":"https://x.org/i.png"}]},
              {"type":"computer_call","id":"cu_1","call_id":"call_3","action":{"type":"type","text":"my words"},"pending_safety_checks":[{"id":"cu_sc_1","code":"malicious","message":"Beware."}]},
              {"type":"computer_call_output","call_id":"call_3","output":{"type":"computer_screenshot","image_url":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUg=="},"acknowledged_safety_checks":[{"id":"x","message":"Seen."}]},
              {"type":"image_generation_call","id":"ig_1","status":"completed","revised_prompt":"A red cat.","result":"iVBORw0KGgoAAAANSUhEUg=="},
              {"type":"local_shell_call","id":"ls_1","call_id":"call_4","action":{"type":"exec","command":["ls","-l"],"env":{"TOKEN":"secret"}}},
              {"type":"local_shell_call_output","id":"call_4","output":"total 0"},
              {"type":"shell_call","call_id":"call_5","action":{"commands":["uname -a"],"timeout_ms":1000}},
              {"type":"shell_call_output","call_id":"call_5","output":[{"stdout":"Linux","stderr":"no error","outcome":{"type":"exit","exit_code":0}}]},
              {"type":"apply_patch_call","call_id":"call_6","operation":{"type":"update_file","path":"a.txt","diff":"+ new line"}},
              {"type":"apply_patch_call_output","call_id":"call_6","status":"failed","output":"No such file"},
              {"type":"tool_search_call","arguments":{"goal":"find mail tools"}},
              {"type":"program","id":"p_1","call_id":"call_7","code":"await pay()","fingerprint":"AAEC"},
              {"type":"program_output","id":"p_2","call_id":"call_7","result":"XK123456"},
              {"type":"teleport_call","input":"to Mars"},
              {"type":"teleport_call_output","output":"arrived"},
              {"type":"compaction","encrypted_content":"gAAAAABo_w=="},
              {"type":"mood","value":"cheerful today"}]}
            """);
        Assert.Equal(
            [
                "ToolCall Untrusted input[0].namespace | bank",
                "ToolCall Model input[0].arguments | to: bob é¶card: 4111111111111111",
                "ToolResult Untrusted input[1].output | paid",
                "ToolResult Untrusted input[2].output[0].text | paid again",
                "Document Untrusted input[2].output[1].filename | r.txt",
                "Document Untrusted input[2].output[1].file_data | Hello world",
                "ToolCall Model input[3].input | ls -l | wc",
                "ToolResult Untrusted input[4].output | 42 lines",
                "ToolDefinition Untrusted input[5].server_label | files",
                "ToolDefinition Untrusted input[5].tools[0] | read_file¶Reads it.¶path",
                "ToolCall Untrusted input[6].server_label | files",
                "ToolCall Model input[6].arguments | path: /etc",
                "User Untrusted input[7].approval_request_id | mcpr_1",
                "User User input[7].reason | Go on.",
                "ToolCall Untrusted input[8].server_label | files",
                "ToolCall Model input[8].arguments | path: /tmp",
                "ToolResult Untrusted input[8].output | from a server",
                "ToolResult Untrusted input[8].error | type: mcp_tool_execution_error¶content: half failed",
                "ToolCall Model input[9].action | type: search¶query: weather today¶sources: type: url¶url: https://w.org",
                "ToolCall Model input[10].queries | who is it",
                "ToolResult Untrusted input[10].results[0] | file_id: file_1¶filename: people.txt¶score: 0.9¶text: It is Ann.",
                "ToolCall Model input[11].code | print(1 + 1)",
                "ToolResult Untrusted input[11].outputs[0].logs | two",
                "Document Untrusted input[11].outputs[1].url | https://x.org/i.png",
                "ToolCall Model input[12].action | type: type¶text: my words",
                "ToolCall Untrusted input[12].pending_safety_checks | id: cu_sc_1¶code: malicious¶message: Beware.",
                "ToolResult Untrusted input[13].acknowledged_safety_checks | id: x¶message: Seen.",
                "ToolCall Untrusted input[14].revised_prompt | A red cat.",
                "ToolCall Model input[15].action | type: exec¶command: ls¶-l¶env: TOKEN: secret",
                "ToolResult Untrusted input[16].output | total 0",
                "ToolCall Model input[17].action | commands: uname -a¶timeout_ms: 1000",
                "ToolResult Untrusted input[18].output[0] | stdout: Linux¶stderr: no error¶outcome: type: exit¶exit_code: 0",
                "ToolCall Model input[19].operation | type: update_file¶path: a.txt¶diff: + new line",
                "ToolResult Untrusted input[20].output | No such file",
                "ToolCall Model input[21].arguments | goal: find mail tools",
                "ToolCall Model input[22].code | await pay()",
                "ToolCall Untrusted input[22].fingerprint | AAEC",
                "ToolResult Untrusted input[23].result | XK123456",
                "ToolCall Model input[24].input | to Mars",
                "ToolResult Untrusted input[25].output | arrived",
                "Document Untrusted input[27] | type: mood¶value: cheerful today",
            ],
            lines);
    }

    [Fact]
    public void Tools_and_settings_are_inspected_and_plain_settings_are_not()
    {
        using var reading = Readings.Responses.ReadRequest("""
            {"temperature":0.7,"stream":true,"model":"gpt-5","max_output_tokens":123456,"store":false,"truncation":"auto","input":"Hello.",
             "tools":[{"type":"function","name":"send_mail","description":"Sends a mail.","strict":true,"parameters":{"type":"object","properties":{"to":{"type":"string","description":"Whom to write to."}},"required":["to"]}},
               {"type":"mcp","server_label":"files","server_url":"https://mcp.example.org/sse","server_description":"All my files.","authorization":"Bearer abc","headers":{"X-Key":"sesame"},"require_approval":"never"},
               {"type":"web_search"},{"type":"custom","name":"sh","description":"Runs.","format":{"type":"grammar","syntax":"lark","definition":"start: WORD"}},
               {"type":"namespace","name":"crm","description":"Customers.","tools":[{"type":"function","name":"lookup","description":"Finds one."},{"type":"custom","name":"note"}]}],
             "tool_choice":{"type":"function","name":"send_mail"},
             "text":{"format":{"type":"json_schema","name":"answer","schema":{"description":"An answer."}},"verbosity":"low"},
             "metadata":{"ticket":"T 1"},"user":"u@x.org","safety_identifier":"person 7","prompt_cache_key":"key 9",
             "reasoning":{"effort":"low"},"include":["reasoning.encrypted_content"],"vendor_notes":"read me"}
            """u8.ToArray());
        Assert.Equal(
            [
                "User User input | Hello.",
                "ToolDefinition Trusted tools[0] | send_mail¶Sends a mail.¶to: Whom to write to.¶to",
                "ToolDefinition Trusted tools[1] | mcp¶files¶https://mcp.example.org/sse¶All my files.¶Bearer abc¶X-Key: sesame¶never",
                "ToolDefinition Trusted tools[2] | web_search",
                "ToolDefinition Trusted tools[3] | sh¶Runs.¶grammar¶syntax: lark¶definition: start: WORD",
                "ToolDefinition Trusted tools[4] | namespace¶crm¶Customers.¶lookup¶Finds one.¶note",
                "ToolDefinition Trusted tool_choice | send_mail",
                "ToolDefinition Trusted text | answer¶An answer.¶verbosity: low",
                "User User metadata | ticket: T 1",
                "User User user | u@x.org",
                "User User safety_identifier | person 7",
                "Document Untrusted prompt_cache_key | key 9",
                "Document Untrusted reasoning | effort: low",
                "Document Untrusted include | reasoning.encrypted_content",
                "Document Untrusted vendor_notes | read me",
            ],
            reading.Lines());
        Assert.Equal("gpt-5", reading.Model);
        Assert.True(reading.Stream);
        Assert.False(reading.HidesContext);
        Assert.Equal(["send_mail", "files", "web_search", "sh", "crm", "lookup", "note"], reading.Tools);
    }

    [Fact]
    public void Tools_offered_inside_the_conversation_count_as_offered()
    {
        using var reading = Readings.Responses.ReadRequest("""
            {"model":"m","tools":[{"type":"web_search"}],"input":[
              {"type":"additional_tools","role":"developer","tools":[{"type":"function","name":"late"}]},
              {"type":"tool_search_output","tools":[{"type":"function","name":"found"}]},
              {"type":"mcp_list_tools","server_label":"s","tools":[{"name":"remote"}]}]}
            """u8.ToArray());
        Assert.Equal(["web_search", "late", "found", "remote"], reading.Tools);
        Assert.Equal("ToolDefinition Trusted input[0].tools[0] | late", reading.Lines()[1]);
        Assert.Contains("ToolDefinition Untrusted input[1].tools[0] | found", reading.Lines());
    }

    [Theory]
    [InlineData(""" "input":"x" """, false)]
    [InlineData(""" "previous_response_id":null,"conversation":null,"prompt":null """, false)]
    [InlineData(""" "previous_response_id":"resp_1" """, true)]
    [InlineData(""" "conversation":"conv_1" """, true)]
    [InlineData(""" "conversation":{"id":"conv_1"} """, true)]
    [InlineData(""" "prompt":{"id":"pmpt_1"} """, true)]
    [InlineData(""" "input":[{"type":"item_reference","id":"msg_1"}] """, true)]
    [InlineData(""" "input":[{"id":"msg_1"}] """, true)]
    public void Context_that_only_the_upstream_has_is_told(string members, bool hides)
    {
        using var reading = Readings.Responses.ReadRequest(("{\"model\":\"m\"," + members + "}").Utf8());
        Assert.Null(reading.Failure);
        Assert.Equal(hides, reading.HidesContext);
    }

    [Fact]
    public void Variables_of_a_stored_prompt_are_the_users_words() =>
        Assert.Equal(
            [
                "User Untrusted prompt.version | 2 b",
                "User User prompt.variables.city | Bern",
                "User User prompt.variables | the key",
                "User User prompt.variables.* | its value",
                "User User prompt.variables.doc.text | A part.",
            ],
            Readings.Responses.Request("""{"model":"m","prompt":{"id":"pmpt_1","version":"2 b","variables":{"city":"Bern","the key":"its value","doc":{"type":"input_text","text":"A part."}}}}"""));

    [Theory]
    [InlineData("""{"input":"x"}""", "invalid_field")]
    [InlineData("""{"model":7,"input":"x"}""", "invalid_field")]
    [InlineData("""{"model":"m","input":{}}""", "invalid_field")]
    [InlineData("""{"model":"m","input":7}""", "invalid_field")]
    [InlineData("""{"model":"m","input":["hi"]}""", "invalid_field")]
    [InlineData("""{"model":"m","input":"x","stream":"true"}""", "invalid_field")]
    [InlineData("""{"model":"m","input":"x","tools":{}}""", "invalid_field")]
    [InlineData("""["model"]""", "invalid_field")]
    [InlineData("""{"model":"m","input":"x"} {}""", "invalid_json")]
    [InlineData("""{"model":"m","input":"x","model":"n"}""", "duplicate_key")]
    [InlineData("""{"model":"m","input":"x","Input":"y"}""", "duplicate_key")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":"a","\u0063ontent":"b"}]}""", "duplicate_key")]
    [InlineData("""{"model":"m","input":[{"type":"function_call","name":"a","Name":"b"}]}""", "duplicate_key")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"a","TEXT":"b"}]}]}""", "duplicate_key")]
    public void What_could_be_read_in_two_ways_is_refused(string json, string code)
    {
        using var reading = Readings.Responses.ReadRequest(json.Utf8());
        Assert.Equal(code, reading.Failure?.Code);
        Assert.True(reading.Segments.IsEmpty);
    }

    [Fact]
    public void Items_whose_type_and_role_come_last_are_read_all_the_same() =>
        Assert.Equal(
            ["User User input[0].content[0].text | late", "ToolCall Model input[1].arguments | a: b"],
            Readings.Responses.Request("""{"input":[{"content":[{"text":"late","type":"input_text"}],"role":"user"},{"arguments":"{\"a\":\"b\"}","id":"fc","name":"f","type":"function_call"}],"model":"m"}"""));
}
