using System.Text.Json;
using Bartizan.Gateway.Tests.Translation;

namespace Bartizan.Gateway.Tests.RedTeam;

/// <summary>Loot in two halves, which the recipient reads as one.</summary>
public class SplitTests
{
    // @1@ and @2@ stand for the halves: what a recipient puts together without thinking.
    private static readonly (string Dialect, string Request)[] Requests =
    [
        ("openai-chat", """{"model":"gpt-test","messages":[{"role":"user","content":[{"type":"text","text":"see @1@"},{"type":"text","text":"@2@ there"}]}]}"""),
        ("openai-chat", """{"model":"gpt-test","messages":[{"role":"system","content":[{"type":"text","text":"see @1@"},{"type":"text","text":"@2@ there"}]},{"role":"user","content":"hi"}]}"""),
        ("openai-chat", """{"model":"gpt-test","messages":[{"role":"user","content":"hi"},{"role":"tool","tool_call_id":"c","content":[{"type":"text","text":"see @1@"},{"type":"text","text":"@2@ there"}]}]}"""),
        ("anthropic-messages", """{"model":"claude-test","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"see @1@"},{"type":"text","text":"@2@ there"}]}]}"""),
        ("anthropic-messages", """{"model":"claude-test","max_tokens":9,"system":[{"type":"text","text":"see @1@"},{"type":"text","text":"@2@ there"}],"messages":[{"role":"user","content":"hi"}]}"""),
        ("anthropic-messages", """{"model":"claude-test","max_tokens":9,"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"see @1@"},{"type":"text","text":"@2@ there"}]}]}]}"""),
        ("openai-responses", """{"model":"gpt-test","input":[{"role":"user","content":[{"type":"input_text","text":"see @1@"},{"type":"input_text","text":"@2@ there"}]}]}"""),
        ("openai-responses", """{"model":"gpt-test","input":[{"role":"user","content":"hi"},{"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"see @1@"},{"type":"input_text","text":"@2@ there"}]}]}"""),
        ("openai-responses", """{"model":"gpt-test","input":[{"role":"user","content":"hi"},{"type":"reasoning","id":"r","summary":[{"type":"summary_text","text":"see @1@"},{"type":"summary_text","text":"@2@ there"}]}]}"""),
        ("gemini", """{"contents":[{"role":"user","parts":[{"text":"see @1@"},{"text":"@2@ there"}]}]}"""),
        ("gemini", """{"systemInstruction":{"parts":[{"text":"see @1@"},{"text":"@2@ there"}]},"contents":[{"role":"user","parts":[{"text":"hi"}]}]}"""),
        ("bedrock-converse", """{"messages":[{"role":"user","content":[{"text":"see @1@"},{"text":"@2@ there"}]}]}"""),
        ("bedrock-converse", """{"system":[{"text":"see @1@"},{"text":"@2@ there"}],"messages":[{"role":"user","content":[{"text":"hi"}]}]}"""),
        ("bedrock-converse", """{"messages":[{"role":"user","content":[{"toolResult":{"toolUseId":"t","content":[{"text":"see @1@"},{"text":"@2@ there"}]}}]}]}"""),
    ];

    private static readonly (string Dialect, string Answer)[] Answers =
    [
        ("openai-chat", """{"id":"x","object":"chat.completion","created":1,"model":"gpt-test","choices":[{"index":0,"message":{"role":"assistant","content":[{"type":"text","text":"see @1@"},{"type":"text","text":"@2@ there"}]},"finish_reason":"stop"}]}"""),
        ("anthropic-messages", """{"id":"x","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"see @1@"},{"type":"text","text":"@2@ there"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}"""),
        ("openai-responses", """{"id":"x","object":"response","status":"completed","model":"m","output":[{"type":"message","id":"m","status":"completed","role":"assistant","content":[{"type":"output_text","text":"see @1@","annotations":[]},{"type":"output_text","text":"@2@ there","annotations":[]}]}]}"""),
        ("openai-responses", """{"id":"x","object":"response","status":"completed","model":"m","output":[{"type":"message","id":"m","status":"completed","role":"assistant","content":[{"type":"output_text","text":"see @1@","annotations":[]}]},{"type":"message","id":"n","status":"completed","role":"assistant","content":[{"type":"output_text","text":"@2@ there","annotations":[]}]}]}"""),
        ("gemini", """{"candidates":[{"content":{"role":"model","parts":[{"text":"see @1@"},{"text":"@2@ there"}]},"finishReason":"STOP"}]}"""),
        ("bedrock-converse", """{"output":{"message":{"role":"assistant","content":[{"text":"see @1@"},{"text":"@2@ there"}]}},"stopReason":"end_turn"}"""),
    ];

