using System.Text.Json.Nodes;
using Bartizan.Core.Identity;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Tests.Support;
using Bartizan.Storage.Accounts;
using Bartizan.Testing.Federation;

namespace Bartizan.Identity.Tests.Issuing;

/// <summary>An enterprise's identity provider says that an agent may act for somebody (ID-JAG).</summary>
public class AssertionGrantTests
{
    [Fact]
    public async Task An_assertion_gives_a_token_for_its_person_within_what_it_says_and_once()
    {
        await using var site = await Site.CreateAsync();
        var assertion = site.Assert((_, _) => { });
        var reply = await site.BringAsync(site.Client, assertion);
        Assert.True(reply.Status == 200, reply.Body);
        var claims = reply.Claims;
        Assert.Equal(site.Ada.Id, claims.GetProperty("sub").GetString());
        Assert.Equal(site.Client.Id, claims.GetProperty("act").GetProperty("sub").GetString());
        Assert.Equal((Realm.Origin + "/mcp/files", "read"), (claims.GetProperty("aud").GetString(), claims.GetProperty("scope").GetString()));
        Assert.Null(reply.Refresh);
        Assert.True(site.Realm.Counts(reply.Token));
        Assert.Equal(("invalid_grant", 400), ((await site.BringAsync(site.Client, assertion)) is var again ? again.Error : "", again.Status));
        Assert.Contains("identity.assertion-used", await site.Realm.EventsAsync());
        Assert.Equal(1, site.Provider.KeyReads);

        var many = site.Assert((_, c) => c["jti"] = "for many");
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => site.BringAsync(site.Client, many)));
        Assert.Single(replies, r => r.Status == 200);
    }

    [Fact]
    public async Task Nothing_wider_comes_of_it_than_it_says_or_the_client_is_registered_for()
    {
        await using var site = await Site.CreateAsync();
        Assert.Equal("invalid_scope", (await site.BringAsync(site.Client, site.Assert((_, _) => { }), ("scope", "write"))).Error);
        Assert.Equal("invalid_target", (await site.BringAsync(site.Client, site.Assert((_, _) => { }), ("resource", Realm.Origin))).Error);
        Assert.Equal("invalid_target", (await site.BringAsync(site.Client, site.Assert((_, c) => c["resource"] = "https://elsewhere.example"))).Error);
        var wide = await site.BringAsync(site.Client, site.Assert((_, c) => c["scope"] = "read write admin"));
        Assert.Equal("read write", wide.Claims.GetProperty("scope").GetString());
        var bare = await site.BringAsync(site.Client, site.Assert((_, c) => Array.ForEach(["resource", "scope"], name => c.Remove(name))));
        Assert.Equal(Realm.Origin, bare.Claims.GetProperty("aud").GetString());
        Assert.False(bare.Claims.TryGetProperty("scope", out _));
        var bound = await site.BringAsync(site.Client, site.Assert((_, c) => c["authorization_details"] =
            new JsonArray(new JsonObject { ["type"] = "bartizan_use", ["models"] = new JsonArray("gpt-*"), ["tools"] = new JsonArray() })));
        Assert.Equal("gpt-*", bound.Claims.GetProperty("authorization_details")[0].GetProperty("models")[0].GetString());
    }

    public static TheoryData<string, Action<JsonObject, JsonObject>> Spoiled => new()
    {
        { "an ID token", (h, _) => h["typ"] = "JWT" },
        { "of no kind", (h, _) => h.Remove("typ") },
        { "an access token", (h, _) => h["typ"] = "at+jwt" },
        { "of another algorithm", (h, _) => h["alg"] = "ES256" },
        { "unsigned", (h, _) => h["alg"] = "none" },
        { "of a stranger", (_, c) => c["iss"] = "https://other.example" },
        { "of this server itself", (_, c) => c["iss"] = Realm.Origin },
        { "for another server", (_, c) => c["aud"] = "https://other.example" },
        { "for the token endpoint and not the server", (_, c) => c["aud"] = Realm.Origin + "/oauth/token" },
        { "for several servers", (_, c) => c["aud"] = new JsonArray(Realm.Origin, "https://other.example") },
        { "for another client", (_, c) => c["client_id"] = "agt_other" },
        { "for no client", (_, c) => c.Remove("client_id") },
        { "over", (_, c) => c["exp"] = c["iat"]!.GetValue<long>() - 10 },
        { "without an end", (_, c) => c.Remove("exp") },
        { "too long", (_, c) => c["exp"] = c["iat"]!.GetValue<long>() + 3_600 },
        { "of the future", (_, c) => c["iat"] = c["iat"]!.GetValue<long>() + 60 },
        { "not yet", (_, c) => c["nbf"] = c["iat"]!.GetValue<long>() + 60 },
        { "without an id", (_, c) => c.Remove("jti") },
        { "of nobody", (_, c) => c.Remove("sub") },
        { "of somebody who is not linked", (_, c) => c["sub"] = "ADA-7" },
        { "for two resources", (_, c) => c["resource"] = new JsonArray(Realm.Origin, Realm.Origin + "/mcp/files") },
        { "with scopes that are no text", (_, c) => c["scope"] = new JsonArray("read") },
        { "with details of another type", (_, c) => c["authorization_details"] = new JsonArray(new JsonObject { ["type"] = "payment" }) },
        { "bound by a certificate", (_, c) => c["cnf"] = new JsonObject { ["x5t#S256"] = "abc" } },
        { "critical", (h, _) => h["crit"] = new JsonArray("x") },
        { "huge", (_, c) => c["more"] = new string('x', 20_000) },
    };

    [Theory]
    [MemberData(nameof(Spoiled))]
    public async Task An_assertion_is_not_believed_that_is(string what, Action<JsonObject, JsonObject> spoil)
    {
        await using var site = await Site.CreateAsync();
        var reply = await site.BringAsync(site.Client, site.Assert(spoil));
        Assert.True(reply is { Status: 400, Error: "invalid_grant" }, what + ": " + reply.Body);
        Assert.Equal(200, (await site.BringAsync(site.Client, site.Assert((_, _) => { }))).Status);
    }

    [Fact]
    public async Task One_bound_to_a_key_needs_its_proof()
    {
        await using var site = await Site.CreateAsync();
        Assert.Equal("invalid_dpop_proof", (await site.BringAsync(site.Client, site.Assert((_, c) => c["cnf"] = new JsonObject { ["jkt"] = "abc" }))).Error);
    }

    [Fact]
    public async Task It_is_for_clients_that_prove_who_they_are_and_are_registered_for_it()
    {
        await using var site = await Site.CreateAsync();
        var other = await site.Realm.AddAsync("other", w => w with { Grants = ["client_credentials"], Redirects = [] });
        Assert.Equal("invalid_grant", (await site.BringAsync(other, site.Assert((_, _) => { }))).Error);
        Assert.Equal("unauthorized_client", (await site.BringAsync(other, site.Assert((_, c) => c["client_id"] = other.Id))).Error);
        var open = await site.Realm.AddAsync("open", open: true);
        Assert.Equal("unauthorized_client", (await site.BringAsync(open, site.Assert((_, c) => c["client_id"] = open.Id))).Error);
        await Assert.ThrowsAsync<Core.Results.InputException>(() => site.Realm.AddAsync("bad", w => w with { Grants = ["jwt-bearer"], Redirects = [] }, open: true));
    }

    [Fact]
    public async Task Whoever_is_disabled_or_no_longer_linked_is_not_acted_for_nor_by_an_agent_that_is_stopped()
    {
        await using var site = await Site.CreateAsync();
        var before = await site.BringAsync(site.Client, site.Assert((_, _) => { }));
        var second = await site.Realm.AddPersonAsync("grace");
        await site.Realm.Store.Console.DisableAccountAsync(site.Ada.Id, second.Id, default);
        Assert.Equal("invalid_grant", (await site.BringAsync(site.Client, site.Assert((_, _) => { }))).Error);
        await site.Realm.RefreshAsync();
        Assert.False(site.Realm.Counts(before.Token));

        await site.Realm.Store.Console.EnableAccountAsync(site.Ada.Id, second.Id, default);
        await site.Realm.RefreshAsync();
        Assert.Equal(200, (await site.BringAsync(site.Client, site.Assert((_, _) => { }))).Status);
        await site.Realm.Store.Console.UnlinkIdentityAsync(site.Ada.Id, "idn_1", site.Ada.Id, default);
        Assert.Equal("invalid_grant", (await site.BringAsync(site.Client, site.Assert((_, _) => { }))).Error);
    }

    [Fact]
    public async Task A_provider_that_is_not_configured_for_it_asserts_nothing()
    {
        await using var site = await Site.CreateAsync(takes: false);
        Assert.Equal("unsupported_grant_type", (await site.BringAsync(site.Client, site.Assert((_, _) => { }))).Error);
        var metadata = await site.Realm.SendAsync("GET", "/.well-known/oauth-authorization-server", null, null);
        Assert.False(metadata.Json.TryGetProperty("authorization_grant_profiles_supported", out _));
        Assert.DoesNotContain("jwt-bearer", metadata.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metadata_says_that_it_is_taken()
    {
        await using var site = await Site.CreateAsync();
        var metadata = await site.Realm.SendAsync("GET", "/.well-known/oauth-authorization-server", null, null);
        Assert.Equal("urn:ietf:params:oauth:grant-profile:id-jag", metadata.Json.GetProperty("authorization_grant_profiles_supported")[0].GetString());
    }

    private sealed class Site : IAsyncDisposable
    {
        private int _made;

        public required PeopleRealm Realm { get; init; }

        public required FakeProvider Provider { get; init; }

        public required Person Ada { get; init; }

        public required TestClient Client { get; init; }

        public static async Task<Site> CreateAsync(bool takes = true)
        {
            var provider = new FakeProvider(TimeProvider.System);
            var realm = await PeopleRealm.CreateAsync(signIn: new SignInOptions
            {
                Providers = [new() { Name = "main", Issuer = provider.Issuer, ClientId = "bartizan", Credential = "env:X", Inside = true, Assertions = takes }],
            });
            provider.Clock = realm.Clock;
            var ada = await realm.AddPersonAsync("ada");
            await realm.Store.Console.LinkIdentityAsync(new LinkedIdentity { Id = "idn_1", Issuer = provider.Issuer, Subject = "ada-7", Account = ada.Id, Linked = realm.Clock.Now }, ada.Id, default);
            var client = await realm.AddAsync("app", w => w with { Grants = ["jwt-bearer"], Redirects = [] });
            return new Site { Realm = realm, Provider = provider, Ada = ada, Client = client };
        }

        /// <summary>An assertion as the provider makes them, and then spoiled.</summary>
        public string Assert(Action<JsonObject, JsonObject> spoil)
        {
            var now = Realm.Clock.Now.ToUnixTimeSeconds();
            var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "oauth-id-jag+jwt", ["kid"] = Provider.KeyId };
            var claims = new JsonObject
            {
                ["iss"] = Provider.Issuer,
                ["sub"] = "ada-7",
                ["aud"] = Support.Realm.Origin,
                ["client_id"] = Client.Id,
                ["jti"] = $"jti-{++_made}",
                ["iat"] = now,
                ["exp"] = now + 300,
                ["resource"] = Support.Realm.Origin + "/mcp/files",
                ["scope"] = "read",
            };
            spoil(header, claims);
            return Provider.Sign(header, claims);
        }

        public Task<WebReply> BringAsync(TestClient client, string assertion, params (string Name, string Value)[] more) =>
            Realm.PostAsync("/oauth/token", client, [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion), .. more]);

        public async ValueTask DisposeAsync()
        {
            await Realm.DisposeAsync();
            Provider.Dispose();
        }
    }
}
