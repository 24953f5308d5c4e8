using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Attesting;
using Bartizan.Identity.Attesting.Processes;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Http;
using Bartizan.Identity.Keys;
using Bartizan.Identity.Proofs;
using Bartizan.Identity.Standings;
using Bartizan.Identity.Tests.Support;
using Bartizan.Policy;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Bartizan.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Clock = Bartizan.Testing.ManualClock;

namespace Bartizan.Identity.Tests.Attesting;

/// <summary>The authorization server with trusted issuers, over a real store and without the network.</summary>
internal sealed class AttestationRealm : IAsyncDisposable
{
    public const string Audience = "bartizan-test";
    public const string Cluster = "https://cluster.example";
    public const string GitHub = "https://token.actions.example";

    private readonly ServiceProvider _services;
    private readonly string _folder;
    private readonly Dictionary<string, ECDsa> _keys = [];
    private readonly Policies _policies = new();

    private AttestationRealm(string folder, BartizanStore store, Clock clock)
    {
        (_folder, Store, Clock) = (folder, store, clock);
        var options = new AttestationOptions
        {
            Issuers =
            [
                Trust("k8s", EvidenceKind.Kubernetes, Cluster),
                Trust("github", EvidenceKind.GitHub, GitHub),
                Trust("svid", EvidenceKind.Spiffe, "spiffe://example.org"),
            ],
        };
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IIdSource>(new SortableIdSource(clock));
        services.AddSingleton<IAgentStore>(store.Agents);
        services.AddSingleton(store.Identity);
        services.AddSingleton(store.Consents);
        services.AddSingleton(store.Backchannel);
        services.AddSingleton(store.Mandates);
        services.AddSingleton(store.Standing);
        services.AddSingleton(store.Instances);
        services.AddSingleton<IEventLog>(store.Events);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(store.Shadows);
        services.AddSingleton(new AuthoritiesState(CertificateAuthorities.Parse(Authority.Pem)!));
        services.AddSingleton<IPolicySource>(_policies);
        services.AddBartizanIdentity();
        services.AddBartizanAuthorizationServer(new Issuer(Realm.Origin), attestation: options);
        _services = services.BuildServiceProvider();
    }

    /// <summary>The authority whose certificates of clients count.</summary>
    public TestAuthority Authority { get; } = new();

    public BartizanStore Store { get; private set; }

    public Clock Clock { get; }