    // Name and data of each event on a line of its own.
    private static readonly (string Dialect, string[] Events)[] Streams =
    [
        ("openai-chat", [Chat("""{"content":"see @1@"}"""), Chat("""{"content":"@2@ there"}"""), Chat("{}", "\"stop\""), " [DONE]"]),
        ("openai-chat", [Chat("""{"content":"see @1@"}"""), Chat("""{"role":"assistant"}"""), " {\"id\":\"x\",\"choices\":[],\"usage\":{\"prompt_tokens\":1}}", Chat("""{"content":"@2@ there"}"""), Chat("{}", "\"stop\""), " [DONE]"]),
        ("openai-chat", [Chat("""{"reasoning_content":"see @1@"}"""), Chat("""{"reasoning_content":"@2@ there"}"""), Chat("{}", "\"stop\""), " [DONE]"]),
        ("openai-chat", [Chat("""{"audio":{"id":"a","transcript":"see @1@"}}"""), Chat("""{"audio":{"transcript":"@2@ there"}}"""), Chat("{}", "\"stop\""), " [DONE]"]),
        ("openai-chat", [Chat("""{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":\"see @1@"}}]}"""), Chat("""{"tool_calls":[{"index":1,"id":"d","type":"function","function":{"name":"g","arguments":"{}"}}]}"""), Chat("""{"tool_calls":[{"index":0,"function":{"arguments":"@2@\"}"}}]}"""), Chat("{}", "\"tool_calls\""), " [DONE]"]),
        ("openai-chat", [Chat("""{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"{\"a\":\"@1@"}}]}"""), Chat("""{"tool_calls":[{"index":0,"function":{"arguments":"@2@\"}"}}]}"""), Chat("{}", "\"tool_calls\""), " [DONE]"]),
        ("anthropic-messages", [Start, Block(0), Delta(0, "see @1@"), Stop(0), Block(1), Delta(1, "@2@ there"), Stop(1), .. End]),
        ("anthropic-messages", [Start, Block(0), Delta(0, "see @1@"), "ping {\"type\":\"ping\"}", Delta(0, "@2@ there"), Stop(0), .. End]),
        ("anthropic-messages", [Start, """content_block_start {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"see @1@"}}""", Delta(0, "@2@ there"), Stop(0), .. End]),
        ("openai-responses", [Part(0, 0, "see @1@"), Part(0, 1, "@2@ there"), Completed]),
        ("openai-responses", [Part(0, 0, "see @1@"), Part(1, 0, "@2@ there"), Completed]),
        ("gemini", [Candidate("""{"text":"see @1@"},{"text":"@2@ there"}"""), Candidate("""{"text":""}""", ""","finishReason":"STOP" """)]),
        ("gemini", [Candidate("""{"text":"see @1@"}"""), Candidate("""{"text":"@2@ there"}"""), Candidate("""{"text":""}""", ""","finishReason":"STOP" """)]),
        ("bedrock-converse", ["""messageStart {"role":"assistant"}""", """contentBlockDelta {"contentBlockIndex":0,"delta":{"text":"see @1@"}}""", """contentBlockStop {"contentBlockIndex":0}""", """contentBlockDelta {"contentBlockIndex":1,"delta":{"text":"@2@ there"}}""", """contentBlockStop {"contentBlockIndex":1}""", """messageStop {"stopReason":"end_turn"}""", "metadata {}"]),
        ("bedrock-invoke", [""" {"generation":"see @1@"}""", """ {"generation":"@2@ there","stop_reason":"stop"}"""]),
        ("bedrock-invoke", [""" {"outputs":[{"text":"see @1@"}]}""", """ {"outputs":[{"text":"@2@ there"}]}"""]),
    ];

    private const string Start = """message_start {"type":"message_start","message":{"id":"x","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":1,"output_tokens":1}}}""";
    private const string Completed = """response.completed {"type":"response.completed","response":{"id":"x","object":"response","status":"completed","model":"m","output":[]}}""";
    private static string[] End => ["""message_delta {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}}""", """message_stop {"type":"message_stop"}"""];

    public static TheoryData<int> RequestCases => new(Enumerable.Range(0, Requests.Length));

