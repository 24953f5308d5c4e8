using System.Collections.Concurrent;
using System.Net;
using Bartizan.DemoModel.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bartizan.DemoModel;

/// <summary>
/// A model that needs no network: a loopback server speaking OpenAI Chat, Responses and Embeddings (also as Azure serves them), Anthropic Messages, Gemini and Bedrock (Converse, and InvokeModel in Anthropic's words), streamed or not,
/// which does whatever any text tells it to. Built in so that protection can be seen on a first day.
/// </summary>
public sealed class DemoModelServer : IAsyncDisposable
{
    /// <summary>The key it asks for: not a secret, since the server listens on loopback and holds nothing.</summary>
    public const string UpstreamKey = "demo-upstream-key";

    private const int KeptRequests = 64;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();

    private DemoModelServer(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>The last requests it received, oldest first, at most 64.</summary>
    public IReadOnlyCollection<ReceivedRequest> Received => _received;

    /// <summary>Starts one on a loopback port; 0 takes a free one.</summary>
    public static async Task<DemoModelServer> StartAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        // The program that starts this server owns signals; a second listener for them would race it.
        builder.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostLifetime, NoLifetime>();
        var app = builder.Build();
        var server = new DemoModelServer(app);
        app.MapPost("/openai/v1/chat/completions", context => server.AnswerAsync(context, new OpenAiChat()));
        app.MapPost("/openai/v1/responses", context => server.AnswerAsync(context, new OpenAiResponses()));
        app.MapPost("/openai/v1/embeddings", context => server.EmbedAsync(context, new OpenAiChat()));
        app.MapPost("/anthropic/v1/messages", context => server.AnswerAsync(context, new AnthropicMessages()));
        app.MapPost("/anthropic/v1/messages/count_tokens", context => server.AnswerAsync(context, new AnthropicTokenCount()));
        app.MapPost("/gemini/v1beta/models/{model}:generateContent", context => server.AnswerAsync(context, new Gemini(Model(context), stream: false, asArray: false)));
        app.MapPost("/gemini/v1beta/models/{model}:streamGenerateContent", context => server.AnswerAsync(context, new Gemini(Model(context), stream: true, asArray: context.Request.Query["alt"] != "sse")));
        app.MapPost("/bedrock/model/{model}/converse", context => server.AnswerAsync(context, new BedrockConverse(stream: false)));
        app.MapPost("/bedrock/model/{model}/converse-stream", context => server.AnswerAsync(context, new BedrockConverse(stream: true)));
        app.MapPost("/bedrock/model/{model}/invoke", context => server.AnswerAsync(context, new BedrockInvoke(stream: false)));
        app.MapPost("/bedrock/model/{model}/invoke-with-response-stream", context => server.AnswerAsync(context, new BedrockInvoke(stream: true)));
        app.MapPost("/azure/openai/v1/chat/completions", context => server.AnswerAsync(context, new OpenAiChat(azure: true)));
        app.MapPost("/azure/openai/v1/responses", context => server.AnswerAsync(context, new OpenAiResponses(azure: true)));
        app.MapPost("/azure/openai/v1/embeddings", context => server.EmbedAsync(context, new OpenAiChat(azure: true)));
        app.MapPost("/azure/openai/deployments/{deployment}/chat/completions", context => server.AnswerAsync(context, new OpenAiChat(azure: true)));
        app.MapPost("/azure/openai/deployments/{deployment}/embeddings", context => server.EmbedAsync(context, new OpenAiChat(azure: true)));
        await app.StartAsync(cancellationToken);
        server.Address = new Uri(app.Urls.First());
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context, IWireFormat wire) => await Responder.AnswerAsync(context, wire, await ReceiveAsync(context));

    private async Task EmbedAsync(HttpContext context, IWireFormat wire) => await Responder.EmbedAsync(context, wire, await ReceiveAsync(context));

    private async Task<string> ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        Keep(new ReceivedRequest(
            context.Request.Path,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body));
        return body;
    }

    private static string Model(HttpContext context) => context.Request.RouteValues["model"] as string ?? "demo";

    private void Keep(ReceivedRequest request)
    {
        _received.Enqueue(request);
        while (_received.Count > KeptRequests)
        {
            _received.TryDequeue(out _);
        }
    }

    private sealed class NoLifetime : Microsoft.Extensions.Hosting.IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
