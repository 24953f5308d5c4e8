using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Tls;

/// <summary>The listener with TLS, and clients with certificates, through the real program.</summary>
public sealed class TlsTests : IDisposable
{
    private const string Id = TlsSite.Id;

    private readonly TlsSite _site = new();

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task Clients_connect_with_and_without_certificates_and_prove_themselves_by_their_own()
    {
        await using var upstream = await DemoUpstream.StartAsync(_site.Folder);
        await using var bartizan = await _site.StartAsync(upstream);
        Assert.Equal("https", bartizan.Gateway.Scheme);
        var named = await _site.AddAsync("invoices", "--tls-san-uri", Id);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var alone = TestAuthority.SelfSigned(key);
        var pinned = await _site.AddAsync("pinned", "--tls-certificate", _site.Folder.Write("alone.pem", alone.ExportCertificatePem()));
        var secret = (await BartizanProcess.OutputAsync("agent", "credentials", await _site.NewAgentAsync("secret"), "--secret", "--data", _site.Folder.Path)).Split('\n');

        using var good = _site.Clients.Issue([Id]);
        using var client = _site.Client(good);
        var metadata = JsonDocument.Parse(await client.GetStringAsync(new Uri(bartizan.Gateway, "/.well-known/oauth-authorization-server"))).RootElement;
        Assert.Equal(bartizan.Gateway.GetLeftPart(UriPartial.Authority), metadata.GetProperty("issuer").GetString());
        Assert.Contains("tls_client_auth", metadata.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(m => m.GetString()));

        var token = JsonDocument.Parse(await TextAsync(client, named)).RootElement.GetProperty("access_token").GetString()!;
        Assert.Equal((200, 200, 200), (await StatusAsync(good, named), await StatusAsync(alone, pinned), await StatusAsync(null, secret[0], secret[1])));

        // The token is good on connections with that certificate, and on no others, whatever a header says.
        using var sameName = _site.Clients.Issue([Id]);
        using var sameKey = _site.Clients.Issue([Id], with: good.GetECDsaPrivateKey());
        const string Models = "/openai/v1/models";
        Assert.Equal((200, 401, 401, 401), (await UseAsync(token, good), await UseAsync(token, null), await UseAsync(token, sameName), await UseAsync(token, sameKey)));
        Assert.Equal(401, await UseAsync(token, null, Models, ("Client-Cert", $":{Convert.ToBase64String(good.RawData)}:"), ("X-Forwarded-Client-Cert", good.ExportCertificatePem().ReplaceLineEndings(""))));
        var server = JsonDocument.Parse(await client.GetStringAsync(new Uri(bartizan.Gateway, "/.well-known/oauth-protected-resource/mcp/tools"))).RootElement;
        Assert.True(server.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean());
        Assert.Equal((401, 401), (await UseAsync(token, null, "/mcp/tools"), await UseAsync(token, sameName, "/mcp/tools")));
        Assert.NotEqual(401, await UseAsync(token, good, "/mcp/tools"));

        using var titled = _site.Clients.Issue(subject: new X500DistinguishedName("CN=titled, OU=payments, O=\"Example, Inc.\""));
        var subject = await _site.AddAsync("titled", "--tls-subject-dn", "CN=titled,OU=payments,O=Example\\, Inc.");
        Assert.Equal((200, 401, 401), (await StatusAsync(titled, subject), await StatusAsync(good, subject), await StatusAsync(null, subject)));

        using var stranger = new TestAuthority();
        X509Certificate2?[] others =
        [
            null, alone, stranger.Issue([Id]), _site.Clients.Issue([Id], to: 2021), _site.Clients.Issue([Id], from: 2100), _site.Clients.Issue([Id], usage: TestAuthority.ForServers),
            _site.Clients.Issue([Id], usage: null), _site.Clients.Issue([Id], authority: true), _site.Clients.Issue([Id + "/2"]), _site.Clients.Issue([Id, Id + "/2"]), _site.Clients.Issue(dns: ["invoices.example"]),
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
        var lines = (await File.ReadAllLinesAsync(Path.Combine(_site.Folder.Path, "bartizan.yaml"))).Where(l => !l.Contains("tls:", StringComparison.Ordinal));
        var plainly = _site.Folder.Write("plain.yaml", string.Join('\n', lines).Replace("issuer: listener", $"issuer: {bartizan.Gateway.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal));
        await using var without = await BartizanProcess.StartAsync(_site.Folder.Path, "--config", plainly, "--no-console");
        Assert.Equal("http", without.Gateway.Scheme);
        Assert.Equal((200, 401), (await UseWithAsync(plain, without, open, Models), await UseWithAsync(plain, without, token, Models)));

        async Task<int> StatusAsync(X509Certificate2? certificate, string id, string? secret = null)
        {
            using var http = _site.Client(certificate);
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
            using var http = _site.Client(certificate);
            return await UseWithAsync(http, bartizan, token, path, headers);
        }
    }

    [RequiresFact(NodeClient.Install, NodeClient.Node22, NodeClient.OpenIdClient)]
    public async Task An_oauth_client_gets_its_token_and_an_instance_its_identity_with_a_certificate()
    {
        await using var upstream = await DemoUpstream.StartAsync(_site.Folder);
        await using var bartizan = await _site.StartAsync(upstream);
        var client = await _site.AddAsync("invoices", "--tls-san-dns", "invoices.example");
        var agent = await _site.AddAsync("invoices-eu", "--attested");
        using var certificate = _site.Clients.Issue([Id], ["invoices.example"]);
        using var others = _site.Clients.Issue(dns: ["helper.example"]);
        var helper = await _site.AddAsync("helper", "--tls-san-dns", "helper.example", "--grant", "token-exchange");
        await BartizanProcess.OutputAsync("agent", "credentials", "invoices", "--tls-san-dns", "invoices.example", "--delegate", "helper", "--data", _site.Folder.Path);
        var result = await NodeClient.RunAsync(
            McpServerProcess.Node,
            "mtls.mjs",
            bartizan,
            [],
            [
                ("CLIENT", client), ("AGENT", agent), ("CA", _site.Root.Pem), ("CERT", certificate.ExportCertificatePem()), ("CERT_KEY", certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
                ("HELPER", helper), ("HELPER_CERT", others.ExportCertificatePem()), ("HELPER_KEY", others.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
            ]);
        string Of(string name) => result.GetProperty(name).GetRawText();
        Assert.Equal(("[true,\"bearer\"]", "\"invalid_client\""), (Of("token"), Of("without")));
        Assert.Equal(("[true,true]", "\"invalid_grant\""), (Of("identity"), Of("noEvidence")));
        Assert.Equal(("[true,true]", "[200,401,401]"), (Of("bound"), Of("used")));
        Assert.Equal("""["dpop",200,401]""", Of("both"));
        Assert.Equal("[true,200,401]", Of("handed"));
        Assert.Contains($"tls:san-uri={Id}", await BartizanProcess.OutputAsync("instance", "list", "invoices-eu", "--data", _site.Folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_others_may_read_is_refused_before_anything_starts()
    {
        await using var upstream = await DemoUpstream.StartAsync(_site.Folder);
        var config = _site.Configure(upstream);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_site.Folder.Path, "site.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        }

        var data = Path.Combine(_site.Folder.Path, "data");
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
}