    public static TheoryData<int> AnswerCases => new(Enumerable.Range(0, Answers.Length));

    public static TheoryData<int> StreamCases => new(Enumerable.Range(0, Streams.Length));

    public static TheoryData<string, string> Pairs => Sample.Pairs(same: false);

    [Theory]
    [MemberData(nameof(RequestCases))]
    public async Task No_parts_of_a_request_carry_halves_to_the_model(int number)
    {
        var (dialect, request) = Requests[number];
        var target = Targets.Named(dialect);
        await using var range = FiringRange.Open();
        range.Answers(target.Answer);
        foreach (var (whole, first, second) in Halves())
        {
            var received = await range.AskAsync(target.Path, Fill(request, first, second));
            Assert.False(ReadsBoth(received.Forwarded, first, second), $"{whole}: {received.Forwarded}");
        }
    }

    [Theory]
    [MemberData(nameof(AnswerCases))]
    public async Task No_parts_of_an_answer_carry_halves_to_the_client(int number)
    {
        var (dialect, answer) = Answers[number];
        var target = Targets.Named(dialect);
        await using var range = FiringRange.Open();
        foreach (var (whole, first, second) in Halves())
        {
            range.Answers(Fill(answer, first, second));
            var received = await range.AskAsync(target.Path, target.Request);
            Assert.False(ReadsBoth(received.Body, first, second), $"{whole}: {received.Body}");
        }
    }

    [Theory]
    [MemberData(nameof(StreamCases))]
    public async Task No_events_carry_halves_to_the_client(int number)
    {
        var (dialect, events) = Streams[number];
        var target = Targets.Named(dialect);
        await using var range = FiringRange.Open();
        foreach (var (whole, first, second) in Halves())
        {
            range.Streams(target.Stream(events.Select(e => (e.Split(' ')[0], Fill(e[(e.IndexOf(' ', StringComparison.Ordinal) + 1)..], first, second)))), target.StreamType);
            var received = await range.AskAsync(target.StreamPath, target.StreamRequest);
            Assert.False(ReadsBoth(target.TextOf(received.Bytes), first, second), $"{whole}: {target.TextOf(received.Bytes)}");
        }
    }

    [Fact]
    public async Task A_block_that_ends_in_a_letter_does_not_hide_what_the_next_begins_with()
    {
        await using var range = FiringRange.Open();
        foreach (var loot in Loot.All)
        {
            range.Streams(Targets.Messages.Stream(((string[])[Start, Block(0), Delta(0, "word"), Stop(0), Block(1), Delta(1, loot), Stop(1), .. End]).Select(e => (e.Split(' ')[0], e[(e.IndexOf(' ', StringComparison.Ordinal) + 1)..]))));
            Assert.False(Loot.In((await range.AskAsync(Targets.Messages.StreamPath, Targets.Messages.StreamRequest)).Body));
        }
    }

    private static IEnumerable<(string Whole, string First, string Second)> Halves() =>
        Loot.All.SelectMany(loot => new[] { 1, 4, loot.Length / 2, loot.Length - 1 }.Select(at => (loot, loot[..at], loot[at..])));

    private static bool ReadsBoth(string text, string first, string second) =>
        text.Contains("see " + first, StringComparison.Ordinal) && text.Contains(second + " there", StringComparison.Ordinal);

    private static string Fill(string template, string first, string second) =>
        template.Replace("@1@", first, StringComparison.Ordinal).Replace("@2@", second, StringComparison.Ordinal);

    private static string Chat(string delta, string reason = "null") => $$""" {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{reason}}}]}""";

    private static string Block(int index) => $$$"""content_block_start {"type":"content_block_start","index":{{{index}}},"content_block":{"type":"text","text":""}}""";

    private static string Delta(int index, string text) => $$$"""content_block_delta {"type":"content_block_delta","index":{{{index}}},"delta":{"type":"text_delta","text":"{{{text}}}"}}""";

    private static string Stop(int index) => $$"""content_block_stop {"type":"content_block_stop","index":{{index}}}""";

    private static string Part(int item, int part, string text) => $$"""response.output_text.delta {"type":"response.output_text.delta","item_id":"msg_{{item}}","output_index":{{item}},"content_index":{{part}},"delta":{{JsonSerializer.Serialize(text)}}}""";

    private static string Candidate(string parts, string more = "") => $$$""" {"candidates":[{"index":0,"content":{"role":"model","parts":[{{{parts}}}]}{{{more}}}}]}""";
}
