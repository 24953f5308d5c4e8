using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Budgets;
using Bartizan.Core.Content;
using Bartizan.Core.Credentials;
using Bartizan.Core.Elevation;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Histories;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Core.KillSwitches;
using Bartizan.Core.Masking;
using Bartizan.Core.Sensitivities;
using Bartizan.Core.Tools;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Hosting;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Mcp.Servers;
using Bartizan.Gateway.Pipeline;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Guard;
using Bartizan.Policy;
using Bartizan.Testing.Stores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bartizan.Gateway.Tests;

/// <summary>A real gateway on a free loopback port, with a log in memory and one known agent.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string AllowAll = """
        @id("allow") permit(principal, action, resource);
        """;

    public const string UpstreamKey = "upstream-secret-key-1234";

    private readonly WebApplication _app;
    private readonly Memory _memory;

    private TestGateway(WebApplication app, GatewayState state, Memory memory, string folder)
    {
        (_app, State, _memory, Folder) = (app, state, memory, folder);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public GatewayState State { get; }

    public MemoryEventLog Log => _memory.Log;

    public MemoryBudgetStore Budgets => _memory.Budgets;

    public MemoryMaskingStore Masking => _memory.Masking;

    public MemorySensitivityStore Sensitivities => _memory.Sensitivities;

    public MemoryToolPins Pins => _memory.Pins;

    public OpenStanding Standing => _memory.Standing;

    public MemoryHistoryStore Histories => _memory.Histories;

    /// <summary>Callers that are not declared, as the gateway noted them.</summary>
    public IReadOnlyCollection<ShadowSighting> Shadows => _memory.Shadows.Seen;

    public MemoryHeldCalls Held => _memory.Held;

    /// <summary>Where MCP servers that the gateway starts have their folders; made with the first of them.</summary>
    public string Folder { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>Every exchange recorded so far.</summary>
    public IReadOnlyList<ExchangeRecord> Exchanges =>
        [.. Log.Events.Where(e => e.Event.Kind == "exchange").Select(Read)];

    /// <summary>The newest of them.</summary>
    public ExchangeRecord LastExchange => Read(Log.Events.Last(e => e.Event.Kind == "exchange"));

    public static async Task<TestGateway> StartAsync(Uri upstream, string policies = AllowAll, Func<GatewayOptions, GatewayOptions>? change = null, McpOptions? mcp = null, GuardEngine? guard = null, ITokenAuthenticator? tokens = null, MemoryHistoryStore? histories = null, OneAgent? agent = null, ISecretStore? secrets = null, IAccountTokens? accounts = null, params IInspector[] inspectors)
    {
        Environment.SetEnvironmentVariable("BARTIZAN_TEST_UPSTREAM_KEY", UpstreamKey);
        var options = new GatewayOptions
        {
            Listen = "127.0.0.1:0",
            Upstreams =
            [
                new() { Name = "fake-openai", Dialect = ProviderDialect.OpenAi, Url = new Uri(upstream, "/v1").AbsoluteUri, Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY", Models = ["gpt-test", "demo*"] },
                new() { Name = "fake-anthropic", Dialect = ProviderDialect.Anthropic, Url = upstream.AbsoluteUri, Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY", Models = ["claude-test", "demo*"] },
                new() { Name = "fake-gemini", Dialect = ProviderDialect.Gemini, Url = upstream.AbsoluteUri, Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY", Models = ["gemini-test", "demo*"] },
                new() { Name = "fake-bedrock", Dialect = ProviderDialect.Bedrock, Url = upstream.AbsoluteUri, Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY", Models = ["*.test-v1:0", "arn:*"] },
            ],
        };
        guard ??= inspectors.Length > 0 ? new GuardEngine(inspectors, new GuardOptions()) : GuardEngine.CreateDefault();
        var state = new GatewayState(new GatewaySnapshot(RouteTable.Compile(change?.Invoke(options) ?? options), new PolicyEngine(PolicySet.Parse(policies)), guard)
        {
            Mcp = McpServers.Compile(mcp ?? new McpOptions()),
        });
        var memory = new Memory(new MemoryEventLog(), new MemoryBudgetStore(), new MemoryMaskingStore(TimeProvider.System), new MemorySensitivityStore(), new MemoryToolPins(), new OpenStanding(), histories ?? new MemoryHistoryStore(), new MemoryShadows(), new MemoryHeldCalls());
        var folder = Path.Combine(Path.GetTempPath(), "bartizan-test-" + new SortableIdSource(TimeProvider.System).NewId("mcp"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IEventLog>(memory.Log);
        agent ??= new OneAgent();
        builder.Services.AddSingleton<IAuthenticator>(agent);
        builder.Services.AddSingleton<IAccessKeys>(agent);
        builder.Services.AddSingleton<IShadowWatch>(memory.Shadows);
        builder.Services.AddSingleton<IStanding>(memory.Standing);
        if (tokens is not null)
        {
            builder.Services.AddSingleton(tokens);
        }

        if (secrets is not null)
        {
            builder.Services.AddSingleton(secrets);
        }

        if (accounts is not null)
        {
            builder.Services.AddSingleton(accounts);
        }

        builder.Services.AddSingleton<IContentProtector>(new PlainContent());
        builder.Services.AddSingleton<IBudgetStore>(memory.Budgets);
        builder.Services.AddSingleton<IMaskingStore>(memory.Masking);
        builder.Services.AddSingleton<ISensitivityStore>(memory.Sensitivities);
        builder.Services.AddSingleton<IToolPinStore>(memory.Pins);
        builder.Services.AddSingleton<IHistoryStore>(memory.Histories);
        builder.Services.AddSingleton<IHeldCalls>(memory.Held);
        builder.Services.AddSingleton(new McpWorkFolder(folder));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IIdSource>(new SortableIdSource(TimeProvider.System));
        builder.Services.AddBartizanGateway(state);
        var app = builder.Build();
        app.MapBartizanGateway();
        await app.StartAsync();
        return new TestGateway(app, state, memory, folder);
    }

    /// <summary>Asks in one of the two dialects with the known key.</summary>
    public Task<HttpResponseMessage> AskAsync(string dialect, string body, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, dialect == "openai" ? "/openai/v1/chat/completions" : "/anthropic/v1/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add(dialect == "openai" ? "Authorization" : "x-api-key", dialect == "openai" ? "Bearer " + OneAgent.Key : OneAgent.Key);
        return Client.SendAsync(request, completion);
    }

    /// <summary>Asks with the token that <see cref="TestTokens"/> knows.</summary>
    public Task<HttpResponseMessage> AskWithTokenAsync(string scheme = "Bearer")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions")
        {
            Content = new StringContent(Bodies.Ask("openai", "hello", model: "gpt-test"), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {TestTokens.Text}");
        return Client.SendAsync(request);
    }

    private static ExchangeRecord Read(StoredEvent stored) => JsonSerializer.Deserialize(stored.Event.Json.Span, EventJsonContext.Default.ExchangeRecord)!;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    /// <summary>What a gateway keeps, in memory.</summary>
    private sealed record Memory(MemoryEventLog Log, MemoryBudgetStore Budgets, MemoryMaskingStore Masking, MemorySensitivityStore Sensitivities, MemoryToolPins Pins, OpenStanding Standing, MemoryHistoryStore Histories, MemoryShadows Shadows, MemoryHeldCalls Held);
}
