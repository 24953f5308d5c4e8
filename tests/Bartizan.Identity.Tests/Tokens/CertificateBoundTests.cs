using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Core.Identity;
using Bartizan.Identity.Backchannel;
using Bartizan.Identity.Certificates;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Http;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Proofs;
using Bartizan.Identity.Signals.Transmitting;
using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;
using Bartizan.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bartizan.Identity.Tests.Tokens;

/// <summary>Tokens of clients that prove who they are by a certificate are good with that certificate alone (RFC 8705 §3).</summary>
public sealed class CertificateBoundTests : IDisposable
{
    private const string Id = "spiffe://example.org/invoices";
    private const string Path = "/openai/v1/chat/completions";
    private const string Exchange = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token_type=urn:ietf:params:oauth:token-type:access_token&subject_token=";

    private readonly TestAuthority _root = new();
    private readonly ProofKey _key = new();

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task It_counts_on_connections_with_that_certificate_alone()
    {
        using var realm = await RealmAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var mine = _root.Issue([Id], with: key);
        using var sameKey = _root.Issue([Id], with: key);
        using var sameName = _root.Issue([Id]);
        using var alone = TestAuthority.SelfSigned(key, Id);
        var named = await AddAsync(realm, "named", CertificateMark.Uri, Id);
        var pinned = await AddAsync(realm, "pinned", CertificateMark.Thumbprint, alone.ExportCertificatePem());
        foreach (var (client, certificate, others) in new[] { (named, mine, new[] { null, sameKey, sameName, alone }), (pinned, alone, new[] { null, mine, sameKey, sameName }) })
        {
            var reply = await SendAsync(realm, client, certificate);
            Assert.Equal("Bearer", reply.Json.GetProperty("token_type").GetString());
            Assert.Equal($$"""{"x5t#S256":"{{Base64UrlText.Encode(SHA256.HashData(certificate.RawData))}}"}""", reply.Claims.GetProperty("cnf").GetRawText());
            var passed = Present(realm, reply.Token!, certificate);
            Assert.Equal((client, true), (passed.Principal!.AgentId, passed.Principal.Token!.Proven));
            Assert.All(others, o => Assert.Equal(new TokenOutcome(null, TokenFailure.OtherCertificate, null), Present(realm, reply.Token!, o)));
            Assert.Equal(reply.Claims.GetProperty("cnf").GetRawText(), (await SendAsync(realm, client, certificate, "token=" + reply.Token, Issuer.IntrospectionPath)).Json.GetProperty("cnf").GetRawText());
            Assert.Contains($"\"certificate\":\"{ClientCertificates.Thumbprint(certificate)}\"", System.Text.Encoding.UTF8.GetString(realm.Store.Told.Last(e => e.Kind == "identity.token-issued").Json.Span), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Clients_of_other_ways_get_tokens_without_one_whatever_their_connection_has()
    {
        using var realm = await RealmAsync();
        using var certificate = _root.Issue([Id]);
        var secret = await realm.AddAsync("secret");
        var reply = await realm.SendAsync(Issuer.TokenPath, "grant_type=client_credentials", [("Authorization", secret.Basic)], certificate: certificate);
        Assert.False(reply.Claims.TryGetProperty("cnf", out _));
        Assert.NotNull(Present(realm, reply.Token!, null).Principal);
    }

    [Fact]
    public async Task Who_proves_a_key_too_must_prove_both()
    {
        using var realm = await RealmAsync();
        using var mine = _root.Issue([Id]);
        using var other = _root.Issue([Id]);
        using var thief = new ProofKey();
        var client = await AddAsync(realm, "billing", CertificateMark.Uri, Id, w => w with { RequiresProof = true });
        Assert.Equal("invalid_dpop_proof", (await SendAsync(realm, client, mine)).Error);
        var reply = await SendAsync(realm, client, mine, proof: _key);
        Assert.Equal("DPoP", reply.Json.GetProperty("token_type").GetString());
        Assert.Equal((_key.Thumbprint, ClientCertificates.Thumbprint(mine)), (reply.Claims.GetProperty("cnf").GetProperty("jkt").GetString(), reply.Claims.GetProperty("cnf").GetProperty("x5t#S256").GetString()));
        var token = reply.Token!;
        Assert.NotNull(Present(realm, token, mine, _key).Principal);
        Assert.Equal(TokenFailure.OtherCertificate, Present(realm, token, null, _key).Failure);
        Assert.Equal(TokenFailure.OtherCertificate, Present(realm, token, other, _key).Failure);
        Assert.Equal(TokenFailure.InvalidProof, Present(realm, token, mine, thief).Failure);
        Assert.Equal(TokenFailure.InvalidToken, Present(realm, token, mine).Failure);

        // A connection with another certificate uses up no proof.
        var proof = _key.Make(realm.Clock.Now, realm.Get<ProofNonces>().Create(), token, address: Realm.Origin + Path);
        TokenOutcome Again(X509Certificate2? certificate) => realm.Get<ITokenAuthenticator>().Authenticate(new(token, true, [proof], "POST", Path, null, certificate));
        Assert.Equal(
            [TokenFailure.OtherCertificate, TokenFailure.None, TokenFailure.InvalidProof],
            new[] { Again(other).Failure, Again(mine).Failure, Again(mine).Failure });
    }

    [Fact]
    public async Task What_comes_of_it_by_exchange_is_bound_to_the_certificate_of_who_exchanged()
    {
        using var realm = await RealmAsync();
        using var owners = _root.Issue([Id]);
        using var helpers = _root.Issue([Id + "/helper"]);
        await realm.AddAsync("secret");
        await AddAsync(realm, "helper", CertificateMark.Uri, Id + "/helper");
        var owner = await AddAsync(realm, "owner", CertificateMark.Uri, Id, w => w with { Delegates = ["helper", "secret"] });
        var open = await realm.AddAsync("open", w => w with { Delegates = ["helper"] });
        var helper = (await realm.Agents.FindAsync("helper", default))!.Id;
        var secret = await realm.AddAsync("secret");
        var subject = (await SendAsync(realm, owner, owners)).Token!;

        var handed = await SendAsync(realm, helper, helpers, Exchange + subject);
        Assert.True(handed.Status == 200, handed.Json.ToString());
        Assert.NotNull(Present(realm, handed.Token!, helpers).Principal);
        Assert.Equal(TokenFailure.OtherCertificate, Present(realm, handed.Token!, owners).Failure);
        Assert.Equal(TokenFailure.OtherCertificate, Present(realm, handed.Token!, null).Failure);

        // The owner's certificate is not the helper's, a secret is none, and no key stands for one.
        Assert.Equal("invalid_client", (await SendAsync(realm, helper, owners, Exchange + subject)).Error);
        Assert.Equal("invalid_request", (await realm.SendAsync(Issuer.TokenPath, Exchange + subject, [("Authorization", secret.Basic)], certificate: owners)).Error);
        Assert.Equal("invalid_request", (await realm.SendAsync(
            Issuer.TokenPath, Exchange + subject, [("Authorization", secret.Basic), ("DPoP", _key.Make(realm.Clock.Now, realm.Get<ProofNonces>().Create()))])).Error);

        // Whatever the token was bound to before, what comes of it is bound to what its holder proved.
        Assert.Equal(ClientCertificates.Thumbprint(helpers), (await SendAsync(realm, helper, helpers, Exchange + await realm.TokenAsync(open))).Claims.GetProperty("cnf").GetProperty("x5t#S256").GetString());
    }

    [Fact]
    public async Task Its_holder_hands_it_on_by_key_only_where_it_has_one()
    {
        using var realm = await RealmAsync();
        using var mine = _root.Issue([Id]);
        using var next = new ProofKey();
        var helper = await realm.AddAsync("helper");
        var owner = await AddAsync(realm, "owner", CertificateMark.Uri, Id, w => w with { Delegates = ["helper"] });
        var handed = Hand(realm, (await SendAsync(realm, owner, mine, proof: _key)).Token!, helper, next);
        Assert.Equal(helper.Id, Present(realm, handed, null, next).Principal!.AgentId);
        Assert.Null(Present(realm, handed, mine, _key).Principal);
        Assert.Null(Present(realm, Hand(realm, (await SendAsync(realm, owner, mine)).Token!, helper, next), mine, next).Principal);
    }

    [Fact]
    public async Task Codes_and_refresh_tokens_give_tokens_bound_to_the_certificate_of_that_moment()
    {
        await using var realm = await PeopleRealm.CreateAsync(authority: _root);
        using var first = _root.Issue([Id]);
        using var renewed = _root.Issue([Id]);
        await realm.AddAsync("agent");
        var agent = await new ClientRegistry(realm.Store.Identity, realm.Store.Agents, realm.Clock).RegisterCertificateAsync(
            new ClientWish { Agent = "agent", Grants = ["authorization_code", "refresh-token"], Redirects = [PeopleRealm.Redirect], Scopes = ["read"] }, CertificateMark.Uri, Id, default);
        await realm.RefreshAsync();
        var client = new TestClient(agent.Agent, "");
        var code = await realm.CodeAsync(client, await realm.AddPersonAsync("ada"));
        Assert.Equal("invalid_client", (await realm.RedeemAsync(client, code)).Error);

        realm.Certificate = first;
        var tokens = await realm.RedeemAsync(client, code);
        Assert.NotNull(realm.Present(tokens.Token).Principal);

        // A certificate that was renewed has the same name: the client goes on, the token does not.
        realm.Certificate = renewed;
        Assert.Equal(TokenFailure.OtherCertificate, realm.Present(tokens.Token).Failure);
        var again = await realm.RenewAsync(client, tokens.Refresh!);
        Assert.Equal(ClientCertificates.Thumbprint(renewed), again.Claims.GetProperty("cnf").GetProperty("x5t#S256").GetString());
        realm.Certificate = null;
        Assert.Equal("invalid_client", (await realm.RenewAsync(client, again.Refresh!)).Error);

        // Those of clients without any proof are as they were.
        var open = await realm.AddAsync("open", open: true);
        realm.Certificate = first;
        var unbound = await realm.RedeemAsync(open, await realm.CodeAsync(open, await realm.AddPersonAsync("bob")));
        realm.Certificate = null;
        Assert.NotNull(realm.Present((await realm.RenewAsync(open, unbound.Refresh!)).Token).Principal);
    }

    [Fact]
    public async Task What_a_person_allowed_without_a_browser_is_bound_to_it_too()
    {
        await using var realm = await PeopleRealm.CreateAsync(authority: _root);
        using var mine = _root.Issue([Id]);
        using var other = _root.Issue([Id]);
        var ada = await realm.AddPersonAsync("ada");
        await realm.AddAsync("agent");
        var client = new TestClient((await new ClientRegistry(realm.Store.Identity, realm.Store.Agents, realm.Clock).RegisterCertificateAsync(
            new ClientWish { Agent = "agent", Grants = ["ciba"], Scopes = ["read"] }, CertificateMark.Uri, Id, default)).Agent, "");
        await realm.RefreshAsync();
        Assert.Equal("invalid_client", (await realm.PostAsync(Issuer.BackchannelPath, client, ("login_hint", "ada"), ("scope", "read"))).Error);
        realm.Certificate = mine;
        var asked = await realm.PostAsync(Issuer.BackchannelPath, client, ("login_hint", "ada"), ("scope", "read"));
        Assert.True(asked.Status == 200, asked.Body);
        var desk = realm.Get<BackchannelDesk>();
        Assert.True(await desk.AllowAsync(Assert.Single(await desk.WaitingAsync(ada.Id, default)).Request.Id, ada.Id, default));
        var reply = await realm.PostAsync(Issuer.TokenPath, client, ("grant_type", "urn:openid:params:grant-type:ciba"), ("auth_req_id", asked.Json.GetProperty("auth_req_id").GetString()!));
        Assert.True(reply.Status == 200, reply.Body);
        Assert.NotNull(realm.Present(reply.Token).Principal);
        realm.Certificate = other;
        Assert.Equal(TokenFailure.OtherCertificate, realm.Present(reply.Token).Failure);
    }

    [Fact]
    public async Task Streams_of_signals_are_managed_on_its_connection_only()
    {
        using var realm = await RealmAsync();
        using var mine = _root.Issue([Id]);
        using var other = _root.Issue([Id]);
        var client = await AddAsync(realm, "receiver", CertificateMark.Uri, Id, w => w with { Resources = ["/ssf"], Scopes = ["ssf.read"] });
        var reply = await SendAsync(realm, client, mine, $"grant_type=client_credentials&scope=ssf.read&resource={Uri.EscapeDataString(Realm.Origin + "/ssf")}");
        Assert.True(reply.Status == 200, reply.Json.ToString());
        var caller = new StreamCaller(realm.Get<ITokenAuthenticator>());
        foreach (var (certificate, found, status) in new[] { (mine, client, 200), (other, null, 401), (null, null, 401) })
        {
            var http = new DefaultHttpContext();
            http.Connection.ClientCertificate = certificate;
            http.Request.Headers.Authorization = "Bearer " + reply.Token;
            (http.Request.Method, http.Request.Path) = ("GET", "/ssf/streams");
            Assert.Equal((found, status), (await caller.FindAsync(http, reads: true), http.Response.StatusCode));
        }
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("null")]
    [InlineData("""{"x5t#S256":null}""")]
    [InlineData("""{"x5t#S256":"short"}""")]
    [InlineData("""{"x5t#S256":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]}""")]
    [InlineData("""{"x5t#S256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","jkt":7}""")]
    [InlineData("""{"jkt":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","x5t#S256":""}""")]
    [InlineData("""{"x5t#S256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","kid":"1"}""")]
    [InlineData("""{"x5t":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    public async Task Claims_that_bind_in_a_way_that_is_not_understood_are_no_token(string confirmation)
    {
        using var realm = await RealmAsync();
        using var mine = _root.Issue([Id]);
        var claims = JsonNode.Parse((await SendAsync(realm, await AddAsync(realm, "billing", CertificateMark.Uri, Id), mine)).Claims.GetRawText())!;
        Assert.Equal(ClientCertificates.Thumbprint(mine), Read().CertificateThumbprint);
        claims["cnf"] = JsonNode.Parse(confirmation);
        Assert.Null(AccessTokenJson.Read(JsonSerializer.SerializeToElement(claims), realm.Get<Issuer>()));

        AccessToken Read() => AccessTokenJson.Read(JsonSerializer.SerializeToElement(claims), realm.Get<Issuer>())!;
    }

    [Fact]
    public async Task Metadata_says_so_where_certificates_are_asked_for()
    {
        using var realm = await RealmAsync();
        using var without = await Realm.CreateAsync();
        Assert.Equal((true, false), (await SaysAsync(realm), await SaysAsync(without)));
        Assert.Equal((true, false), (realm.Get<ITokenAuthenticator>().BindsToCertificates, without.Get<ITokenAuthenticator>().BindsToCertificates));

        static async Task<bool> SaysAsync(Realm realm) =>
            (await realm.SendAsync(MetadataEndpoint.Path, "", [], "GET")).Json.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean();
    }

    private static TokenOutcome Present(Realm realm, string token, X509Certificate2? certificate, ProofKey? key = null) => realm.Get<ITokenAuthenticator>().Authenticate(new(
        token,
        key is not null,
        key is null ? [] : [key.Make(realm.Clock.Now, realm.Get<ProofNonces>().Create(), token, address: Realm.Origin + Path)],
        "POST",
        Path,
        null,
        certificate));

    private static async Task<string> AddAsync(Realm realm, string name, CertificateMark mark, string value, Func<ClientWish, ClientWish>? more = null)
    {
        await realm.AddAsync(name);
        var wish = new ClientWish { Agent = name, Grants = ["client_credentials", "token-exchange"] };
        var client = await new ClientRegistry(realm.Store, realm.Agents, realm.Clock).RegisterCertificateAsync(more?.Invoke(wish) ?? wish, mark, value, default);
        await realm.RefreshAsync();
        return client.Agent;
    }

    private static Task<Reply> SendAsync(Realm realm, string client, X509Certificate2? certificate, string form = "grant_type=client_credentials", string path = Issuer.TokenPath, ProofKey? proof = null) =>
        realm.SendAsync(path, $"client_id={client}&{form}", proof is null ? [] : [("DPoP", proof.Make(realm.Clock.Now, realm.Get<ProofNonces>().Create()))], certificate: certificate);

    private string Hand(Realm realm, string before, TestClient to, ProofKey key)
    {
        var now = realm.Clock.Now.ToUnixTimeSeconds();
        var claims = $$"""{"sub":"{{to.Id}}","cnf":{"jkt":"{{key.Thumbprint}}"},"ath":"{{Base64UrlText.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(before)))}}","iat":{{now}},"exp":{{now + 60}},"jti":"hop-{{before.Length}}"}""";
        return $"{before}~{Realm.Sign(_key.Key, $$"""{"alg":"ES256","typ":"bartizan-hop+jwt","jwk":{{Realm.Jwk(_key.Key)}}}""", claims)}";
    }

    private Task<Realm> RealmAsync() => Realm.CreateAsync(services => services.AddSingleton(new AuthoritiesState(CertificateAuthorities.Parse(_root.Pem)!)));
}
