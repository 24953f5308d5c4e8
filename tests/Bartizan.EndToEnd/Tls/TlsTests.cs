using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Tls;

/// <summary>The listener with TLS, and clients with certificates, through the real program.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Id = "spiffe://example.org/invoices";

    // A client that trusts a namesake of its own root sends that root along, and the connection ends.
    private readonly TestAuthority _site = new(name: "Test site root");
    private readonly TestAuthority _clients = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _site.Dispose();
        _clients.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Clients_connect_with_and_without_certificates_and_prove_themselves_by_their_own()
    {
        await using var upstream = await DemoUpstream.StartAsync(_folder);
        await using var bartizan = await StartAsync(upstream);
        Assert.Equal("https", bartizan.Gateway.Scheme);
        var named = await AddAsync("invoices", "--tls-san-uri", Id);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var alone = TestAuthority.SelfSigned(key);
        var pinned = await AddAsync("pinned", "--tls-certificate", _folder.Write("alone.pem", alone.ExportCertificatePem()));
        var secret = (await RunAsync("agent", "credentials", await NewAgentAsync("secret"), "--secret", "--data", _folder.Path)).Split('\n');

        using var good = _clients.Issue([Id]);
        using var client = Client(good);
        var metadata = JsonDocument.Parse(await client.GetStringAsync(new Uri(bartizan.Gateway, "/.well-known/oauth-authorization-server"))).RootElement;
        Assert.Equal(bartizan.Gateway.GetLeftPart(UriPartial.Authority), metadata.GetProperty("issuer").GetString());
        Assert.Contains("tls_client_auth", metadata.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(m => m.GetString()));

        var token = JsonDocument.Parse(await TextAsync(client, named)).RootElement.GetProperty("access_token").GetString()!;
        Assert.Equal((200, 200, 200), (await StatusAsync(good, named), await StatusAsync(alone, pinned), await StatusAsync(null, secret[0], secret[1])));

        // The token is good on connections with that certificate, and on no others, whatever a header says.
        using var sameName = _clients.Issue([Id]);
        using var sameKey = _clients.Issue([Id], with: good.GetECDsaPrivateKey());
        const string Models = "/openai/v1/models";
        Assert.Equal((200, 401, 401, 401), (await UseAsync(token, good), await UseAsync(token, null), await UseAsync(token, sameName), await UseAsync(token, sameKey)));
        Assert.Equal(401, await UseAsync(token, null, Models, ("Client-Cert", $":{Convert.ToBase64String(good.RawData)}:"), ("X-Forwarded-Client-Cert", good.ExportCertificatePem().ReplaceLineEndings(""))));
        var server = JsonDocument.Parse(await client.GetStringAsync(new Uri(bartizan.Gateway, "/.well-known/oauth-protected-resource/mcp/tools"))).RootElement;
        Assert.True(server.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean());
        Assert.Equal((401, 401), (await UseAsync(token, null, "/mcp/tools"), await UseAsync(token, sameName, "/mcp/tools")));
        Assert.NotEqual(401, await UseAsync(token, good, "/mcp/tools"));

        using var titled = _clients.Issue(subject: new X500DistinguishedName("CN=titled, OU=payments, O=\"Example, Inc.\""));
        var subject = await AddAsync("titled", "--tls-subject-dn", "CN=titled,OU=payments,O=Example\\, Inc.");
        Assert.Equal((200, 401, 401), (await StatusAsync(titled, subject), await StatusAsync(good, subject), await StatusAsync(null, subject)));

        using var stranger = new TestAuthority();
        X509Certificate2?[] others =
        [
            null, alone, stranger.Issue([Id]), _clients.Issue([Id], to: 2021), _clients.Issue([Id], from: 2100), _clients.Issue([Id], usage: TestAuthority.ForServers),
            _clients.Issue([Id], usage: null), _clients.Issue([Id], authority: true), _clients.Issue([Id + "/2"]), _clients.Issue([Id, Id + "/2"]), _clients.Issue(dns: ["invoices.example"]),
        ];
        foreach (var other in others)
        {
            Assert.Equal(401, await StatusAsync(other, named));
        }

        Assert.Equal((401, 401, 401), (await StatusAsync(good, pinned), await StatusAsync(good, secret[0]), await StatusAsync(good, named, secret[1])));

        // Without TLS there is no answer.
        using var plain = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(new UriBuilder(bartizan.Gateway) { Scheme = "http" }.Uri));

        // Served again without TLS under the same name: nobody can prove there what the token needs.
        var open = JsonDocument.Parse(await TextAsync(client, secret[0], secret[1])).RootElement.GetProperty("access_token").GetString()!;
        Assert.Equal(0, await bartizan.StopAsync());
        var lines = (await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "bartizan.yaml"))).Where(l => !l.Contains("tls:", StringComparison.Ordinal));
        var plainly = _folder.Write("plain.yaml", string.Join('\n', lines).Replace("issuer: listener", $"issuer: {bartizan.Gateway.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal));
        await using var without = await BartizanProcess.StartAsync(_folder.Path, "--config", plainly, "--no-console");
        Assert.Equal("http", without.Gateway.Scheme);
        Assert.Equal((200, 401), (await UseWithAsync(plain, without, open, Models), await UseWithAsync(plain, without, token, Models)));

        async Task<int> StatusAsync(X509Certificate2? certificate, string id, string? secret = null)
        {
            using var http = Client(certificate);
            using var answer = await AskAsync(http, id, secret);
            return (int)answer.StatusCode;
        }

        async Task<string> TextAsync(HttpClient http, string id, string? secret = null)
        {
            using var answer = await AskAsync(http, id, secret);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, text + bartizan.Errors);
            return text;
        }

        Task<HttpResponseMessage> AskAsync(HttpClient http, string id, string? secret) => http.PostAsync(
            new Uri(bartizan.Gateway, "/oauth/token"),
            new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", id), .. secret is null ? [] : new KeyValuePair<string, string>[] { new("client_secret", secret) }]));

        async Task<int> UseAsync(string token, X509Certificate2? certificate, string path = Models, params (string Name, string Value)[] headers)
        {
            using var http = Client(certificate);
            return await UseWithAsync(http, bartizan, token, path, headers);
        }
    }

    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OpenIdClient)]
    public async Task An_oauth_client_gets_its_token_and_an_instance_its_identity_with_a_certificate()
    {
        await using var upstream = await DemoUpstream.StartAsync(_folder);
        await using var bartizan = await StartAsync(upstream);
        var client = await AddAsync("invoices", "--tls-san-dns", "invoices.example");
        var agent = await AddAsync("invoices-eu", "--attested");
        using var certificate = _clients.Issue([Id], ["invoices.example"]);
        using var others = _clients.Issue(dns: ["helper.example"]);
        var helper = await AddAsync("helper", "--tls-san-dns", "helper.example", "--grant", "token-exchange");
        await RunAsync("agent", "credentials", "invoices", "--tls-san-dns", "invoices.example", "--delegate", "helper", "--data", _folder.Path);
        var result = await NodeClient.RunAsync(
            McpServerProcess.Node,
            "mtls.mjs",
            bartizan,
            [],
            [
                ("CLIENT", client), ("AGENT", agent), ("CA", _site.Pem), ("CERT", certificate.ExportCertificatePem()), ("CERT_KEY", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
                ("HELPER", helper), ("HELPER_CERT", others.ExportCertificatePem()), ("HELPER_KEY", others.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
            ]);
        string Of(string name) => result.GetProperty(name).GetRawText();
        Assert.Equal(("[true,\"bearer\"]", "\"invalid_client\""), (Of("token"), Of("without")));
        Assert.Equal(("[true,true]", "\"invalid_grant\""), (Of("identity"), Of("noEvidence")));
        Assert.Equal(("[true,true]", "[200,401,401]"), (Of("bound"), Of("used")));
        Assert.Equal("""["dpop",200,401]""", Of("both"));
        Assert.Equal("[true,200,401]", Of("handed"));
        Assert.Contains($"tls:san-uri={Id}", await RunAsync("instance", "list", "invoices-eu", "--data", _folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_others_may_read_is_refused_before_anything_starts()
    {
        await using var upstream = await DemoUpstream.StartAsync(_folder);
        var config = Configure(upstream);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_folder.Path, "site.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        var data = Path.Combine(_folder.Path, "data");
        var (code, _, errors) = await BartizanProcess.RunAsync("up", "--config", config, "--data", data, "--gateway", "127.0.0.1:0", "--no-console");
        Assert.Equal((2, false), (code, Directory.Exists(data)));
        Assert.Contains("gateway.tls.key: The key file is open to other users.", errors, StringComparison.Ordinal);
    }

    private static async Task<int> UseWithAsync(HttpClient http, BartizanProcess bartizan, string token, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(bartizan.Gateway, path));
        request.Headers.Authorization = new("Bearer", token);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    private Task<BartizanProcess> StartAsync(DemoUpstream upstream) => BartizanProcess.StartAsync(_folder.Path, "--config", Configure(upstream), "--no-console");

    private string Configure(DemoUpstream upstream)
    {
        using var certificate = _site.Issue(usage: TestAuthority.ForServers, loopback: true);
        var key = _folder.Write("site.key", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        _folder.Write("policies/attest.cedar", $"@id(\"invoices\") permit (principal is Agent, action == Action::\"attestInstance\", resource) when {{ context.selectors.contains(\"tls:san-uri={Id}\") }};");
        return upstream.Configure(
            $$"""
              tls: { certificate: "{{_folder.Write("site.pem", certificate.ExportCertificatePem())}}", key: "{{key}}", clientAuthorities: "{{_folder.Write("clients.pem", _clients.Pem)}}" }
            policies: {{Path.Combine(_folder.Path, "policies")}}
            policyPacks: [default]
            identity:
              issuer: listener
              attestation: {}
            mcp:
              servers:
                - { name: tools, url: "http://127.0.0.1:9/mcp" }
            """);
    }

    private HttpClient Client(X509Certificate2? certificate)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(_site.Certificate);
        var tls = new SslClientAuthenticationOptions { CertificateChainPolicy = trust };
        if (certificate is not null)
        {
            tls.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }

        return new HttpClient(new SocketsHttpHandler { SslOptions = tls });
    }

    private async Task<string> AddAsync(string name, params string[] how) =>
        (await RunAsync(["agent", "credentials", await NewAgentAsync(name), .. how, "--data", _folder.Path])).Trim();

    private async Task<string> NewAgentAsync(string name)
    {
        await RunAsync("agent", "add", name, "--owner", "ada", "--data", _folder.Path);
        return name;
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, errors) = await BartizanProcess.RunAsync(arguments);
        Assert.True(code == 0, output + errors);
        return output;
    }
}
