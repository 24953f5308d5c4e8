using static Bartizan.Gateway.Tests.Coverage.CoverageField;
using static Bartizan.Gateway.Tests.Coverage.CoverageFlow;

namespace Bartizan.Gateway.Tests.Coverage;

/// <summary>Every dialect's rows. A route whose dialect, or a field whose place, is missing here fails the matrix.</summary>
internal static partial class CoverageRows
{
    public static IReadOnlyList<CoverageRow> All { get; } = [.. OpenAiChat(), .. OpenAiResponses(), .. OpenAiEmbeddings(), .. AnthropicMessages(), .. Gemini()];

    /// <summary>The row of a place.</summary>
    public static CoverageRow Of(string dialect, CoverageFlow flow, CoverageField field) => All.Single(r => (r.Dialect, r.Flow, r.Field) == (dialect, flow, field));

    /// <summary>A request of each dialect with nothing to find in it.</summary>
    public static string Clean(string dialect, bool stream) => dialect switch
    {
        "openai-embeddings" => """{"model":"gpt-test","input":"hi"}""",
        "openai-responses" => $$"""{"model":"gpt-test","input":"hi","stream":{{(stream ? "true" : "false")}}}""",
        "anthropic-messages" => Bodies.Ask("anthropic", "hi", stream),
        "gemini" => """{"contents":[{"parts":[{"text":"hi"}]}]}""",
        _ => Bodies.Ask("openai", "hi", stream),
    };

    /// <summary>Where the matrix asks a dialect.</summary>
    public static string Path(string dialect, bool stream) => dialect switch
    {
        "openai-embeddings" => "/openai/v1/embeddings",
        "openai-responses" => "/openai/v1/responses",
        "anthropic-messages" => "/anthropic/v1/messages",
        "gemini" => "/gemini/v1beta/models/gemini-test:" + (stream ? "streamGenerateContent?alt=sse" : "generateContent"),
        "openai-chat" => "/openai/v1/chat/completions",
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "The matrix does not know where to ask this dialect."),
    };

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
