using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Telemetry;

/// <summary>The words of the generative AI conventions: names of attributes, and what they call our dialects and providers.</summary>
internal static class GenAi
{
    public const string Operation = "gen_ai.operation.name";
    public const string Provider = "gen_ai.provider.name";
    public const string RequestModel = "gen_ai.request.model";
    public const string RequestStream = "gen_ai.request.stream";
    public const string FinishReasons = "gen_ai.response.finish_reasons";
    public const string FirstChunk = "gen_ai.response.time_to_first_chunk";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string TokenType = "gen_ai.token.type";
    public const string TokenModality = "gen_ai.token.modality";
    public const string ErrorType = "error.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string ToolName = "gen_ai.tool.name";
    public const string PromptName = "gen_ai.prompt.name";

    /// <summary>Value of <see cref="Operation"/> that is no inference.</summary>
    public const string Embeddings = "embeddings";

    /// <summary>The operation that a route stands for. Counting tokens has no word of the conventions, which allow one's own.</summary>
    public static string OperationOf(GatewayRoute route) => route.Dialect.Name switch
    {
        "openai-embeddings" => Embeddings,
        "gemini" => "generate_content",
        "anthropic-messages" when route.Name.EndsWith("/count_tokens", StringComparison.Ordinal) => "count_tokens",
        _ => "chat",
    };

    /// <summary>The provider whose format is spoken.</summary>
    public static string ProviderOf(ProviderDialect provider) => provider switch
    {
        ProviderDialect.OpenAi => "openai",
        ProviderDialect.Anthropic => "anthropic",
        ProviderDialect.AzureOpenAi => "azure.ai.openai",
        ProviderDialect.Gemini => "gcp.gemini",
        ProviderDialect.Bedrock => "aws.bedrock",
        _ => "_OTHER",
    };
}
