using System.Text;
using Bartizan.Gateway.Dialects;
using Bartizan.Gateway.Dialects.AnthropicMessages;
using Bartizan.Gateway.Dialects.Gemini;
using Bartizan.Gateway.Dialects.OpenAiChat;
using Bartizan.Gateway.Dialects.OpenAiResponses;

namespace Bartizan.Gateway.Tests.Dialects;

public class OutputBoundTests
{
    private static readonly Dictionary<string, IDialect> Dialects = new(StringComparer.Ordinal)
    {
        ["chat"] = new OpenAiChatDialect(),
        ["messages"] = new AnthropicMessagesDialect(),
        ["responses"] = new OpenAiResponsesDialect(),
        ["gemini"] = new GeminiDialect(),
    };

    [Theory]
    [InlineData("chat", """{"model":"m","messages":[],"max_tokens":7}""", 7L, 1L)]
    [InlineData("chat", """{"model":"m","max_completion_tokens":9,"messages":[],"max_tokens":7,"n":3}""", 9L, 3L)]
    [InlineData("chat", """{"model":"m","messages":[],"max_tokens":null}""", null, 1L)]
    [InlineData("chat", """{"model":"m","messages":[],"max_t\u006fkens":7}""", 7L, 1L)]
    [InlineData("chat", """{"model":"m","messages":[],"max_tokens":7.5}""", long.MaxValue, 1L)]
    [InlineData("chat", """{"model":"m","messages":[],"max_tokens":-7,"n":{"a":1}}""", long.MaxValue, long.MaxValue)]
    [InlineData("messages", """{"model":"m","messages":[],"max_tokens":7}""", 7L, 1L)]
    [InlineData("responses", """{"model":"m","input":"x","max_output_tokens":7}""", 7L, 1L)]
    [InlineData("gemini", """{"contents":[],"generationConfig":{"maxOutputTokens":7,"candidateCount":2}}""", 7L, 2L)]
    [InlineData("gemini", """{"contents":[],"generation_config":{"max_output_tokens":7,"candidate_count":2}}""", 7L, 2L)]
    public void How_long_an_answer_may_be_is_read(string dialect, string body, long? most, long answers)
    {
        using var reading = Dialects[dialect].ReadRequest(Encoding.UTF8.GetBytes(body));
        Assert.Null(reading.Failure);
        Assert.Equal((most, answers), (reading.MostOutput, reading.Answers));
    }

    [Fact]
    public void What_is_written_in_place_of_a_number_is_still_inspected()
    {
        using var reading = Dialects["chat"].ReadRequest("""{"model":"m","messages":[],"max_tokens":"my secret words","n":["hidden"]}"""u8.ToArray());
        Assert.Equal(["my secret words", "hidden"], reading.Segments.ToArray().Select(s => s.Text.ToString()));
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[],"container":"cnt_1"}""", true)]
    [InlineData("""{"model":"m","messages":[],"container":{"id":"cnt_1"}}""", true)]
    [InlineData("""{"model":"m","messages":[],"container":null}""", false)]
    public void A_container_is_context_that_the_provider_keeps(string body, bool hides)
    {
        using var reading = Dialects["messages"].ReadRequest(Encoding.UTF8.GetBytes(body));
        Assert.Equal(hides, reading.HidesContext);
    }
}
