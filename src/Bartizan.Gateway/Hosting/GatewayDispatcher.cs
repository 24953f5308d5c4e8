using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bartizan.Gateway.Hosting;

/// <summary>Sends each request where it belongs by method and path, compared exactly. What is not listed here is refused.</summary>
internal sealed class GatewayDispatcher(ExchangePipeline pipeline, ModelsEndpoint models, HealthEndpoints health, MetricsEndpoint metrics, UnknownRoutes unknown)
{
    public Task DispatchAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (http.Request.Method == "POST" && GatewayRoutes.Find(path, IsBedrock(path) ? SentPath(http) : path) is { } match)
        {
            return pipeline.RunAsync(http, match);
        }

        return (http.Request.Method, path) switch
        {
            ("GET", "/openai/v1/models") => models.ListAsync(http, GatewayRoutes.OpenAiChat),
            ("GET", "/anthropic/v1/models") => models.ListAsync(http, GatewayRoutes.AnthropicMessages),
            ("GET", "/azure/openai/v1/models") => models.ListAsync(http, GatewayRoutes.AzureChat),
            ("GET", "/livez") => HealthEndpoints.LiveAsync(http),
            ("GET", "/readyz") => health.ReadyAsync(http),
            ("GET", "/metrics") => metrics.ReadAsync(http),
            _ => unknown.RefuseAsync(http, path.StartsWith("/openai/", StringComparison.Ordinal) || path.StartsWith("/azure/", StringComparison.Ordinal)
                ? GatewayRoutes.OpenAiChat.Dialect
                : path.StartsWith("/anthropic/", StringComparison.Ordinal) ? GatewayRoutes.AnthropicMessages.Dialect
                : path.StartsWith("/gemini/", StringComparison.Ordinal) ? GatewayRoutes.Gemini.Dialect
                : IsBedrock(path) ? GatewayRoutes.BedrockConverse.Dialect
                : null),
        };
    }

    private static bool IsBedrock(string path) => path.StartsWith("/bedrock/", StringComparison.Ordinal);

    private static string SentPath(HttpContext http) => http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0];
}
