using System.Text.Json.Nodes;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Gateway.Translation;

namespace Bartizan.Gateway.Tests.Translation;

public class RequestDetailTests
{
    [Fact]
    public void Anthropic_is_told_a_length_when_the_client_gave_none() =>
        Assert.Equal(4096, (int?)Node(Sample.Chat, Sample.Messages, """{"model":"m-1","messages":[{"role":"user","content":"hi"}]}""")["max_tokens"]);

    [Fact]
    public void Neighbours_of_one_side_become_one_turn_and_empty_text_goes() =>
        Assert.Equal(
            """[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"role":"assistant","content":[{"type":"text","text":"c"}]},{"role":"user","content":[{"type":"text","text":"d"}]}]""",
            Node(Sample.Chat, Sample.Messages, """{"model":"m-1","messages":[{"role":"user","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"},{"role":"assistant","content":""},{"role":"user","content":"d"}]}""")["messages"]!.ToJsonString());

    [Fact]
    public void Results_stand_before_words_and_carry_the_name_of_their_call()
    {
        var parts = Node(
            Sample.Messages,
            Sample.Gemini,
            """{"model":"m-1","max_tokens":5,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"a","input":{}},{"type":"tool_use","id":"toolu_2","name":"b","input":{}}]},{"role":"user","content":[{"type":"text","text":"look:"},{"type":"tool_result","tool_use_id":"toolu_2","content":"two","is_error":true},{"type":"tool_result","tool_use_id":"toolu_1"}]}]}""")["contents"]![2]!["parts"]!;
        Assert.Equal(
            """[{"functionResponse":{"name":"b","response":{"error":"two"}}},{"functionResponse":{"name":"a","response":{"output":""}}},{"text":"look:"}]""", parts.ToJsonString());
    }

    [Fact]
    public void Calls_without_ids_are_matched_by_name_and_order()
    {
        var messages = Node(
            Sample.Gemini,
            Sample.Chat,
            """{"contents":[{"role":"model","parts":[{"functionCall":{"name":"a","args":{"n":1}}},{"function_call":{"name":"b"}},{"functionCall":{"name":"a","args":{"n":2}}}]},{"role":"function","parts":[{"functionResponse":{"name":"a","response":{"output":"first"}}},{"function_response":{"name":"a","response":{"x":{"y":1}}}},{"functionResponse":{"name":"b","response":{"error":"down"}}}]}]}""")["messages"]!;
        Assert.Equal(["call_0", "call_1", "call_2"], messages[0]!["tool_calls"]!.AsArray().Select(c => (string?)c!["id"]));
        Assert.Equal(
            ["call_0 first", """call_2 {"x":{"y":1}}""", "call_1 down"], messages.AsArray().Skip(1).Select(m => $"{m!["tool_call_id"]} {m["content"]}"));
    }

    [Fact]
    public void An_id_that_a_provider_would_not_take_becomes_one_that_it_does_the_same_for_call_and_result()
    {
        var body = """{"model":"m-1","messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"functions.f:0","type":"function","function":{"name":"f","arguments":""}}]},{"role":"tool","tool_call_id":"functions.f:0","content":"x"}]}""";
        foreach (var (upstream, call, result) in ((Sample, string, string)[])[(Sample.Messages, "id", "tool_use_id"), (Sample.Converse, "toolUseId", "toolUseId")])
        {
            var messages = Node(Sample.Chat, upstream, body)["messages"]!;
            var (used, answered) = (messages[0]!["content"]![0]!, messages[1]!["content"]![0]!);
            var id = (string?)(used["toolUse"] ?? used)[call];
            Assert.Matches("^call_[0-9a-f]{32}$", id);
            Assert.Equal(id, (string?)(answered["toolResult"] ?? answered)[result]);
        }
    }