    public static async Task<AttestationRealm> CreateAsync(string policies = "")
    {
        var clock = new Clock();
        var folder = Directory.CreateTempSubdirectory("bartizan-attest-").FullName;
        var realm = new AttestationRealm(folder, await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder }, clock, new SortableIdSource(clock), default), clock);
        realm.Permit(policies);
        await realm.Get<SigningKeys>().EnsureAsync(default);
        await realm.RefreshAsync();
        return realm;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Puts policies in force.</summary>
    public void Permit(string policies) => _policies.Current = new PolicyEngine(PolicySet.Parse(policies));

    /// <summary>A permit that asks for these selectors.</summary>
    public static string Needs(params string[] selectors) =>
        $"permit (principal is Agent, action == Action::\"attestInstance\", resource) when {{ context.selectors.containsAll([{string.Join(", ", selectors.Select(s => $"\"{s}\""))}]) }};\n";

    public async Task RefreshAsync()
    {
        await Get<IdentityDirectory>().RefreshAsync(default);
        await Get<Standing>().FollowAsync(default);
    }

    public async Task AdvanceAsync(TimeSpan by)
    {
        Clock.Now += by;
        await RefreshAsync();
    }

    /// <summary>An agent whose instances attest; returns its id.</summary>
    public async Task<string> AddAsync(string name, Func<ClientWish, ClientWish>? more = null, Blueprint? blueprint = null)
    {
        if (blueprint is not null && await Store.Console.ListAccountsAsync(default) is { Count: 0 })
        {
            await Store.Console.AddAccountAsync(new Account { Id = "acc_ada", Name = "ada", PasswordHash = "x", Roles = ["analyst"], Created = Clock.Now }, "test", default);
        }

        var added = blueprint is null ? null : (await Store.Registry.AddBlueprintAsync(blueprint with { Owner = "ada", Sponsor = "ada", Expires = Clock.Now.AddYears(1), Created = Clock.Now }, default)).Blueprint;
        if (await Store.Agents.FindAsync(name, default) is null)
        {
            await new AgentRegistry(Store.Agents, Clock, Get<IIdSource>()).AddAsync(name, "ada", new Dictionary<string, string>(), default);
        }

        var agent = (await Store.Agents.FindAsync(name, default))!;
        if (added is not null)
        {
            Assert.True(await Store.Registry.AssignAsync(agent.Id, added.Id, "ada", Clock.Now, default));
        }

        var wish = new ClientWish { Agent = name, Grants = ["client_credentials", "token-exchange"], Scopes = ["read"] };
        await new ClientRegistry(Store.Identity, Store.Agents, Clock).RegisterAttestedAsync(more?.Invoke(wish) ?? wish, default);
        await RefreshAsync();
        return agent.Id;
    }

    public Task<string> JoinTokenAsync(string agent, TimeSpan? life = null) => MakeJoinTokenAsync(agent, life ?? TimeSpan.FromMinutes(10));

    public async Task KillAsync(KillTarget target)
    {
        await Store.Standing.ThrowAsync(target, "why", "ada", Clock.Now, default);
        await RefreshAsync();
    }

    /// <summary>Claims of a service account of the cluster.</summary>
    public JsonObject ClusterClaims(string space = "payments", string account = "invoices") => new()
    {
        ["iss"] = Cluster,
        ["sub"] = $"system:serviceaccount:{space}:{account}",
        ["aud"] = new JsonArray(Audience),
        ["iat"] = Clock.Now.ToUnixTimeSeconds(),
        ["nbf"] = Clock.Now.ToUnixTimeSeconds(),
        ["exp"] = Clock.Now.AddHours(1).ToUnixTimeSeconds(),
        ["jti"] = Get<IIdSource>().NewId("jti"),
        ["kubernetes.io"] = new JsonObject
        {
            ["namespace"] = space,
            ["serviceaccount"] = new JsonObject { ["name"] = account, ["uid"] = "5d1f6a1e-0000-4000-8000-000000000001" },
            ["pod"] = new JsonObject { ["name"] = "invoices-7d9", ["uid"] = "5d1f6a1e-0000-4000-8000-000000000002" },
        },
    };

    /// <summary>Claims of a run of a workflow.</summary>
    public JsonObject WorkflowClaims(string repository = "acme/invoices") => new()
    {
        ["iss"] = GitHub,
        ["sub"] = $"repo:{repository}:ref:refs/heads/main",
        ["aud"] = Audience,
        ["iat"] = Clock.Now.ToUnixTimeSeconds(),
        ["exp"] = Clock.Now.AddMinutes(5).ToUnixTimeSeconds(),
        ["jti"] = Get<IIdSource>().NewId("jti"),
        ["repository"] = repository,
        ["repository_id"] = "74",
        ["repository_owner"] = "acme",
        ["repository_owner_id"] = "65",
        ["ref"] = "refs/heads/main",
        ["runner_environment"] = "github-hosted",
    };

    /// <summary>Claims of a JWT-SVID.</summary>
    public JsonObject SvidClaims(string id = "spiffe://example.org/ns/payments/sa/invoices") => new()
    {
        ["sub"] = id,
        ["aud"] = new JsonArray(Audience),
        ["exp"] = Clock.Now.AddMinutes(5).ToUnixTimeSeconds(),
    };

    /// <summary>Signs claims as an issuer.</summary>
    public string Sign(string issuer, JsonNode claims, string? header = null) =>
        Realm.Sign(_keys[issuer], header ?? $$"""{"alg":"ES256","kid":"{{issuer}}-1","typ":"JWT"}""", claims.ToJsonString());

    public string ClusterToken() => Sign("k8s", ClusterClaims());

    /// <summary>An instance asks for an identity.</summary>
    public Task<Reply> AttestAsync(string agent, ProofKey key, params string[] evidence) =>
        TokenAsync(key, [("grant_type", "urn:bartizan:params:oauth:grant-type:attestation"), ("client_id", agent), ("evidence", string.Join(' ', evidence))]);

    /// <summary>An instance asks for a token by the identity that it has.</summary>
    public Task<Reply> AsInstanceAsync(ProofKey key, string identity, string grant, params (string Name, string Value)[] more) =>
        TokenAsync(key, [("grant_type", grant), ("client_assertion_type", "urn:bartizan:params:oauth:client-assertion-type:instance"), ("client_assertion", identity), .. more]);

    /// <summary>Goes on by the identity that it has.</summary>
    public Task<Reply> RenewAsync(ProofKey key, string identity) => AsInstanceAsync(key, identity, "urn:bartizan:params:oauth:grant-type:attestation");

    /// <summary>Posts a form with a proof of a key; without one where there is none.</summary>
    public Task<Reply> TokenAsync(ProofKey? key, (string Name, string Value)[] form, UnixPeer? peer = null, X509Certificate2? certificate = null) => PostAsync(Issuer.TokenPath, key, form, peer, certificate);

    /// <summary>The same to another address.</summary>
    public async Task<Reply> PostAsync(string path, ProofKey? key, (string Name, string Value)[] form, UnixPeer? peer = null, X509Certificate2? certificate = null)
    {
        var http = new DefaultHttpContext();
        var bytes = Encoding.UTF8.GetBytes(string.Join('&', form.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}")));
        http.Connection.ClientCertificate = certificate;
        http.Request.Method = "POST";
        http.Request.Path = path;
        http.Request.ContentType = "application/x-www-form-urlencoded";
        http.Request.ContentLength = bytes.Length;
        http.Request.Body = new MemoryStream(bytes);
        if (key is not null)
        {
            http.Request.Headers.Append("DPoP", key.Make(Clock.Now, Get<ProofNonces>().Create()));
        }

        if (peer is not null)
        {
            http.Features.Set(peer);
        }

        using var answer = new MemoryStream();
        http.Response.Body = answer;
        Assert.True(Get<OAuthEndpoints>().TryAnswer(http, out var answering));
        await answering;
        return new(http.Response.StatusCode, answer.Length == 0 ? default : JsonDocument.Parse(answer.ToArray()).RootElement, http.Response.Headers);
    }

    /// <summary>Shows a token at the gateway with a proof of a key.</summary>
    public TokenOutcome Present(string token, ProofKey key)
    {
        const string Path = "/openai/v1/chat/completions";
        return Get<ITokenAuthenticator>().Authenticate(new(token, true, [key.Make(Clock.Now, Get<ProofNonces>().Create(), token, address: Realm.Origin + Path)], "POST", Path, null, null));
    }

    /// <summary>The newest recorded event of a kind, as text.</summary>
    public async Task<string> ToldAsync(string kind) =>
        Encoding.UTF8.GetString((await Store.Events.ReadAsync(0, 10_000, default)).Last(e => e.Event.Kind == kind).Event.Json.Span);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Store.DisposeAsync();
        Authority.Dispose();
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> MakeJoinTokenAsync(string agent, TimeSpan life) =>
        (await new JoinTokens(Store.Instances, Store.Agents, Get<IIdSource>(), Clock).CreateAsync(agent, life, "ada", default)).Secret;

    private TrustedIssuerOptions Trust(string name, EvidenceKind kind, string issuer)
    {
        var (key, file) = (ECDsa.Create(ECCurve.NamedCurves.nistP256), Path.Combine(_folder, name + ".json"));
        _keys.Add(name, key);
        File.WriteAllText(file, $$"""{"keys":[{"kty":"oct","kid":"other","k":"AAAA"},{{Realm.Jwk(key, $",\"kid\":\"{name}-1\",\"use\":\"{(kind == EvidenceKind.Spiffe ? "jwt-svid" : "sig")}\"")}}]}""");
        return new TrustedIssuerOptions { Name = name, Kind = kind, Issuer = issuer, Audience = Audience, KeysFile = file };
    }

    private sealed class Policies : IPolicySource
    {
        public PolicyEngine Current { get; set; } = new(PolicySet.Empty);
    }
}
