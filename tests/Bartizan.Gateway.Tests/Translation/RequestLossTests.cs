namespace Bartizan.Gateway.Tests.Translation;

public class RequestLossTests
{
    private const string Chat = """{"model":"m-1","messages":[{"role":"user","content":"hi"}]%}""";
    private const string Messages = """{"model":"m-1","max_tokens":5,"messages":[{"role":"user","content":"hi"}]%}""";
    private const string Gemini = """{"contents":[{"role":"user","parts":[{"text":"hi"}]}]%}""";
    private const string Converse = """{"messages":[{"role":"user","content":[{"text":"hi"}]}]%}""";

    [Theory]
    [InlineData("chat", "messages", Chat, ""","user":"u","store":true,"metadata":{"a":"b"},"seed":7,"frequency_penalty":1,"reasoning_effort":"low" """, "frequency_penalty, metadata, reasoning_effort, seed, store, user")]
    [InlineData("chat", "gemini", Chat, ""","seed":7,"frequency_penalty":1,"n":1,"logprobs":false,"modalities":["text"],"response_format":{"type":"text"},"stop":null""", "")]
    [InlineData("chat", "gemini", Chat, ""","response_format":{"type":"json_schema","json_schema":{"name":"a","strict":true,"schema":{}}}""", "strict")]
    [InlineData("chat", "gemini", Chat, ""","parallel_tool_calls":false,"tools":[{"type":"function","function":{"name":"f","strict":true}}]""", "parallel_tool_calls, strict")]
    [InlineData("messages", "chat", Messages, ""","top_k":5,"thinking":{"type":"enabled","budget_tokens":1024},"metadata":{"user_id":"u"},"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}]""", "cache_control, metadata, thinking, top_k")]
    [InlineData("gemini", "chat", Gemini, ""","safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}],"generation_config":{"top_k":4,"thinkingConfig":{"thinkingBudget":5},"candidateCount":1}""", "safetySettings, thinkingConfig, topK")]
    [InlineData("converse", "gemini", Converse, ""","requestMetadata":{"a":"b"},"system":[{"text":"s"},{"cachePoint":{"type":"default"}}]""", "cachePoint, requestMetadata")]
    public void What_may_be_lost_is_told_by_name(string from, string to, string body, string more, string lost) =>
        Assert.Equal(lost, Translations.Request(Sample.Named(from), Sample.Named(to), body.Replace("%", more, StringComparison.Ordinal)).Lost);

