using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Dialects.AnthropicMessages;
using Bartizan.Gateway.Dialects.OpenAiChat;
using Bartizan.Gateway.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Gateway.Hosting;

/// <summary>Sends each request where it belongs by method and path, compared exactly. What is not listed here is refused.</summary>
internal sealed class GatewayDispatcher(ExchangePipeline pipeline, ModelsEndpoint models, HealthEndpoints health, UnknownRoutes unknown)
{
    private static readonly GatewayRoute OpenAiChat = new("POST /openai/v1/chat/completions", new OpenAiChatDialect(), ProviderDialect.OpenAi);
    private static readonly GatewayRoute AnthropicMessages = new("POST /anthropic/v1/messages", new AnthropicMessagesDialect(), ProviderDialect.Anthropic);

    public Task DispatchAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        return (http.Request.Method, path) switch
        {
            ("POST", "/openai/v1/chat/completions") => pipeline.RunAsync(http, OpenAiChat),
            ("POST", "/anthropic/v1/messages") => pipeline.RunAsync(http, AnthropicMessages),
            ("GET", "/openai/v1/models") => models.ListAsync(http, OpenAiChat),
            ("GET", "/anthropic/v1/models") => models.ListAsync(http, AnthropicMessages),
            ("GET", "/livez") => HealthEndpoints.LiveAsync(http),
            ("GET", "/readyz") => health.ReadyAsync(http),
            ("GET", "/metrics") => health.MetricsAsync(http),
            _ => unknown.RefuseAsync(http, path.StartsWith("/openai/", StringComparison.Ordinal) ? OpenAiChat.Dialect
                : path.StartsWith("/anthropic/", StringComparison.Ordinal) ? AnthropicMessages.Dialect
                : null),
        };
    }
}
