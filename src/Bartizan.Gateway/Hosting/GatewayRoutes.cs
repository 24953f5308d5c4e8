using System.Collections.Frozen;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Dialects.AnthropicMessages;
using Bartizan.Gateway.Dialects.Bedrock;
using Bartizan.Gateway.Dialects.Gemini;
using Bartizan.Gateway.Dialects.OpenAiChat;
using Bartizan.Gateway.Dialects.OpenAiEmbeddings;
using Bartizan.Gateway.Dialects.OpenAiResponses;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Hosting;

/// <summary>Every route on which a model is asked. Paths are compared exactly; what is not here is refused.</summary>
internal static class GatewayRoutes
{
    public static readonly GatewayRoute OpenAiChat = new("POST /openai/v1/chat/completions", new OpenAiChatDialect(), ProviderDialect.OpenAi, "/chat/completions") { Translates = true };

    public static readonly GatewayRoute AnthropicMessages = new("POST /anthropic/v1/messages", new AnthropicMessagesDialect(), ProviderDialect.Anthropic, "/v1/messages") { Query = "beta", Translates = true };

    public static readonly GatewayRoute AzureChat = new("POST /azure/openai/v1/chat/completions", OpenAiChat.Dialect, ProviderDialect.AzureOpenAi, "/openai/v1/chat/completions") { Query = ApiVersion, Translates = true };

    public static readonly GatewayRoute Gemini = new("POST /gemini/v1beta/models/{model}:generateContent", new GeminiDialect(), ProviderDialect.Gemini, "/v1beta/models/{model}:generateContent") { Translates = true };

    private static readonly GatewayRoute GeminiStream = new("POST /gemini/v1beta/models/{model}:streamGenerateContent", Gemini.Dialect, ProviderDialect.Gemini, "/v1beta/models/{model}:streamGenerateContent") { Streams = true, Query = "alt", Translates = true };

    public static readonly GatewayRoute BedrockConverse = new("POST /bedrock/model/{model}/converse", new BedrockConverseDialect(), ProviderDialect.Bedrock, "/model/{model}/converse") { Translates = true };

    private static readonly GatewayRoute BedrockConverseStream = new("POST /bedrock/model/{model}/converse-stream", BedrockConverse.Dialect, ProviderDialect.Bedrock, "/model/{model}/converse-stream") { Streams = true, Translates = true };

    private const string ApiVersion = "api-version";

    private static readonly OpenAiEmbeddingsDialect Embeddings = new();

    private static readonly OpenAiResponsesDialect Responses = new();

    private static readonly BedrockInvokeDialect Invoke = new();

    private static readonly FrozenDictionary<string, GatewayRoute> Exact = new[]
    {
        OpenAiChat,
        new GatewayRoute("POST /openai/v1/responses", Responses, ProviderDialect.OpenAi, "/responses") { KeepsState = true },
        new GatewayRoute("POST /openai/v1/embeddings", Embeddings, ProviderDialect.OpenAi, "/embeddings") { Metering = Metering.Input },
        AnthropicMessages,
        new GatewayRoute("POST /anthropic/v1/messages/count_tokens", AnthropicMessages.Dialect, ProviderDialect.Anthropic, "/v1/messages/count_tokens") { Query = "beta", Metering = Metering.Nothing },
        AzureChat,
        new GatewayRoute("POST /azure/openai/v1/responses", Responses, ProviderDialect.AzureOpenAi, "/openai/v1/responses") { Query = ApiVersion, KeepsState = true },
        new GatewayRoute("POST /azure/openai/v1/embeddings", Embeddings, ProviderDialect.AzureOpenAi, "/openai/v1/embeddings") { Query = ApiVersion, Metering = Metering.Input },
    }.ToFrozenDictionary(r => r.Name["POST ".Length..], StringComparer.Ordinal);

    private static readonly (string Before, string After, GatewayRoute Route)[] WithModel =
    [
        Place(new GatewayRoute(
            "POST /azure/openai/deployments/{model}/chat/completions", new OpenAiChatDialect(modelInPath: true), ProviderDialect.AzureOpenAi, "/openai/deployments/{model}/chat/completions") { Query = ApiVersion, Translates = true }),
        Place(new GatewayRoute(
            "POST /azure/openai/deployments/{model}/embeddings", new OpenAiEmbeddingsDialect(modelInPath: true), ProviderDialect.AzureOpenAi, "/openai/deployments/{model}/embeddings") { Query = ApiVersion, Metering = Metering.Input }),
        Place(Gemini),
        Place(GeminiStream),
        Place(new GatewayRoute("POST /gemini/v1/models/{model}:generateContent", Gemini.Dialect, ProviderDialect.Gemini, "/v1/models/{model}:generateContent") { Translates = true }),
        Place(new GatewayRoute("POST /gemini/v1/models/{model}:streamGenerateContent", Gemini.Dialect, ProviderDialect.Gemini, "/v1/models/{model}:streamGenerateContent") { Streams = true, Query = "alt", Translates = true }),
        Place(BedrockConverse),
        Place(BedrockConverseStream),
        Place(new GatewayRoute("POST /bedrock/model/{model}/invoke", Invoke, ProviderDialect.Bedrock, "/model/{model}/invoke")),
        Place(new GatewayRoute("POST /bedrock/model/{model}/invoke-with-response-stream", Invoke, ProviderDialect.Bedrock, "/model/{model}/invoke-with-response-stream") { Streams = true }),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<GatewayRoute> All => Exact.Values.Concat(WithModel.Select(w => w.Route));

    /// <summary>The route that a POST asks; null when there is none.</summary>
    /// <param name="path">The path, decoded.</param>
    /// <param name="sent">The path as it was sent: where a model's name may be encoded, it is decoded once, from here.</param>
    public static RouteMatch? Find(string path, string sent)
    {
        if (Exact.TryGetValue(path, out var exact))
        {
            return new RouteMatch(exact, null, null);
        }

        foreach (var (before, after, route) in WithModel)
        {
            var asked = route.Provider == ProviderDialect.Bedrock ? sent : path;
            if (asked.Length > before.Length + after.Length
                && asked.StartsWith(before, StringComparison.Ordinal)
                && asked.EndsWith(after, StringComparison.Ordinal)
                && asked[before.Length..^after.Length] is var model
                && (route.Provider == ProviderDialect.Bedrock ? PathModels.Decode(model) : PathModels.Plain(model)) is { } name)
            {
                return new RouteMatch(route, name, model);
            }
        }

        return null;
    }

    /// <summary>The route on which an upstream of another dialect than the client's is asked.</summary>
    public static GatewayRoute Translated(ProviderDialect upstream, bool stream) => upstream switch
    {
        ProviderDialect.OpenAi => OpenAiChat,
        ProviderDialect.AzureOpenAi => AzureChat,
        ProviderDialect.Anthropic => AnthropicMessages,
        ProviderDialect.Gemini => stream ? GeminiStream : Gemini,
        ProviderDialect.Bedrock => stream ? BedrockConverseStream : BedrockConverse,
        _ => throw new ArgumentOutOfRangeException(nameof(upstream), upstream, "Nothing is translated for this dialect."),
    };

    private static (string Before, string After, GatewayRoute Route) Place(GatewayRoute route)
    {
        var path = route.Name["POST ".Length..];
        var at = path.IndexOf(GatewayRoute.ModelPlace, StringComparison.Ordinal);
        return (path[..at], path[(at + GatewayRoute.ModelPlace.Length)..], route);
    }
}
