using System.Collections.Frozen;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Dialects.AnthropicMessages;
using Bartizan.Gateway.Dialects.Gemini;
using Bartizan.Gateway.Dialects.OpenAiChat;
using Bartizan.Gateway.Dialects.OpenAiEmbeddings;
using Bartizan.Gateway.Dialects.OpenAiResponses;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Hosting;

/// <summary>Every route on which a model is asked. Paths are compared exactly; what is not here is refused.</summary>
internal static class GatewayRoutes
{
    private const int LongestModel = 128;

    public static readonly GatewayRoute OpenAiChat = new("POST /openai/v1/chat/completions", new OpenAiChatDialect(), ProviderDialect.OpenAi, "/chat/completions");

    public static readonly GatewayRoute AnthropicMessages = new("POST /anthropic/v1/messages", new AnthropicMessagesDialect(), ProviderDialect.Anthropic, "/v1/messages") { Query = "beta" };

    public static readonly GatewayRoute AzureChat = new("POST /azure/openai/v1/chat/completions", OpenAiChat.Dialect, ProviderDialect.AzureOpenAi, "/openai/v1/chat/completions") { Query = ApiVersion };

    public static readonly GatewayRoute Gemini = new("POST /gemini/v1beta/models/{model}:generateContent", new GeminiDialect(), ProviderDialect.Gemini, "/v1beta/models/{model}:generateContent");

    private const string ApiVersion = "api-version";

    private static readonly OpenAiEmbeddingsDialect Embeddings = new();

    private static readonly OpenAiResponsesDialect Responses = new();

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
            "POST /azure/openai/deployments/{model}/chat/completions", new OpenAiChatDialect(modelInPath: true), ProviderDialect.AzureOpenAi, "/openai/deployments/{model}/chat/completions") { Query = ApiVersion }),
        Place(new GatewayRoute(
            "POST /azure/openai/deployments/{model}/embeddings", new OpenAiEmbeddingsDialect(modelInPath: true), ProviderDialect.AzureOpenAi, "/openai/deployments/{model}/embeddings") { Query = ApiVersion, Metering = Metering.Input }),
        Place(Gemini),
        Place(new GatewayRoute("POST /gemini/v1beta/models/{model}:streamGenerateContent", Gemini.Dialect, ProviderDialect.Gemini, "/v1beta/models/{model}:streamGenerateContent") { Streams = true, Query = "alt" }),
        Place(new GatewayRoute("POST /gemini/v1/models/{model}:generateContent", Gemini.Dialect, ProviderDialect.Gemini, "/v1/models/{model}:generateContent")),
        Place(new GatewayRoute("POST /gemini/v1/models/{model}:streamGenerateContent", Gemini.Dialect, ProviderDialect.Gemini, "/v1/models/{model}:streamGenerateContent") { Streams = true, Query = "alt" }),
    ];

    /// <summary>All of them.</summary>
    public static IEnumerable<GatewayRoute> All => Exact.Values.Concat(WithModel.Select(w => w.Route));

    /// <summary>The route that a POST to <paramref name="path"/> asks; null when there is none.</summary>
    public static RouteMatch? Find(string path)
    {
        if (Exact.TryGetValue(path, out var exact))
        {
            return new RouteMatch(exact, null);
        }

        foreach (var (before, after, route) in WithModel)
        {
            if (path.Length > before.Length + after.Length
                && path.StartsWith(before, StringComparison.Ordinal)
                && path.EndsWith(after, StringComparison.Ordinal)
                && path[before.Length..^after.Length] is var model
                && IsModel(model))
            {
                return new RouteMatch(route, model);
            }
        }

        return null;
    }

    private static (string Before, string After, GatewayRoute Route) Place(GatewayRoute route)
    {
        var path = route.Name["POST ".Length..];
        var at = path.IndexOf(GatewayRoute.ModelPlace, StringComparison.Ordinal);
        return (path[..at], path[(at + GatewayRoute.ModelPlace.Length)..], route);
    }

    // Only characters that mean themselves in an address, and never "..": the model becomes a part of the upstream's path.
    private static bool IsModel(string model) =>
        model.Length <= LongestModel
        && model.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && !model.Contains("..", StringComparison.Ordinal)
        && model is not ".";
}
