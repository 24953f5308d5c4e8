using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Web;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Authorizing;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Http;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Keys;
using Bartizan.Identity.Registering;
using Bartizan.Identity.Standings;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Bartizan.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Clock = Bartizan.Testing.ManualClock;

namespace Bartizan.Identity.Tests.Support;

/// <summary>The authorization server with people, over a real store and without the network.</summary>
internal sealed class PeopleRealm : IAsyncDisposable
{
    public const string Verifier = "a-verifier-of-more-than-43-characters-which-a-client-made-up";
    public const string Redirect = "https://app.example/callback";

    private readonly ServiceProvider _services;
    private readonly string _folder;

    private PeopleRealm(string folder, BartizanStore store, Clock clock, RegistrationOptions? registration, GuardedFetcher? fetcher, SignInOptions? signIn, TestAuthority? authority)
    {
        (_folder, Store, Clock) = (folder, store, clock);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IIdSource>(new SortableIdSource(clock));
        services.AddSingleton<IAgentStore>(store.Agents);
        services.AddSingleton(store.Identity);
        services.AddSingleton(store.Consents);
        services.AddSingleton(store.Backchannel);
        services.AddSingleton(store.Mandates);
        services.AddSingleton(store.Standing);
        services.AddSingleton<IEventLog>(store.Events);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddSingleton(store.Shadows);
        services.AddBartizanIdentity();
        if (fetcher is not null)
        {
            services.AddSingleton(fetcher);
        }

        if (authority is not null)
        {
            services.AddSingleton(new AuthoritiesState(CertificateAuthorities.Parse(authority.Pem)!));
        }

        services.AddBartizanAuthorizationServer(new Issuer(Realm.Origin), new ConsolePlace(new Uri("https://console.example"), TimeSpan.FromHours(8)), registration);
        services.AddBartizanConsentDesk();
        services.AddSingleton(store.LinkedPeople);
        services.AddBartizanAssertions(signIn ?? new SignInOptions());
        _services = services.BuildServiceProvider();
    }

    public BartizanStore Store { get; }

    public Clock Clock { get; }

    /// <summary>What connections of clients have; null for none.</summary>
    public X509Certificate2? Certificate { get; set; }

    public ConsentDesk Desk => Get<ConsentDesk>();

    public static string Challenge => ChallengeOf(Verifier);