    [Theory]
    [InlineData("chat", "messages", Chat, ""","n":2""", "n:")]
    [InlineData("chat", "gemini", Chat, ""","logprobs":true""", "logprobs:")]
    [InlineData("chat", "gemini", Chat, ""","logit_bias":{"1":2}""", "logit_bias:")]
    [InlineData("chat", "messages", Chat, ""","modalities":["text","audio"]""", "modalities:")]
    [InlineData("chat", "messages", Chat, ""","audio":{"voice":"alloy"}""", "audio:")]
    [InlineData("chat", "messages", Chat, ""","functions":[{"name":"f"}]""", "functions:")]
    [InlineData("chat", "messages", Chat, ""","web_search_options":{}""", "web_search_options:")]
    [InlineData("chat", "messages", Chat, ""","response_format":{"type":"json_object"}""", "response format:")]
    [InlineData("chat", "converse", Chat, ""","response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{}}}""", "a promise of JSON:")]
    [InlineData("chat", "converse", Chat, ""","tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"none" """, "tools that may not be called:")]
    [InlineData("chat", "messages", Chat, ""","tools":[{"type":"custom","custom":{"name":"f"}}]""", "tools[0].type:")]
    [InlineData("chat", "messages", Chat, ""","made_up":1""", "made_up:")]
    [InlineData("chat", "messages", Chat, ""","AKIA1234":1""", "*:")]
    [InlineData("chat", "messages", Chat, ""","temperature":"hot" """, "temperature:")]
    [InlineData("messages", "chat", Messages, ""","mcp_servers":[]""", "mcp_servers:")]
    [InlineData("messages", "chat", Messages, ""","tools":[{"type":"web_search_20250305","name":"web_search"}]""", "tools[0].type:")]
    [InlineData("gemini", "chat", Gemini, ""","tools":[{"googleSearch":{}}]""", "tools[0].googleSearch:")]
    [InlineData("gemini", "chat", Gemini, ""","safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_LOW_AND_ABOVE"}]""", "safetySettings:")]
    [InlineData("gemini", "chat", Gemini, ""","cachedContent":"cachedContents/1" """, "cachedContent:")]
    [InlineData("gemini", "chat", Gemini, ""","generationConfig":{"candidateCount":2}""", "generationConfig.candidateCount:")]
    [InlineData("gemini", "chat", Gemini, ""","toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["a","b"]}}""", "toolConfig.functionCallingConfig.allowedFunctionNames:")]
    [InlineData("converse", "chat", Converse, ""","guardrailConfig":{"guardrailIdentifier":"g","guardrailVersion":"1"}""", "guardrailConfig:")]
    [InlineData("converse", "chat", Converse, ""","additionalModelRequestFields":{"top_k":1}""", "additionalModelRequestFields:")]
    public void What_may_not_be_lost_is_refused_by_name(string from, string to, string body, string more, string place)
    {
        var failure = Translations.Refused(Sample.Named(from), Sample.Named(to), body.Replace("%", more, StringComparison.Ordinal));
        Assert.Equal("untranslatable", failure.Code);
        Assert.StartsWith(place, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", "messages", """{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}]}""", "messages[0].content[0]")]
    [InlineData("chat", "messages", """{"role":"user","content":[{"type":"file","file":{"file_id":"f"}}]}""", "messages[0].content[0]")]
    [InlineData("chat", "messages", """{"role":"user","content":[{"type":"text","text":"x","more":1}]}""", "messages[0].content[0].more")]
    [InlineData("chat", "gemini", """{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:text/html;base64,PGI+"}}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("chat", "messages", """{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}]}""", "messages[0].content[0].image_url.url")]
    [InlineData("messages", "gemini", """{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}}]}""", "messages[0].content[0].source")]
    [InlineData("messages", "chat", """{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"f"}}]}""", "messages[0].content[0].source")]
    [InlineData("chat", "messages", """{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":1,\"a\":2}"}}]}""", "messages[0].tool_calls[0].function.arguments")]
    [InlineData("chat", "messages", """{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}","more":"x"}}]}""", "messages[0].tool_calls[0].function.more")]
    [InlineData("chat", "gemini", """{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}""", "a picture that is given by its address")]
    [InlineData("chat", "messages", """{"role":"tool","tool_call_id":"nobody","content":"x"}""", "messages[0].tool_call_id")]
    [InlineData("chat", "messages", """{"role":"function","name":"f","content":"x"}""", "messages[0].role")]
    [InlineData("chat", "messages", """{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"not json"}}]}""", "messages[0].tool_calls[0].function.arguments")]
    [InlineData("messages", "chat", """{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"x"}}]}""", "messages[0].content[0]")]
    [InlineData("messages", "chat", """{"role":"user","content":[{"type":"tool_use","id":"t","name":"f","input":{}}]}""", "messages[0].content[0]")]
    [InlineData("messages", "chat", """{"role":"assistant","content":[{"type":"server_tool_use","id":"t","name":"web_search","input":{}}]}""", "messages[0].content[0]")]
    [InlineData("gemini", "chat", """{"role":"user","parts":[{"fileData":{"fileUri":"gs://x","mimeType":"image/png"}}]}""", "contents[0].parts[0].fileData")]
    [InlineData("gemini", "chat", """{"role":"user","parts":[{"inlineData":{"mimeType":"application/pdf","data":"AAAA"}}]}""", "contents[0].parts[0].inlineData")]
    [InlineData("gemini", "chat", """{"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]}""", "contents[0].parts[0].functionResponse")]
    [InlineData("converse", "chat", """{"role":"user","content":[{"document":{"format":"txt","name":"d","source":{"text":"x"}}}]}""", "messages[0].content[0].document")]
    [InlineData("converse", "chat", """{"role":"user","content":[{"guardContent":{"text":{"text":"x"}}}]}""", "messages[0].content[0].guardContent")]
    public void What_nobody_else_could_read_is_refused_where_it_stands(string from, string to, string message, string place)
    {
        var body = from == "gemini" ? $$"""{"contents":[{{message}}]}""" : $$"""{"model":"m-1","max_tokens":5,"messages":[{{message}}]}""";
        body = from == "converse" ? $$"""{"messages":[{{message}}]}""" : body;
        var failure = Translations.Refused(Sample.Named(from), Sample.Named(to), body);
        Assert.StartsWith(place + ":", failure.Message, StringComparison.Ordinal);
    }
}
