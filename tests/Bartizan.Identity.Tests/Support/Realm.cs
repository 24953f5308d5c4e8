using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Backchannel;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Keys;
using Bartizan.Identity.Standings;
using Bartizan.Identity.Tests.Agents;
using Bartizan.Testing.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Clock = Bartizan.Testing.ManualClock;

namespace Bartizan.Identity.Tests.Support;

/// <summary>The authorization server without the network: requests go in as a web server would hand them over.</summary>
internal sealed class Realm : IDisposable
{
    public const string Origin = "https://as.example";

    private readonly ServiceProvider _services;

    private Realm(Action<IServiceCollection>? more)
    {
        Store = new MemoryIdentityStore(Agents);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IIdSource>(new SortableIdSource(Clock));
        services.AddSingleton<IAgentStore>(Agents);
        services.AddSingleton<IIdentityStore>(Store);
        services.AddSingleton<IMandateStore>(Store);
        services.AddSingleton<IConsentStore>(new NoConsents());
        services.AddSingleton<IBackchannelStore>(new NoBackchannel());
        services.AddSingleton<IEventLog>(Log);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton<IStandingStore>(Switches);
        services.AddSingleton<IShadowStore>(new MemoryShadowStore());
        services.AddBartizanIdentity();
        services.AddBartizanAuthorizationServer(new Issuer(Origin));
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public Clock Clock { get; } = new();

    public MemoryAgentStore Agents { get; } = new();

    public MemoryIdentityStore Store { get; }

    public MemoryEventLog Log { get; } = new();

    public MemoryStandingStore Switches { get; } = new();

    public static async Task<Realm> CreateAsync(Action<IServiceCollection>? more = null)
    {
        var realm = new Realm(more);
        await realm.Get<SigningKeys>().EnsureAsync(default);
        await realm.RefreshAsync();
        return realm;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task RefreshAsync()
    {
        await Get<AgentAuthenticator>().RefreshAsync(default);
        await Get<IdentityDirectory>().RefreshAsync(default);
        await Get<Standing>().FollowAsync(default);
    }

    /// <summary>Throws a kill switch, or lifts it.</summary>
    public async Task KillAsync(KillTarget target, bool lift = false)
    {
        await (lift ? Switches.LiftAsync(target, "done", "ada", Clock.Now, default).AsTask() : Switches.ThrowAsync(target, "why", "ada", Clock.Now, default).AsTask());
        await RefreshAsync();
    }

    /// <summary>Moves the clock, as the directory's own timer would follow.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Clock.Now += by;
        await RefreshAsync();
    }

    /// <summary>Registers an agent with a secret.</summary>
    public async Task<TestClient> AddAsync(string name, Func<ClientWish, ClientWish>? more = null)
    {
        var registry = new AgentRegistry(Agents, Clock, new SortableIdSource(Clock));
        if (await Agents.FindAsync(name, default) is null)
        {
            await registry.AddAsync(name, "ada", new Dictionary<string, string>(), default);
        }

        var wish = new ClientWish { Agent = name, Grants = ["client_credentials", "token-exchange"] };
        var made = await new ClientRegistry(Store, Agents, Clock).IssueSecretAsync(more?.Invoke(wish) ?? wish, default);
        await RefreshAsync();
        return new(made.Client.Agent, made.Secret);
    }

    public async Task RevokeAgentAsync(TestClient client, bool unseen = false)
    {
        await Agents.RevokeAsync(client.Id, Clock.Now, default);
        if (!unseen)
        {
            await RefreshAsync();
        }
    }

    /// <summary>Changes an agent as the registry would.</summary>
    public async Task ChangeAsync(TestClient client, Func<Agent, Agent> change, bool unseen = false)
    {
        Agents.Change(client.Id, change);
        if (!unseen)
        {
            await RefreshAsync();
        }
    }

    /// <summary>Posts a form.</summary>
    public Task<Reply> PostAsync(string path, TestClient? client, params (string Name, string Value)[] form) =>
        SendAsync(path, string.Join('&', form.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}")), client is null ? [] : [("Authorization", client.Basic)]);

    /// <summary>Sends a body as it is.</summary>
    public async Task<Reply> SendAsync(string path, string body, (string Name, string Value)[] headers, string method = "POST", string type = "application/x-www-form-urlencoded", X509Certificate2? certificate = null)
    {
        var http = new DefaultHttpContext();
        var bytes = Encoding.UTF8.GetBytes(body);
        http.Connection.ClientCertificate = certificate;
        http.Request.Method = method;
        http.Request.Path = path;
        http.Request.ContentType = type;
        http.Request.ContentLength = bytes.Length;
        http.Request.Body = new MemoryStream(bytes);
        foreach (var (name, value) in headers)
        {
            http.Request.Headers.Append(name, value);
        }

        using var answer = new MemoryStream();
        http.Response.Body = answer;
        Assert.True(Get<OAuthEndpoints>().TryAnswer(http, out var answering));
        await answering;
        return new(http.Response.StatusCode, answer.Length == 0 ? default : JsonDocument.Parse(answer.ToArray()).RootElement, http.Response.Headers);
    }

    /// <summary>A token that an agent gets for itself.</summary>
    public async Task<string> TokenAsync(TestClient client, params (string Name, string Value)[] more)
    {
        var reply = await PostAsync(Issuer.TokenPath, client, [("grant_type", "client_credentials"), .. more]);
        Assert.True(reply.Status == 200, reply.Json.ToString());
        return reply.Token!;
    }

    /// <summary>An exchange.</summary>
    public Task<Reply> ExchangeAsync(TestClient client, string subject, params (string Name, string Value)[] more) => PostAsync(
        Issuer.TokenPath,
        client,
        [("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", subject), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"), .. more]);

    /// <summary>Signs claims as a peer would.</summary>
    public static string Sign(ECDsa key, string header, string claims)
    {
        var signed = $"{Base64UrlText.Encode(Encoding.UTF8.GetBytes(header))}.{Base64UrlText.Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64UrlText.Encode(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))}";
    }

    /// <summary>The public half of a key as JSON, with more members.</summary>
    public static string Jwk(ECDsa key, string more = "")
    {
        var point = key.ExportParameters(false).Q;
        return $$"""{"kty":"EC","crv":"P-256","x":"{{Base64UrlText.Encode(point.X)}}","y":"{{Base64UrlText.Encode(point.Y)}}"{{more}}}""";
    }

    public void Dispose() => _services.Dispose();
}

/// <summary>An agent as a client.</summary>
internal sealed record TestClient(string Id, string Secret)
{
    public string Basic => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Id}:{Secret}"));
}

/// <summary>What came back.</summary>
internal sealed record Reply(int Status, JsonElement Json, IHeaderDictionary Headers)
{
    public string? Token => Status == 200 ? Json.GetProperty("access_token").GetString() : null;

    public string? Error => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("error", out var error) ? error.GetString() : null;

    /// <summary>The claims of its token, unchecked.</summary>
    public JsonElement Claims => ClaimsOf(Token!);

    public static JsonElement ClaimsOf(string token) => JsonDocument.Parse(Base64UrlText.Decode(token.Split('.')[1])!).RootElement;
}
