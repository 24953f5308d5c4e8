using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Redaction;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class GeminiResponseTests
{
    [Fact]
    public void Every_text_of_every_candidate_is_found()
    {
        using var reading = Readings.Gemini.ReadResponse("""
            {"candidates":[
              {"content":{"parts":[
                  {"text":"Hm.","thought":true},
                  {"text":"Hello","thoughtSignature":"AAEC/w=="},
                  {"functionCall":{"id":"c1","name":"pay","args":{"to":"é","sum":1}}},
                  {"executableCode":{"language":"PYTHON","code":"1 + 1"}},
                  {"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"2 or so"}},
                  {"toolCall":{"id":"t1","toolType":"GOOGLE_SEARCH_WEB","args":{"q":"rain"}}},
                  {"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgoAAAANSUhEUg=="}}],"role":"model"},
               "finishReason":"STOP","index":0,"avgLogprobs":-0.0123456789012345,
               "safetyRatings":[{"category":"HARM_CATEGORY_HARASSMENT","probability":"NEGLIGIBLE","probabilityScore":0.0123456}],
               "citationMetadata":{"citations":[{"startIndex":0,"endIndex":5,"uri":"https://x.org","title":"X"}]},
               "groundingMetadata":{"webSearchQueries":["rain today"],"searchEntryPoint":{"renderedContent":"<b>Rain</b>"},"groundingChunks":[{"web":{"uri":"https://y.org","title":"Y"}}]},
               "logprobsResult":{"chosenCandidates":[{"token":"Hel","logProbability":-0.1234567,"tokenId":1},{"token":"lo","tokenId":2}],"topCandidates":[{"candidates":[{"token":"Hel"}]}]}},
              {"content":{"parts":[{"text":"Or so"}],"role":"model"},"finishReason":"MAX_TOKENS","finishMessage":"Too long.","index":1}],
             "promptFeedback":{"safetyRatings":[],"blockReasonMessage":"Not really."},
             "usageMetadata":{"promptTokenCount":12,"candidatesTokenCount":34,"thoughtsTokenCount":5,"totalTokenCount":51,"promptTokensDetails":[{"modality":"TEXT","tokenCount":1234567}],"trafficType":"ON_DEMAND"},
             "modelVersion":"gemini-2.5-pro","responseId":"r_1","createTime":"2026-01-01T00:00:00Z","vendor":{"note":"free words"}}
            """u8.ToArray());
        Assert.Equal(
            [
                "Reasoning Model candidates[0].content.parts[0].text | Hm.",
                "Assistant Model candidates[0].content.parts[1].text | Hello",
                "ToolCall Model candidates[0].content.parts[2].functionCall.args | to: é¶sum: 1",
                "ToolCall Model candidates[0].content.parts[3].executableCode | language: PYTHON¶code: 1 + 1",
                "ToolResult Untrusted candidates[0].content.parts[4].codeExecutionResult.outcome | OUTCOME_OK",
                "ToolResult Untrusted candidates[0].content.parts[4].codeExecutionResult.output | 2 or so",
                "ToolCall Model candidates[0].content.parts[5].toolCall.args | q: rain",
                "Assistant Untrusted candidates[0].safetyRatings | HARM_CATEGORY_HARASSMENT¶NEGLIGIBLE",
                "Document Untrusted candidates[0].citationMetadata | citations: startIndex: 0¶endIndex: 5¶uri: https://x.org¶title: X",
                "Document Untrusted candidates[0].groundingMetadata | webSearchQueries: rain today¶searchEntryPoint: renderedContent: <b>Rain</b>¶groundingChunks: web: uri: https://y.org¶title: Y",
                "Assistant Model candidates[0].logprobsResult.chosenCandidates | Hello",
                "Assistant Model candidates[1].content.parts[0].text | Or so",
                "Document Untrusted candidates[1].finishMessage | Too long.",
                "Assistant Untrusted promptFeedback.blockReasonMessage | Not really.",
                "Assistant Untrusted vendor | note: free words",
            ],
            reading.Lines());
        Assert.Equal(
            [
                new ProposedToolCall("c1", "pay", """{"to":"é","sum":1}""", 2),
                new ProposedToolCall("", "codeExecution", """{"language":"PYTHON","code":"1 + 1"}""", 3, true),
                new ProposedToolCall("t1", "GOOGLE_SEARCH_WEB", """{"q":"rain"}""", 6, true),
            ],
            reading.ToolCalls);
        Assert.Equal(["STOP", "MAX_TOKENS"], reading.StopReasons);
        Assert.Equal(new TokenUsage(12, 39), reading.Usage);
    }

    [Fact]
    public void Errors_are_inspected_also_as_an_array_of_one()
    {
        Assert.Contains("No such model.", Assert.Single(Readings.Gemini.Response("""{"error":{"code":404,"message":"No such model.","status":"NOT_FOUND"}}""")), StringComparison.Ordinal);
        Assert.Contains("No such model.", Assert.Single(Readings.Gemini.Response("""[{"error":{"code":404,"message":"No such model.","status":"NOT_FOUND"}}]""")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_blocked_prompt_says_why_it_stopped()
    {
        using var reading = Readings.Gemini.ReadResponse("""{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}}"""u8.ToArray());
        Assert.Equal(["SAFETY"], reading.StopReasons);
        Assert.Equal(new TokenUsage(4, null), reading.Usage);
    }

    [Theory]
    [InlineData("""[{"candidates":[]},{"candidates":[]}]""", "invalid_field")]
    [InlineData("\"words\"", "invalid_field")]
    [InlineData("""{"candidates":[{"finishReason":"STOP","finish_reason":"STOP"}]}""", "duplicate_key")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","partialArgs":[{"jsonPath":"$.a","stringValue":"x"}]}}]}}]}""", "invalid_field")]
    public void What_could_be_read_in_two_ways_is_refused(string json, string code)
    {
        using var reading = Readings.Gemini.ReadResponse(json.Utf8());
        Assert.Equal(code, reading.Failure?.Code);
    }

    [Fact]
    public void Masking_takes_log_probabilities_and_signatures_of_its_own_candidate_and_part_alone()
    {
        const string Body = """
            {"candidates":[{"content":{"parts":[{"text":"so XK123456","thoughtSignature":"AAEC/w=="},{"functionCall":{"name":"f","args":{}},"thoughtSignature":"AAED/w=="}]},"logprobsResult":{"chosenCandidates":[{"token":"XK"},{"token":"123456"}]}},
              {"content":{"parts":[{"text":"ok"}]},"logprobsResult":{"chosenCandidates":[{"token":"ok"}]}}]}
            """;
        using var reading = Readings.Gemini.ReadResponse(Body.Utf8());
        Assert.Equal(
            Body.Replace("so XK123456", "so [redacted:secret.marker]", StringComparison.Ordinal)
                .Replace("AAEC/w==", "", StringComparison.Ordinal)
                .Replace("""{"chosenCandidates":[{"token":"XK"},{"token":"123456"}]}""", "null", StringComparison.Ordinal),
            Encoding.UTF8.GetString(Readings.Gemini.Redact(reading, MarkerGuard.Inspect(reading.Segments), LabelMask.Instance)));
    }
}
