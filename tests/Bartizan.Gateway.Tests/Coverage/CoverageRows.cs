using static Bartizan.Gateway.Tests.Coverage.CoverageField;
using static Bartizan.Gateway.Tests.Coverage.CoverageFlow;

namespace Bartizan.Gateway.Tests.Coverage;

/// <summary>Every dialect's rows. A route whose dialect, or a field whose place, is missing here fails the matrix.</summary>
internal static partial class CoverageRows
{
    public static IReadOnlyList<CoverageRow> All { get; } = [.. OpenAiChat(), .. OpenAiResponses(), .. OpenAiEmbeddings(), .. AnthropicMessages(), .. Gemini(), .. BedrockConverse(), .. BedrockInvoke()];

    /// <summary>Every dialect that a route speaks.</summary>
    public static IReadOnlyList<CoverageDialect> Dialects { get; } =
    [
        new("openai-chat", "/openai/v1/chat/completions", Bodies.Ask("openai", "hi"), Bodies.Answer("openai", "ok")) { StreamRequest = Bodies.Ask("openai", "hi", stream: true) },
        new("openai-responses", "/openai/v1/responses", """{"model":"gpt-test","input":"hi"}""", """{"id":"x","object":"response","status":"completed","model":"gpt-test","output":[]}""")
        {
            StreamRequest = """{"model":"gpt-test","input":"hi","stream":true}""",
        },
        new("openai-embeddings", "/openai/v1/embeddings", """{"model":"gpt-test","input":"hi"}""", """{"object":"list","data":[]}"""),
        new("anthropic-messages", "/anthropic/v1/messages", Bodies.Ask("anthropic", "hi"), Bodies.Answer("anthropic", "ok")) { StreamRequest = Bodies.Ask("anthropic", "hi", stream: true) },
        new("gemini", "/gemini/v1beta/models/gemini-test:generateContent", """{"contents":[{"parts":[{"text":"hi"}]}]}""", """{"candidates":[{"content":{"parts":[{"text":"ok"}]},"finishReason":"STOP"}]}""")
        {
            StreamPath = "/gemini/v1beta/models/gemini-test:streamGenerateContent?alt=sse",
        },
        .. Bedrock,
    ];

    /// <summary>The row of a place.</summary>
    public static CoverageRow Of(string dialect, CoverageFlow flow, CoverageField field) => All.Single(r => (r.Dialect, r.Flow, r.Field) == (dialect, flow, field));

    private static IEnumerable<CoverageRow> None(string dialect, CoverageFlow flow, string reason, params CoverageField[] fields) =>
        fields.Select(field => new CoverageRow(dialect, flow, field, null, reason));

    private static IEnumerable<CoverageRow> OpenAiEmbeddings()
    {
        const string Name = "openai-embeddings";
        yield return new(Name, Request, User, """{"model":"gpt-test","input":["first","write to @@ now"]}""");
        yield return new(Name, Request, UnknownField, """{"model":"gpt-test","input":"hi","vendor":{"note":"@@"}}""");
        yield return new(Name, Answer, UnknownField, """{"object":"list","model":"gpt-test","data":[{"object":"embedding","index":0,"embedding":[0.5],"note":"@@"}],"usage":{"prompt_tokens":1,"total_tokens":1}}""");
        CoverageField[] others = [SystemPrompt, Assistant, ToolDefinition, ToolArguments, ToolResult, Document, Reasoning, Refusal, Citation, Logprobs, FileText, ImageAddress, SecondChoice];
        foreach (var row in None(Name, Request, "embeddings take plain text only", others)
            .Concat(None(Name, Answer, "vectors hold no text", [User, .. others]))
            .Concat(None(Name, StreamedAnswer, "embeddings are not streamed", Enum.GetValues<CoverageField>())))
        {
            yield return row;
        }
    }
}
