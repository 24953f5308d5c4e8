using System.Text;
using Bartizan.Gateway.Dialects.Gemini;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class GeminiRequestTests
{
    [Fact]
    public void Every_part_is_found_with_role_and_provenance()
    {
        var lines = Readings.Gemini.Request("""
            {"systemInstruction":{"parts":[{"text":"Be kind."},{"inlineData":{"mimeType":"text/plain","data":"SG91c2UgcnVsZXM="}}]},"contents":[
              {"role":"user","parts":[
                {"text":"Summarise.","videoMetadata":{"startOffset":"10s"}},
                {"inlineData":{"mimeType":"text/plain","data":"SGVsbG8gd29ybGQ=","displayName":"note.txt"}},
                {"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgoAAAANSUhEUg=="}},
                {"fileData":{"mimeType":"application/pdf","fileUri":"https://example.org/d.pdf?x=1"}},
                {"futurePart":{"words":["hear me"]}}]},
              {"role":"model","parts":[
                {"text":"Let me see.","thought":true},
                {"text":"Looking."},
                {"functionCall":{"id":"c1","name":"pay","args":{"card":4111111111111111,"note":"for é"}},"thoughtSignature":"AAEC/w=="},
                {"executableCode":{"language":"PYTHON","code":"print(1)"}},
                {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"one"}},
                {"toolCall":{"id":"t1","toolType":"GOOGLE_SEARCH_WEB","args":{"queries":["rain today"]}}},
                {"toolResponse":{"id":"t1","toolType":"GOOGLE_SEARCH_WEB","response":{"found":"Rain ahead"}}}]},
              {"role":"user","parts":[
                {"functionResponse":{"id":"c1","name":"pay","response":{"result":"Paid."},"parts":[{"inlineData":{"mimeType":"text/csv","data":"YSxiLGMsZA=="}}]}}]},
              {"role":"function","parts":[{"text":"Raw result."}]},
              {"role":"oracle","parts":[{"text":"Who am I?"}]},
              {"parts":{"text":"Bye."}}]}
            """);
        Assert.Equal(
            [
                "System Trusted systemInstruction.parts[0].text | Be kind.",
                "Document Trusted systemInstruction.parts[1].inlineData.data | House rules",
                "User User contents[0].parts[0].text | Summarise.",
                "Document Untrusted contents[0].parts[0].videoMetadata | startOffset: 10s",
                "Document Untrusted contents[0].parts[1].inlineData.data | Hello world",
                "Document Untrusted contents[0].parts[1].inlineData.displayName | note.txt",
                "Document Untrusted contents[0].parts[3].fileData.fileUri | https://example.org/d.pdf?x=1",
                "Document Untrusted contents[0].parts[4].futurePart | words: hear me",
                "Reasoning Model contents[1].parts[0].text | Let me see.",
                "Assistant Model contents[1].parts[1].text | Looking.",
                "ToolCall Model contents[1].parts[2].functionCall.args | card: 4111111111111111¶note: for é",
                "ToolCall Model contents[1].parts[3].executableCode | language: PYTHON¶code: print(1)",
                "ToolResult Untrusted contents[1].parts[4].codeExecutionResult.outcome | OUTCOME_OK",
                "ToolResult Untrusted contents[1].parts[4].codeExecutionResult.output | one",
                "ToolCall Model contents[1].parts[5].toolCall.args | queries: rain today",
                "ToolResult Untrusted contents[1].parts[6].toolResponse.response | found: Rain ahead",
                "ToolResult Untrusted contents[2].parts[0].functionResponse.response | result: Paid.",
                "Document Untrusted contents[2].parts[0].functionResponse.parts[0].inlineData.data | a,b,c,d",
                "ToolResult Untrusted contents[3].parts[0].text | Raw result.",
                "Document Untrusted contents[4].parts[0].text | Who am I?",
                "User User contents[5].parts.text | Bye.",
            ],
            lines);
    }

    [Fact]
    public void All_fields_have_a_bit_of_their_own() => Assert.InRange((int)Enum.GetValues<GeminiField>().Max(), 1, 63);

    [Fact]
    public void Both_spellings_mean_the_same()
    {
        using var reading = Readings.Gemini.ReadRequest("""
            {"system_instruction":{"parts":{"text":"Be kind."}},"contents":{"role":"user","parts":[
               {"inline_data":{"mime_type":"text/plain","data":"SGVsbG8gd29ybGQ="}},
               {"file_data":{"file_uri":"gs://b/f"}},
               {"function_response":{"name":"f","response":{"a":"b"}}},
               {"\u0066unction_call":{"name":"f","args":{"a":"c"}},"thought_signature":"AAEC/w=="}]},
             "tools":[{"function_declarations":[{"name":"f"}]},{"google_search":{}}],
             "cached_content":"cachedContents/1","generation_config":{"stop_sequences":["END"],"response_schema":{"type":"STRING","description":"An answer."}}}
            """u8.ToArray());
        Assert.Equal(
            [
                "System Trusted system_instruction.parts.text | Be kind.",
                "Document Untrusted contents.parts[0].inline_data.data | Hello world",
                "Document Untrusted contents.parts[1].file_data.file_uri | gs://b/f",
                "ToolResult Untrusted contents.parts[2].function_response.response | a: b",
                "ToolCall Model contents.parts[3].*.args | a: c",
                "ToolDefinition Trusted tools[0].function_declarations[0] | f",
                "User User generation_config.stop_sequences | END",
                "ToolDefinition Trusted generation_config.response_schema | An answer.",
            ],
            reading.Lines());
        Assert.Equal(["f", "googleSearch"], reading.Tools);
        Assert.True(reading.HidesContext);
    }

    [Fact]
    public void Tools_and_settings_are_read()
    {
        using var reading = Readings.Gemini.ReadRequest("""
            {"contents":[],
             "tools":[{"functionDeclarations":[{"name":"send_mail","description":"Sends a mail.","parameters":{"type":"OBJECT","properties":{"to":{"type":"STRING","description":"Whom to write to."}}}},{"name":"old"}]},
               {"googleSearch":{},"codeExecution":{},"urlContext":null},
               {"fileSearch":{"fileSearchStoreNames":["fileSearchStores/a b"]}}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["send_mail"]}},
             "generationConfig":{"candidateCount":2,"temperature":0.5,"responseMimeType":"application/json","responseJsonSchema":{"description":"An answer."},"stopSequences":["END NOW"],"speechConfig":{"voice":"Puck"}},
             "safetySettings":[{"category":"HARM_CATEGORY_HATE_SPEECH","threshold":"OFF"}],
             "labels":{"team":"red team"},"vendorNotes":"read me"}
            """u8.ToArray());
        Assert.Equal(
            [
                "ToolDefinition Trusted tools[0].functionDeclarations[0] | send_mail¶Sends a mail.¶to: Whom to write to.",
                "ToolDefinition Trusted tools[0].functionDeclarations[1] | old",
                "ToolDefinition Trusted tools[2].fileSearch | fileSearchStoreNames: fileSearchStores/a b",
                "ToolDefinition Trusted toolConfig | functionCallingConfig: mode: ANY¶allowedFunctionNames: send_mail",
                "ToolDefinition Trusted generationConfig.responseJsonSchema | An answer.",
                "User User generationConfig.stopSequences | END NOW",
                "Document Untrusted generationConfig.speechConfig | voice: Puck",
                "Document Untrusted safetySettings | category: HARM_CATEGORY_HATE_SPEECH¶threshold: OFF",
                "User User labels | team: red team",
                "Document Untrusted vendorNotes | read me",
            ],
            reading.Lines());
        Assert.Equal(["send_mail", "old", "googleSearch", "codeExecution", "fileSearch"], reading.Tools);
        Assert.Equal("", reading.Model);
        Assert.False(reading.Stream);
        Assert.False(reading.HidesContext);
    }

    [Theory]
    [InlineData("\"\"", false)]
    [InlineData("null", false)]
    [InlineData("\"cachedContents/1\"", true)]
    [InlineData("{}", true)]
    public void Cached_content_hides_context(string value, bool hides)
    {
        using var reading = Readings.Gemini.ReadRequest($$"""{"contents":[],"cachedContent":{{value}}}""".Utf8());
        Assert.Null(reading.Failure);
        Assert.Equal(hides, reading.HidesContext);
    }

    [Theory]
    [InlineData("""{}""", "invalid_field")]
    [InlineData("""[]""", "invalid_field")]
    [InlineData("""{"contents":"hi"}""", "invalid_field")]
    [InlineData("""{"contents":["hi"]}""", "invalid_field")]
    [InlineData("""{"contents":[],"tools":"all"}""", "invalid_field")]
    [InlineData("""{"contents":[],"tools":[{"functionDeclarations":{"name":"f"}}]}""", "invalid_field")]
    [InlineData("""{"contents":[]} {}""", "invalid_json")]
    [InlineData("""{"contents":[],"contents":[]}""", "duplicate_key")]
    [InlineData("""{"contents":[],"Contents":[]}""", "duplicate_key")]
    [InlineData("""{"contents":[],"systemInstruction":{},"system_instruction":{}}""", "duplicate_key")]
    [InlineData("""{"contents":[],"systemInstruction":{},"system\u005finstruction":{}}""", "duplicate_key")]
    [InlineData("""{"contents":[{"parts":[{"functionCall":{},"function_call":{}}]}]}""", "duplicate_key")]
    [InlineData("""{"contents":[{"parts":[{"functionCall":{"name":"f","args":{"a":1,"a":2}}}]}]}""", "duplicate_key")]
    [InlineData("""{"contents":[{"parts":[{"inlineData":{"data":"","displayName":"a","display_name":"b"}}]}]}""", "duplicate_key")]
    [InlineData("""{"contents":[],"generationConfig":{"responseSchema":{},"response_schema":{}}}""", "duplicate_key")]
    [InlineData("""{"contents":[],"cachedContent":"a","cached_content":"b"}""", "duplicate_key")]
    public void What_could_be_read_in_two_ways_is_refused(string json, string code)
    {
        using var reading = Readings.Gemini.ReadRequest(json.Utf8());
        Assert.Equal(code, reading.Failure?.Code);
        Assert.True(reading.Segments.IsEmpty);
    }

    [Fact]
    public void Parts_of_the_wrong_kind_are_inspected_all_the_same()
    {
        var lines = Readings.Gemini.Request("""
            {"contents":[{"role":"user","parts":["bare words",{"text":{"deep":"in it"}},{"functionCall":"called"},{"inlineData":"not data"},{"functionResponse":["said"]},{"thought":"not true","text":"x"}]}],"systemInstruction":"Be kind.","generationConfig":"free","toolConfig":"any"}
            """);
        Assert.Equal(
            [
                "User User contents[0].parts[0] | bare words",
                "User Untrusted contents[0].parts[1].text | deep: in it",
                "ToolCall Untrusted contents[0].parts[2].functionCall | called",
                "Document Untrusted contents[0].parts[3].inlineData | not data",
                "ToolResult Untrusted contents[0].parts[4].functionResponse | said",
                "Document Untrusted contents[0].parts[5].thought | not true",
                "User User contents[0].parts[5].text | x",
                "System Trusted systemInstruction | Be kind.",
                "Document Untrusted generationConfig | free",
                "ToolDefinition Trusted toolConfig | any",
            ],
            lines);
    }

    [Fact]
    public void Masking_changes_nothing_but_the_spans_and_the_signatures_over_them()
    {
        const string Body = """
            { "contents" : [{"role":"user","parts":[{"text":"h\u00e9 XK123456 \ud83d\ude00"},{"inline_data":{"mime_type":"text/plain","data":"WEsxMjM0NTYh"}}]},
              {"role":"model","parts":[{"thought":true,"text":"so XK123456","thoughtSignature":"AAEC/w=="},{"functionCall":{"name":"f","args":{"n" : 1.50,"a":"XK123456"}},"thought_signature":"AAED/w=="},{"text":"ok","thoughtSignature":"AAEE/w=="}]}] }
            """;
        using var reading = Readings.Gemini.ReadRequest(Body.Utf8());
        var redacted = Encoding.UTF8.GetString(Readings.Gemini.Redact(reading, MarkerGuard.Inspect(reading.Segments), LabelMask.Instance));
        Assert.Equal(
            Body.Replace("XK123456", "[redacted:secret.marker]", StringComparison.Ordinal)
                .Replace("WEsxMjM0NTYh", Convert.ToBase64String("[redacted:secret.marker]!"u8), StringComparison.Ordinal)
                .Replace("AAEC/w==", "", StringComparison.Ordinal)
                .Replace("AAED/w==", "", StringComparison.Ordinal),
            redacted);
    }

    [Fact]
    public void A_signature_that_is_no_string_goes_whole()
    {
        const string Body = """{"contents":[{"role":"model","parts":[{"text":"XK123456","thoughtSignature":{"a":["AAAA"]}}]}]}""";
        using var reading = Readings.Gemini.ReadRequest(Body.Utf8());
        Assert.Equal(
            """{"contents":[{"role":"model","parts":[{"text":"[redacted:secret.marker]","thoughtSignature":""}]}]}""",
            Encoding.UTF8.GetString(Readings.Gemini.Redact(reading, MarkerGuard.Inspect(reading.Segments), LabelMask.Instance)));
    }
}