    public static async Task<PeopleRealm> CreateAsync(RegistrationOptions? registration = null, GuardedFetcher? fetcher = null, SignInOptions? signIn = null, TestAuthority? authority = null)
    {
        var clock = new Clock();
        var folder = Directory.CreateTempSubdirectory("bartizan-people-").FullName;
        var realm = new PeopleRealm(folder, await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder }, clock, new SortableIdSource(clock), default), clock, registration, fetcher, signIn, authority);
        await realm.Get<SigningKeys>().EnsureAsync(default);
        await realm.RefreshAsync();
        return realm;
    }

    public static string ChallengeOf(string verifier) => Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

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

    /// <summary>A person with an account.</summary>
    public async Task<Person> AddPersonAsync(string name, params string[] roles)
    {
        var account = new Account { Id = Get<IIdSource>().NewId("acc"), Name = name, PasswordHash = "x", Roles = roles.Length == 0 ? ["analyst"] : roles, Created = Clock.Now };
        Assert.True(await Store.Console.AddAccountAsync(account, "test", default));
        await RefreshAsync();
        return new Person(account.Id, name, account.Roles);
    }

    /// <summary>An agent that may ask people; without a secret where <paramref name="open"/>.</summary>
    public async Task<TestClient> AddAsync(string name, Func<ClientWish, ClientWish>? more = null, bool open = false)
    {
        if (await Store.Agents.FindAsync(name, default) is null)
        {
            await new AgentRegistry(Store.Agents, Clock, Get<IIdSource>()).AddAsync(name, "ada", new Dictionary<string, string>(), default);
        }

        var wish = new ClientWish { Agent = name, Grants = ["authorization_code", "refresh-token"], Redirects = [Redirect], Scopes = ["read", "write"] };
        wish = more?.Invoke(wish) ?? wish;
        var registry = new ClientRegistry(Store.Identity, Store.Agents, Clock);
        var client = open ? new TestClient((await registry.RegisterPublicAsync(wish, default)).Agent, "") : await SecretAsync(registry, wish);
        await RefreshAsync();
        return client;
    }

    /// <summary>What a client asks for, with parameters put in the place of the usual ones; null takes one away.</summary>
    public static Dictionary<string, string> Ask(TestClient client, params (string Name, string? Value)[] changes)
    {
        var ask = new Dictionary<string, string>
        {
            ["client_id"] = client.Id,
            ["response_type"] = "code",
            ["redirect_uri"] = Redirect,
            ["scope"] = "read",
            ["state"] = "xyz&=",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            _ = value is null ? ask.Remove(name) : (ask[name] = value) is not null;
        }

        return ask;
    }

    public Task<WebReply> AuthorizeAsync(IEnumerable<KeyValuePair<string, string>> ask) =>
        SendAsync("GET", Issuer.AuthorizationPath, null, string.Join('&', ask.Select(a => $"{a.Key}={Uri.EscapeDataString(a.Value)}")));

    /// <summary>The name of the question that a person is sent to.</summary>
    public async Task<string> QuestionAsync(TestClient client, params (string Name, string? Value)[] changes)
    {
        var reply = await AuthorizeAsync(Ask(client, changes));
        Assert.StartsWith("https://console.example/consent?request=", reply.Location, StringComparison.Ordinal);
        return reply.Location!["https://console.example/consent?request=".Length..];
    }

    /// <summary>The code that a person lets a client have.</summary>
    public async Task<string> CodeAsync(TestClient client, Person person, params (string Name, string? Value)[] changes)
    {
        var answer = await Desk.AllowAsync(await QuestionAsync(client, changes), person, null, null, default);
        return HttpUtility.ParseQueryString(new Uri(answer!).Query)["code"]!;
    }

    public Task<WebReply> RedeemAsync(TestClient client, string code, params (string Name, string? Value)[] changes)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Redirect, ["code_verifier"] = Verifier };
        foreach (var (name, value) in changes)
        {
            _ = value is null ? form.Remove(name) : (form[name] = value) is not null;
        }

        return PostAsync(Issuer.TokenPath, client, [.. form.Select(f => (f.Key, f.Value))]);
    }

    public Task<WebReply> RenewAsync(TestClient client, string refresh, params (string Name, string Value)[] more) =>
        PostAsync(Issuer.TokenPath, client, [("grant_type", "refresh_token"), ("refresh_token", refresh), .. more]);

    public Task<WebReply> ExchangeAsync(TestClient client, string subject) => PostAsync(
        Issuer.TokenPath,
        client,
        ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
        ("subject_token", subject),
        ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));

    /// <summary>Posts a form: with the client's secret, or only its name where it has none.</summary>
    public Task<WebReply> PostAsync(string path, TestClient client, params (string Name, string Value)[] form) => SendAsync(
        "POST",
        path,
        string.Join('&', (client.Secret.Length == 0 ? [.. form, ("client_id", client.Id)] : form).Select(f => $"{f.Item1}={Uri.EscapeDataString(f.Item2)}")),
        null,
        client.Secret.Length == 0 ? [] : [("Authorization", client.Basic)]);

    public async Task<WebReply> SendAsync(string method, string path, string? body, string? query, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        var bytes = Encoding.UTF8.GetBytes(body ?? "");
        http.Connection.ClientCertificate = Certificate;
        (http.Request.Method, http.Request.Path, http.Request.QueryString) = (method, path, new QueryString(query is null ? null : "?" + query));
        (http.Request.ContentType, http.Request.ContentLength, http.Request.Body) = (body is null ? null : body.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded", bytes.Length, new MemoryStream(bytes));
        foreach (var (name, value) in headers)
        {
            http.Request.Headers.Append(name, value);
        }

        using var answer = new MemoryStream();
        http.Response.Body = answer;
        Assert.True(Get<OAuthEndpoints>().TryAnswer(http, out var answering));
        await answering;
        return new(http.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()), http.Response.Headers);
    }

    public bool Counts(string token) => Get<Identity.Tokens.AccessTokenReader>().Read(token) is not null;

    public TokenOutcome Present(string token) => Get<ITokenAuthenticator>().Authenticate(new(token, false, [], "POST", "/x", null, Certificate));

    public async Task<IReadOnlyList<string>> EventsAsync() => [.. (await Store.Events.ReadAsync(0, 1_000, default)).Select(e => e.Event.Kind)];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<TestClient> SecretAsync(ClientRegistry registry, ClientWish wish)
    {
        var made = await registry.IssueSecretAsync(wish, default);
        return new(made.Client.Agent, made.Secret);
    }
}

/// <summary>What came back to a browser or a client.</summary>
internal sealed record WebReply(int Status, string Body, IHeaderDictionary Headers)
{
    public string? Location => Headers.Location.Count > 0 ? Headers.Location.ToString() : null;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Token => Text("access_token")!;

    public string? Refresh => Text("refresh_token");

    public string? Error => Text("error");

    public JsonElement Claims => Reply.ClaimsOf(Token);

    /// <summary>A parameter of the address that it sends a browser to.</summary>
    public string? Sent(string name) => Location is { } location ? HttpUtility.ParseQueryString(new Uri(location).Query)[name] : null;

    private string? Text(string name) => Body.StartsWith('{') && Json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