    [Fact]
    public void Gemini_s_own_schema_becomes_json_schema()
    {
        var schema = Node(
            Sample.Gemini,
            Sample.Chat,
            """{"contents":[{"parts":[{"text":"x"}]}],"tools":[{"function_declarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"min_items":{"type":"ARRAY","min_items":"2","items":{"type":"INTEGER","format":"int32"}},"b":{"any_of":[{"type":"STRING","nullable":true},{"type":"NUMBER","minimum":0.50}]}},"property_ordering":["b"],"required":["b"]}}]}]}""")["tools"]![0]!["function"]!["parameters"]!;
        Assert.Equal(
            """{"type":"object","properties":{"min_items":{"type":"array","minItems":2,"items":{"type":"integer","format":"int32"}},"b":{"anyOf":[{"type":["string","null"]},{"type":"number","minimum":0.50}]}},"required":["b"]}""",
            schema.ToJsonString());
    }

    [Fact]
    public void A_promise_of_json_is_made_where_it_can_be()
    {
        const string Asked = """{"model":"m-1","messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object"}}}}""";
        Assert.Equal("""{"responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}""", Node(Sample.Chat, Sample.Gemini, Asked)["generationConfig"]!.ToJsonString());
        Assert.Equal("""{"format":{"type":"json_schema","schema":{"type":"object"}}}""", Node(Sample.Chat, Sample.Messages, Asked)["output_config"]!.ToJsonString());
        Assert.Equal(
            """{"type":"json_schema","json_schema":{"name":"answer","schema":{"type":"object"}}}""",
            Node(Sample.Gemini, Sample.Chat, """{"contents":[{"parts":[{"text":"x"}]}],"generationConfig":{"responseMimeType":"application/json","responseSchema":{"type":"OBJECT"}}}""")["response_format"]!.ToJsonString());
    }

    [Theory]
    [InlineData("auto", "AUTO", "auto")]
    [InlineData("required", "ANY", "any")]
    [InlineData("none", "NONE", "none")]
    public void A_choice_of_tools_is_the_same_choice(string chat, string gemini, string messages)
    {
        var body = $$$$$"""{"model":"m-1","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"{{{{{chat}}}}}"}""";
        Assert.Equal(gemini, (string?)Node(Sample.Chat, Sample.Gemini, body)["toolConfig"]!["functionCallingConfig"]!["mode"]);
        Assert.Equal(messages, (string?)Node(Sample.Chat, Sample.Messages, body)["tool_choice"]!["type"]);
        Assert.Equal(body, Translations.Request(Sample.Chat, Sample.Chat, body).Body);
    }

    [Fact]
    public void Calls_in_the_conversation_are_not_said_to_be_another_model_s_where_gemini_knows_no_such_word()
    {
        var body = Sample.Chat.Request.Replace("\"m-1\"", "\"gemini-2.5-flash\"", StringComparison.Ordinal);
        var (translator, _) = Translator.Begin(ProviderDialect.OpenAi, ProviderDialect.Gemini, body.Utf8(), stream: false, Sample.Context(Sample.Chat) with { Model = "gemini-2.5-flash" });
        Assert.True(translator!.Request.Span.IndexOf("thoughtSignature"u8) < 0);
    }

    [Fact]
    public void Half_a_surrogate_pair_passes_as_it_came_and_in_a_name_is_refused()
    {
        var (body, _) = Translations.Request(Sample.Chat, Sample.Messages, """{"model":"m-1","messages":[{"role":"user","content":"a\ud83d"}]}""");
        Assert.Contains(@"""a\ud83d""", body, StringComparison.Ordinal);
        var (_, failure) = Translator.Begin(ProviderDialect.OpenAi, ProviderDialect.Anthropic, """{"model":"m-1","messages":[],"\ud83d":1}"""u8.ToArray(), stream: false, Sample.Context(Sample.Chat));
        Assert.Equal("untranslatable", failure!.Code);
    }

    private static JsonNode Node(Sample client, Sample upstream, string body) => JsonNode.Parse(Translations.Request(client, upstream, body).Body)!;
}
