using System.Text.Json.Nodes;
using Bartizan.Identity.Federation;
using Bartizan.Identity.Fetching;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Keys;
using Bartizan.Identity.Outbound;
using Bartizan.Identity.Tests.Agents;
using Bartizan.Identity.Tests.Support;
using Bartizan.Testing.Federation;

namespace Bartizan.Identity.Tests.Federation;

public class SignInDeskTests
{
    [Fact]
    public async Task Somebody_who_went_to_the_provider_comes_back_as_whom_it_says()
    {
        using var desk = new Desk();
        var (address, browser) = await desk.BeginAsync();
        var query = System.Web.HttpUtility.ParseQueryString(address.Query);
        Assert.Equal((Desk.Redirect, "openid profile"), (query["redirect_uri"], query["scope"]));
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.Equal(43, query[name]!.Length));
        Assert.DoesNotContain(browser, address.Query, StringComparison.Ordinal);

        var outcome = await desk.SignIn.FinishAsync("main", desk.Provider.SignIn(address, "ada-7", ("groups", new JsonArray("a", "b"))), browser, default);
        Assert.Null(outcome.Reason);
        Assert.Equal((desk.Provider.Issuer, "ada-7"), (outcome.Person!.Issuer, outcome.Person.Subject));
        Assert.Equal(["analyst"], outcome.Person.RolesBy([new("groups", "a", "analyst"), new("groups", "c", "admin"), new("groups", "b", "analyst")]));
        Assert.Equal((1, 1), (desk.Provider.DocumentReads, desk.Provider.KeyReads));
    }

    [Fact]
    public async Task An_answer_works_once_in_the_browser_that_began_and_not_for_long()
    {
        using var desk = new Desk();
        var (address, browser) = await desk.BeginAsync();
        var (_, other) = await desk.BeginAsync();
        var answer = desk.Provider.SignIn(address, "ada");
        Assert.Equal(SignInFault.NotBegunHere, (await desk.SignIn.FinishAsync("main", answer, null, default)).Fault);
        Assert.Equal(SignInFault.NotBegunHere, (await desk.SignIn.FinishAsync("main", answer, other, default)).Fault);
        Assert.Equal(SignInFault.NotBegunHere, (await desk.SignIn.FinishAsync("other", answer, browser, default)).Fault);
        Assert.Equal(SignInFault.NotBegunHere, (await desk.SignIn.FinishAsync("main", answer + "&state=again", browser, default)).Fault);
        Assert.NotNull((await desk.SignIn.FinishAsync("main", answer, browser, default)).Person);
        Assert.Equal(SignInFault.NotBegunHere, (await desk.SignIn.FinishAsync("main", answer, browser, default)).Fault);

        var (late, slow) = await desk.BeginAsync();
        var lateAnswer = desk.Provider.SignIn(late, "ada");
        desk.Clock.Advance(SignInDesk.Patience);
        Assert.Equal(SignInFault.NotBegunHere, (await desk.SignIn.FinishAsync("main", lateAnswer, slow, default)).Fault);
    }

    [Theory]
    [InlineData("iss=https%3A%2F%2Fother.example", SignInFault.NotBelieved)]
    [InlineData("", SignInFault.NotBelieved)]
    [InlineData("iss=ISSUER&error=access_denied", SignInFault.Denied)]
    [InlineData("iss=ISSUER&code=made-up", SignInFault.NotBelieved)]
    [InlineData("iss=ISSUER", SignInFault.NotBelieved)]
    public async Task Another_issuers_answer_an_error_and_a_code_that_is_made_up_sign_nobody_in(string answer, SignInFault fault)
    {
        using var desk = new Desk();
        var (address, browser) = await desk.BeginAsync();
        var state = System.Web.HttpUtility.ParseQueryString(address.Query)["state"];
        var outcome = await desk.SignIn.FinishAsync("main", $"state={state}&{answer.Replace("ISSUER", Uri.EscapeDataString(desk.Provider.Issuer), StringComparison.Ordinal)}", browser, default);
        Assert.Equal((fault, null), (outcome.Fault, outcome.Person));
    }

    // The mix-up attack (RFC 9700 §4.4): the answer of one provider is brought where the other one's belongs.
    [Fact]
    public async Task An_answer_of_one_of_two_providers_does_not_stand_for_the_others()
    {
        var clock = new Agents.ManualClock();
        using var honest = new FakeProvider(clock);
        using var evil = new FakeProvider(clock) { Document = d => d["authorization_response_iss_parameter_supported"] = false };
        ProviderOptions Options(string name, FakeProvider provider) => new() { Name = name, Issuer = provider.Issuer, ClientId = FakeProvider.ClientId, Credential = "env:SECRET", Inside = true };
        using var providers = new Providers(new SignInOptions { Providers = [Options("honest", honest), Options("evil", evil)] }, clock);
        var desk = new SignInDesk(providers, new ProviderProofs(_ => FakeProvider.Secret, null, clock), clock);

        var (address, browser) = (await desk.BeginAsync("evil", "https://c.example/api/sign-in/evil/callback", new Desk.Wants(), default))!.Value;
        var turned = new Uri(honest.Issuer + "/authorize" + address.Query);
        var answer = honest.SignIn(turned, "ada");
        Assert.Equal(SignInFault.NotBegunHere, (await desk.FinishAsync("honest", answer, browser, default)).Fault);
        var outcome = await desk.FinishAsync("evil", answer, browser, default);
        Assert.Equal(SignInFault.NotBelieved, outcome.Fault);
        Assert.Empty(evil.Asked.Form);
    }

    [Fact]
    public async Task A_provider_that_is_slow_or_down_is_given_up_and_asked_again_later()
    {
        using var desk = new Desk();
        desk.Provider.Slowness = GuardedFetcher.Patience + TimeSpan.FromSeconds(2);
        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => desk.SignIn.BeginAsync("main", Desk.Redirect, new Desk.Wants(), default).AsTask()));
        Assert.All(tries, Assert.Null);
        Assert.Equal(1, desk.Provider.DocumentReads);
        desk.Provider.Slowness = TimeSpan.Zero;
        Assert.Null(await desk.SignIn.BeginAsync("main", Desk.Redirect, new Desk.Wants(), default));
        desk.Clock.Advance(SharedReading<IssuerDocument>.RestAfterFailure);
        Assert.NotNull((await desk.RunAsync()).Person);
    }

    [Theory]
    [InlineData("issuer", "http://127.0.0.1:1")]
    [InlineData("token_endpoint", "ftp://127.0.0.1/token")]
    [InlineData("authorization_endpoint", "javascript:alert(1)")]
    [InlineData("jwks_uri", "http://user@127.0.0.1/jwks")]
    public async Task Metadata_that_is_another_issuers_or_leads_elsewhere_is_not_taken(string member, string value)
    {
        using var desk = new Desk();
        desk.Provider.Document = d => d[member] = value;
        Assert.Null(await desk.SignIn.BeginAsync("main", Desk.Redirect, new Desk.Wants(), default));
    }

    [Fact]
    public async Task Without_leave_nothing_inside_is_read()
    {
        using var desk = new Desk(o => o with { Inside = false });
        Assert.Null(await desk.SignIn.BeginAsync("main", Desk.Redirect, new Desk.Wants(), default));
        Assert.Equal(0, desk.Provider.DocumentReads);
    }

    [Fact]
    public async Task A_new_key_is_found_and_made_up_ones_are_not_looked_for_often()
    {
        using var desk = new Desk();
        Assert.NotNull((await desk.RunAsync()).Person);
        desk.Provider.RotateKey();
        desk.Clock.Advance(SharedReading<JsonWebKeySet>.RestAfterLack);
        Assert.NotNull((await desk.RunAsync()).Person);
        Assert.Equal(2, desk.Provider.KeyReads);
        desk.Provider.IdToken = (header, _) => header["kid"] = "made-up";
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(SignInFault.NotBelieved, (await desk.RunAsync()).Fault);
        }

        Assert.Equal(2, desk.Provider.KeyReads);
    }

    [Fact]
    public async Task The_client_proves_itself_as_configured()
    {
        using (var basic = new Desk())
        {
            await basic.RunAsync();
            Assert.Equal("Basic " + Convert.ToBase64String("bartizan:provider-secret-41"u8), basic.Provider.Asked.Authorization);
            Assert.DoesNotContain("client_secret", basic.Provider.Asked.Form.Keys);
        }

        using (var post = new Desk(o => o with { Authentication = ProviderAuthentication.ClientSecretPost }))
        {
            await post.RunAsync();
            Assert.Equal((null, FakeProvider.ClientId, FakeProvider.Secret), (post.Provider.Asked.Authorization, post.Provider.Asked.Form["client_id"], post.Provider.Asked.Form["client_secret"]));
        }

        var store = new MemoryIdentityStore(new MemoryAgentStore());
        using var key = new Desk(o => o with { Authentication = ProviderAuthentication.PrivateKeyJwt, Credential = null }, store);
        Assert.Equal(SignInFault.Unreachable, (await key.RunAsync()).Fault);
        await new SigningKeys(store, key.Clock).EnsureAsync(default);
        Assert.NotNull((await key.RunAsync()).Person);
        var assertion = Jws.Parse(key.Provider.Asked.Form["client_assertion"], 8_192)!;
        Assert.True(assertion.IsSignedBy(new KeyRing(await store.KeysAsync(default)).Find(assertion.KeyId, key.Clock.GetUtcNow())!));
        Assert.Equal((FakeProvider.ClientId, FakeProvider.ClientId, key.Provider.Issuer), (assertion.Payload.Text("iss"), assertion.Payload.Text("sub"), assertion.Payload.Text("aud")));
    }

    [Fact]
    public async Task Signing_out_at_the_provider_leads_back_where_it_offers_that()
    {
        using var desk = new Desk();
        Assert.Equal(
            desk.Provider.Issuer + "/logout?client_id=bartizan&post_logout_redirect_uri=https%3A%2F%2Fc.example%2Fsign-in",
            (await desk.SignIn.SignOutAsync(desk.Provider.Issuer, "https://c.example/sign-in", default))!.AbsoluteUri);
        Assert.Null(await desk.SignIn.SignOutAsync("https://other.example", "https://c.example/sign-in", default));
    }
}
