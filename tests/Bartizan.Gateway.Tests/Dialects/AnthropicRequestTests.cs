using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Dialects;

public class AnthropicRequestTests
{
    [Fact]
    public void Every_text_of_a_conversation_is_found_with_role_and_provenance()
    {
        var lines = Readings.Anthropic.Request("""
            {"model":"claude","max_tokens":100,"system":[{"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral"}}],"messages":[
              {"role":"user","content":[
                {"type":"document","source":{"type":"text","media_type":"text/plain","data":"A plain document."},"title":"Title one","context":"From the web","citations":{"enabled":true}},
                {"type":"document","source":{"type":"content","content":[{"type":"text","text":"Chunk."}]}},
                {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0xLjcKAAEC/w=="}},
                {"type":"document","source":{"type":"url","url":"https://example.org/d.pdf?x=1"}},
                {"type":"search_result","source":"https://example.org/s?q","title":"Found it","content":[{"type":"text","text":"Result text."}]},
                {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgoAAAANSUhEUg=="}},
                {"type":"text","text":"Summarise."}]},
              {"role":"assistant","content":[
                {"type":"thinking","thinking":"Let me see.","signature":"c2lnbmF0dXJl/w=="},
                {"type":"redacted_thinking","data":"AAEC/////w=="},
                {"type":"text","text":"Looking.","citations":[{"type":"char_location","cited_text":"A plain","document_index":0,"document_title":"Title one"}]},
                {"type":"tool_use","id":"toolu_1","name":"pay","input":{"card":4111111111111111,"note":"for é"}},
                {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"weather today"}},
                {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","title":"Rain ahead","url":"https://example.org/w?a=b","encrypted_content":"AAECAwQF/w==","page_age":"1 day"}]}]},
              {"role":"user","content":[
                {"type":"tool_result","tool_use_id":"toolu_1","is_error":false,"content":[{"type":"text","text":"Paid."},{"type":"document","source":{"type":"text","data":"Receipt text"}}]},
                {"type":"mcp_tool_result","tool_use_id":"mcptoolu_1","content":"From a server."},
                {"type":"tool_result","tool_use_id":"toolu_2","content":"ok then"},
                {"type":"future_block","words":["hear me"]}]},
              {"role":"system","content":"Stay on topic."},
              {"role":"user","content":"Bye."}]}
            """);
        Assert.Equal(
            [
                "System Trusted system[0].text | Be kind.",
                "Document Untrusted system[0].cache_control | type: ephemeral",
                "Document Untrusted messages[0].content[0].source.data | A plain document.",
                "Document Untrusted messages[0].content[0].title | Title one",
                "Document Untrusted messages[0].content[0].context | From the web",
                "Document Untrusted messages[0].content[0].citations | enabled",
                "Document Untrusted messages[0].content[1].source.content[0].text | Chunk.",
                "Document Untrusted messages[0].content[3].source.url | https://example.org/d.pdf?x=1",
                "Document Untrusted messages[0].content[4].source | https://example.org/s?q",
                "Document Untrusted messages[0].content[4].title | Found it",
                "Document Untrusted messages[0].content[4].content[0].text | Result text.",
                "User User messages[0].content[6].text | Summarise.",
                "Reasoning Model messages[1].content[0].thinking | Let me see.",
                "Assistant Model messages[1].content[2].text | Looking.",
                "Document Untrusted messages[1].content[2].citations | type: char_location¶cited_text: A plain¶document_index: 0¶document_title: Title one",
                "ToolCall Model messages[1].content[3].input | card: 4111111111111111¶note: for é",
                "ToolCall Model messages[1].content[4].input | query: weather today",
                "Document Untrusted messages[1].content[5].content[0].title | Rain ahead",
                "Document Untrusted messages[1].content[5].content[0].url | https://example.org/w?a=b",
                "Document Untrusted messages[1].content[5].content[0].page_age | 1 day",
                "ToolResult Untrusted messages[2].content[0].content[0].text | Paid.",
                "Document Untrusted messages[2].content[0].content[1].source.data | Receipt text",
                "ToolResult Untrusted messages[2].content[1].content | From a server.",
                "ToolResult Untrusted messages[2].content[2].content | ok then",
                "Document Untrusted messages[2].content[3] | type: future_block¶words: hear me",
                "System Trusted messages[3].content | Stay on topic.",
                "User User messages[4].content | Bye.",
            ],
            lines);
    }

    [Fact]
    public void Tools_model_and_stream_are_read()
    {
        using var reading = Readings.Anthropic.ReadRequest("""
            {"model":"claude","stream":false,"messages":[],"system":"One string.","metadata":{"user_id":"u@x.org"},
             "tools":[{"name":"pay","description":"Pays.","input_schema":{"type":"object","properties":{"to":{"type":"string"}}}},
               {"type":"web_search_20250305","name":"web_search"},{"type":"computer_toolset_20260801"},{"type":"mcp_toolset","mcp_server_name":"files"}],
             "stop_sequences":["###"],"thinking":{"type":"enabled","budget_tokens":1024}}
            """u8.ToArray());
        Assert.Equal(
            [
                "System Trusted system | One string.",
                "User User metadata | user_id: u@x.org",
                "ToolDefinition Trusted tools[0] | pay¶Pays.¶to",
                "ToolDefinition Trusted tools[1] | web_search_20250305¶web_search",
                "ToolDefinition Trusted tools[2] | computer_toolset_20260801",
                "ToolDefinition Trusted tools[3] | mcp_toolset¶files",
                "User User stop_sequences | ###",
                "Document Untrusted thinking | type: enabled¶budget_tokens: 1024",
            ],
            reading.Lines());
        Assert.False(reading.Stream);
        Assert.Equal("claude", reading.Model);
        Assert.Equal(["pay", "web_search", "computer_toolset_20260801", "files"], reading.Tools);
    }

    [Fact]
    public void A_block_whose_type_comes_last_is_read_all_the_same() =>
        Assert.Equal(
            ["ToolResult Untrusted messages[0].content[0].content | late"],
            Readings.Anthropic.Request("""{"messages":[{"content":[{"content":"late","tool_use_id":"t","type":"tool_result"}],"role":"user"}],"model":"m"}"""));
}
