using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Bartizan.EndToEnd.Credentials;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing.Federation;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Signals;

/// <summary>A running Bartizan whose model never stops talking, and a provider that lets ada in, asserts that an agent acts for her, and signals what became of her.</summary>
internal sealed class SignalSite : IAsyncDisposable
{
    private const string Chunk = "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"demo\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"on and on \"},\"finish_reason\":null}]}\n\n";

    private static readonly HttpClient Client = new();

    private readonly TempFolder _folder = new();
    private readonly ScriptedUpstream _upstream;
    private readonly string _config;
    private string[] _app = [];

    private readonly string? _issuer;

    private SignalSite(string? issuer, string policies)
    {
        _issuer = issuer;
        _upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            for (var i = 0; i < 6_000; i++)
            {
                await connection.ChunkAsync(Chunk);
                await Task.Delay(20);
            }
        });
        _folder.Write("policies/one.cedar", """@id("allow") permit(principal, action, resource);""" + policies);
        var (key, secret) = (_folder.Write("key", "upstream-key"), _folder.Write("provider-secret", FakeProvider.Secret));
        _config = _folder.Write("bartizan.yaml", $$"""
            policies: policies
            gateway:
              upstreams:
                - { name: model, dialect: openai, url: "{{_upstream.Address.AbsoluteUri.TrimEnd('/')}}/v1", credential: "file:{{key}}" }
            signIn:
              providers:
                - name: staff
                  issuer: {{Provider.Issuer}}
                  clientId: {{FakeProvider.ClientId}}
                  credential: "file:{{secret}}"
                  insideNetwork: true
                  assertions: true
                  accounts: at-first-sign-in
                  roles: [{ claim: groups, value: watchers, role: analyst }]
            identity:
              issuer: {{issuer ?? "listener"}}
              signals:
                transmit: true
                hosts: [127.0.0.1]
                receive:
                  - name: staff
                    provider: staff
                    issuer: {{Provider.Issuer}}
                    audience: https://ai.example.com/signals
                    credential: "file:{{_folder.Write("signal-secret", "the-signal-secret")}}"
                    insideNetwork: true
            """);
    }

    public BartizanProcess Bartizan { get; private set; } = null!;

    public FakeProvider Provider { get; } = new(TimeProvider.System);

    public string Data => Path.Combine(_folder.Path, "data");

    /// <summary>Starts one.</summary>
    /// <param name="issuer">What the authorization server calls itself, for tests that begin it anew on other ports; null for where it listens.</param>
    /// <param name="policies">Policies beside the one that allows everything.</param>
    public static async Task<SignalSite> StartAsync(string? issuer = null, string policies = "")
    {
        var site = new SignalSite(issuer, policies);
        await site.BeginAsync();
        using var maria = new PersonBrowser(site.Bartizan.Console!);
        await maria.PostAsync("/api/session/link", new { token = HttpUtility.ParseQueryString(new Uri(site.Bartizan.SignIn!).Fragment.TrimStart('#'))["token"] });
        await maria.PostAsync("/api/session/account", new { name = "maria", password = "a rather long walk on the wall" });
        await BartizanProcess.OutputAsync("agent", "add", "app", "--owner", "maria", "--data", site.Data);
        site._app = (await BartizanProcess.OutputAsync("agent", "credentials", "app", "--secret", "--grant", "jwt-bearer", "--scope", "read", "--data", site.Data)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return site;
    }

    public async Task BeginAsync() => Bartizan = await BartizanProcess.StartAsync(Data, "--config", _config);

    /// <summary>Ada signs in at the provider; what her browser then has.</summary>
    public async Task<CookieContainer> SignInAsync()
    {
        var cookies = new CookieContainer();
        using var browser = Browser(cookies);
        using var begun = await browser.PostAsJsonAsync("/api/sign-in/staff", new { returnTo = "/" });
        var location = JsonNode.Parse(await begun.Content.ReadAsStringAsync())!["location"]!.GetValue<string>();
        using var back = await browser.GetAsync("/api/sign-in/staff/callback?" + Provider.SignIn(new Uri(location), "ada-7", ("preferred_username", "ada"), ("groups", new JsonArray("watchers"))));
        Assert.Equal(HttpStatusCode.SeeOther, back.StatusCode);
        Assert.True(await IsInAsync(cookies));
        return cookies;
    }

    /// <summary>Ada signs out here.</summary>
    public async Task SignOutAsync(CookieContainer cookies)
    {
        using var browser = Browser(cookies);
        browser.DefaultRequestHeaders.Add("x-bartizan-csrf", (await browser.GetFromJsonAsync<JsonObject>("/api/session"))!["csrfToken"]!.GetValue<string>());
        using var response = await browser.PostAsync("/api/session/sign-out", null);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Whether a browser with these cookies is signed in now.</summary>
    public async Task<bool> IsInAsync(CookieContainer cookies)
    {
        using var browser = Browser(cookies);
        return (await browser.GetFromJsonAsync<JsonObject>("/api/session"))!["person"] is not null;
    }

    /// <summary>What the provider asserts now: the agent acts for ada.</summary>
    public string Assertion()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return Provider.Sign(
            new JsonObject { ["alg"] = "RS256", ["typ"] = "oauth-id-jag+jwt", ["kid"] = Provider.KeyId },
            new JsonObject
            {
                ["iss"] = Provider.Issuer,
                ["sub"] = "ada-7",
                ["aud"] = _issuer ?? Bartizan.Gateway.GetLeftPart(UriPartial.Authority),
                ["client_id"] = _app[0],
                ["jti"] = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)),
                ["iat"] = now,
                ["exp"] = now + 300,
                ["scope"] = "read",
            });
    }

    /// <summary>The token for an assertion; null when it is refused.</summary>
    public async Task<string?> TokenAsync(string assertion)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Bartizan.Gateway, "/oauth/token"))
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer", ["assertion"] = assertion }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{_app[0]}:{_app[1]}")));
        using var response = await Client.SendAsync(request);
        return response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync())!["access_token"]!.GetValue<string>() : null;
    }

    /// <summary>Asks the model, which never ends by itself.</summary>
    public async Task<HttpResponseMessage> AskAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Bartizan.Gateway, "/openai/v1/chat/completions"))
        {
            Content = new StringContent("""{"model":"demo","stream":true,"messages":[{"role":"user","content":"hello"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Bearer", token);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>A token that counts, for a new assertion.</summary>
    public async Task<string> WorkingTokenAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            if (await TokenAsync(Assertion()) is { } token && await CountsAsync(token))
            {
                return token;
            }

            await Task.Delay(50, patience.Token);
        }
    }

    public async Task<bool> CountsAsync(string token)
    {
        using var answer = await AskAsync(token);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Has the transmitter made with jose push a signal about ada, or one that was made before.</summary>
    public Task<JsonElement> PushAsync(string type, string? token = null, string? said = null) => NodeClient.RunAsync(
        "signal.mjs",
        Bartizan,
        ("PRIVATE_KEY", Provider.Key.ExportPkcs8PrivateKeyPem()),
        ("KEY_ID", Provider.KeyId),
        ("ISSUER", Provider.Issuer),
        ("AUDIENCE", "https://ai.example.com/signals"),
        ("ENDPOINT", new Uri(Bartizan.Gateway, "/ssf/receive/staff").AbsoluteUri),
        ("AUTHORIZATION", "Bearer the-signal-secret"),
        ("SUBJECT", "ada-7"),
        ("EVENT", type),
        ("SAID", said),
        ("TOKEN", token));

    /// <summary>A signal that ada's session is over.</summary>
    public string SessionRevoked() => Provider.Sign(
        new JsonObject { ["alg"] = "RS256", ["typ"] = "secevent+jwt", ["kid"] = Provider.KeyId },
        new JsonObject
        {
            ["iss"] = Provider.Issuer,
            ["aud"] = "https://ai.example.com/signals",
            ["iat"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["jti"] = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)),
            ["sub_id"] = new JsonObject { ["format"] = "iss_sub", ["iss"] = Provider.Issuer, ["sub"] = "ada-7" },
            ["events"] = new JsonObject { ["https://schemas.openid.net/secevent/caep/event-type/session-revoked"] = new JsonObject() },
        });

    /// <summary>Pushes a signal; whether it was acknowledged.</summary>
    public async Task<bool> IsTakenAsync(string signal)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Bartizan.Gateway, "/ssf/receive/staff")) { Content = new StringContent(signal, new MediaTypeHeaderValue("application/secevent+jwt")) };
        request.Headers.Authorization = new("Bearer", "the-signal-secret");
        try
        {
            using var response = await Client.SendAsync(request);
            return response.StatusCode == HttpStatusCode.Accepted;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private HttpClient Browser(CookieContainer cookies) => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = Bartizan.Console };

    public async ValueTask DisposeAsync()
    {
        await Bartizan.DisposeAsync();
        await _upstream.DisposeAsync();
        Provider.Dispose();
        _folder.Dispose();
    }
}
