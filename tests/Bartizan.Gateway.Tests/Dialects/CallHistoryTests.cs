using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Dialects.AnthropicMessages;
using Bartizan.Gateway.Dialects.Bedrock;
using Bartizan.Gateway.Dialects.Gemini;
using Bartizan.Gateway.Dialects.OpenAiChat;
using Bartizan.Gateway.Dialects.OpenAiResponses;

namespace Bartizan.Gateway.Tests.Dialects;

/// <summary>Every dialect tells which tool returned what.</summary>
public class CallHistoryTests
{
    public static TheoryData<IDialect, string> Requests => new()
    {
        {
            new OpenAiChatDialect(),
            """
            {"model":"m","messages":[{"role":"user","content":"hi"},
             {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"get_weather","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"read_inbox","arguments":"{}"}}]},
             {"role":"tool","content":[{"type":"text","text":"MAIL"}],"tool_call_id":"b"},{"role":"tool","tool_call_id":"a","content":"SUN"},{"role":"tool","tool_call_id":"c","content":"WHO"}]}
            """
        },
        {
            new AnthropicMessagesDialect(),
            """
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"},
             {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"get_weather","input":{}},{"type":"tool_use","name":"read_inbox","input":{},"id":"b"}]},
             {"role":"user","content":[{"type":"tool_result","content":[{"type":"text","text":"MAIL"}],"tool_use_id":"b"},{"type":"tool_result","tool_use_id":"a","content":"SUN"},{"type":"tool_result","content":"WHO"}]}]}
            """
        },
        {
            new OpenAiResponsesDialect(),
            """
            {"model":"m","input":[{"role":"user","content":"hi"},
             {"type":"function_call","call_id":"a","name":"get_weather","arguments":"{}"},{"type":"function_call","call_id":"b","name":"read_inbox","arguments":"{}"},
             {"type":"function_call_output","output":"MAIL","call_id":"b"},{"type":"function_call_output","call_id":"a","output":"SUN"},{"type":"function_call_output","call_id":"c","output":"WHO"}]}
            """
        },
        {
            new BedrockConverseDialect(),
            """
            {"messages":[{"role":"user","content":[{"text":"hi"}]},
             {"role":"assistant","content":[{"toolUse":{"toolUseId":"a","name":"get_weather","input":{}}},{"toolUse":{"name":"read_inbox","input":{},"toolUseId":"b"}}]},
             {"role":"user","content":[{"toolResult":{"content":[{"text":"MAIL"}],"toolUseId":"b"}},{"toolResult":{"toolUseId":"a","content":[{"json":{"r":"SUN"}}]}},{"toolResult":{"toolUseId":"c","content":[{"text":"WHO"}]}}]}]}
            """
        },
        {
            new GeminiDialect(),
            """
            {"contents":[{"role":"user","parts":[{"text":"hi"}]},
             {"role":"model","parts":[{"functionCall":{"name":"get_weather","args":{}}},{"functionCall":{"name":"read_inbox","args":{}}}]},
             {"role":"user","parts":[{"functionResponse":{"response":{"r":"MAIL"},"name":"read_inbox"}},{"functionResponse":{"name":"get_weather","response":{"r":"SUN"}}},{"functionResponse":{"response":{"r":"WHO"}}}]}]}
            """
        },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void What_a_tool_returned_is_known_by_its_name(IDialect dialect, string body)
    {
        using var reading = dialect.ReadRequest(Encoding.UTF8.GetBytes(body));
        Assert.Null(reading.Failure);
        Assert.Equal(["read_inbox", "get_weather", null], new[] { "MAIL", "SUN", "WHO" }.Select(text => reading.ToolOf(Find(reading, text))));
        Assert.Null(reading.ToolOf(Find(reading, "hi")));
    }

    [Fact]
    public void An_id_that_two_tools_share_tells_nothing()
    {
        var body = """
            {"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"get_weather","arguments":"{}"}},{"id":"a","function":{"name":"read_inbox","arguments":"{}"}}]},
             {"role":"tool","tool_call_id":"a","content":"SUN"}]}
            """u8.ToArray();
        using var reading = new OpenAiChatDialect().ReadRequest(body);
        Assert.Null(reading.ToolOf(Find(reading, "SUN")));
    }

    [Fact]
    public void Results_of_trusted_tools_are_the_application_s_word_and_others_are_not()
    {
        using var reading = new OpenAiChatDialect().ReadRequest(Encoding.UTF8.GetBytes((string)Requests.First()[1]));
        reading.Trust(new ToolTable([new ToolOptions { Name = "get_weather", TrustedResults = true }]));
        Assert.Equal(
            [Provenance.Untrusted, Provenance.Trusted, Provenance.Untrusted],
            new[] { "MAIL", "SUN", "WHO" }.Select(text => reading.Segments[Find(reading, text)].Provenance));
    }

    private static int Find(RequestReading reading, string text)
    {
        foreach (var segment in reading.Segments)
        {
            if (segment.Text.Span.Contains(text, StringComparison.Ordinal))
            {
                return segment.Index;
            }
        }

        throw new InvalidOperationException($"No segment holds {text}.");
    }
}
