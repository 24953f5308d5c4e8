using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Attesting;

/// <summary>What an instance can do with its identity, how long, and what others cannot.</summary>
public sealed class InstanceTests : IDisposable
{
    private const string ClientCredentials = "client_credentials";
    private const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string AnyEvidence = "permit (principal, action == Action::\"attestInstance\", resource);";
    private const string Renewal = "permit (principal, action == Action::\"renewInstance\", resource) when { context.sinceEvidence < 600 && context.selectors.contains(\"k8s:namespace=payments\") };";

    private readonly ProofKey _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task With_its_identity_an_agent_without_any_secret_gets_tokens_bound_to_the_same_key_that_end_with_it()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence);
        var agent = await realm.AddAsync("invoices-eu", w => w with { Resources = ["/", "https://api.example"] });
        var identity = await AttestAsync(realm, agent);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(100));
        var reply = await realm.AsInstanceAsync(_key, identity, ClientCredentials, ("resource", "https://api.example"));
        Assert.True(reply.Status == 200, reply.Json.ToString());
        Assert.Equal((200, agent, _key.Thumbprint), (reply.Json.GetProperty("expires_in").GetInt32(), reply.Claims.GetProperty("sub").GetString(), reply.Claims.GetProperty("cnf").GetProperty("jkt").GetString()));

        using var thief = new ProofKey();
        Assert.Equal("invalid_dpop_proof", (await realm.AsInstanceAsync(thief, identity, ClientCredentials)).Error);
        Assert.Equal("invalid_client", (await realm.AsInstanceAsync(_key, identity, ClientCredentials, ("client_id", "agt_other"))).Error);
        (string, string)[] noProof = [("grant_type", ClientCredentials), ("client_assertion_type", "urn:bartizan:params:oauth:client-assertion-type:instance"), ("client_assertion", identity)];
        Assert.Equal("invalid_dpop_proof", (await realm.TokenAsync(null, noProof)).Error);

        // What came of an identity is none.
        var own = (await realm.AsInstanceAsync(_key, identity, ClientCredentials, ("resource", Realm.Origin))).Token!;
        Assert.NotNull(realm.Present(own, _key).Principal);
        Assert.Equal("invalid_client", (await realm.AsInstanceAsync(_key, own, ClientCredentials)).Error);
        Assert.Equal("invalid_client", (await realm.RenewAsync(_key, own)).Error);
    }

    [Fact]
    public async Task It_stands_at_both_ends_of_an_exchange_and_everything_ends_with_either_instance()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence);
        var helper = await realm.AddAsync("helper");
        var owner = await realm.AddAsync("owner", w => w with { Delegates = ["helper"] });
        using var helpersKey = new ProofKey();
        foreach (var endsOwner in new[] { true, false })
        {
            var owners = await AttestAsync(realm, owner);
            var helpers = (await realm.AttestAsync(helper, helpersKey, realm.ClusterToken())).Token!;
            var reply = await realm.AsInstanceAsync(helpersKey, helpers, Exchange, ("subject_token", owners), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"));
            Assert.True(reply.Status == 200, reply.Json.ToString());
            var claims = reply.Claims;
            Assert.Equal((Reply.ClaimsOf(owners).GetProperty("sub").GetString(), helper), (claims.GetProperty("sub").GetString(), claims.GetProperty("act").GetProperty("sub").GetString()));
            var principal = realm.Present(reply.Token!, helpersKey).Principal!;
            Assert.Equal((helper, owner), (principal.AgentId, Assert.Single(principal.Token!.ActsFor).AgentId));
            Assert.Equal(2, principal.Token.Instances.Count());
            Assert.Equal(TokenFailure.InvalidProof, realm.Present(reply.Token!, _key).Failure);

            var ended = Reply.ClaimsOf(endsOwner ? owners : helpers).GetProperty("sub").GetString()!.Split('/')[^1];
            Assert.True(await realm.Store.Instances.EndAsync(ended, "ada", realm.Clock.Now, default));
            await realm.RefreshAsync();
            Assert.Equal(TokenFailure.InvalidToken, realm.Present(reply.Token!, helpersKey).Failure);
            Assert.Equal(TokenFailure.InvalidToken, realm.Present(endsOwner ? owners : helpers, endsOwner ? _key : helpersKey).Failure);
        }
    }

    [Fact]
    public async Task It_goes_on_by_its_identity_where_policy_allows_as_long_as_policy_allows()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence);
        var agent = await realm.AddAsync("invoices-eu");
        var identity = await AttestAsync(realm, agent);
        Assert.Equal("invalid_grant", (await realm.RenewAsync(_key, identity)).Error);
        realm.Permit(AnyEvidence + Renewal);
        var attested = realm.Clock.Now;
        var renewed = 0;
        for (var reply = await realm.RenewAsync(_key, identity); reply.Status == 200; reply = await realm.RenewAsync(_key, identity))
        {
            Assert.Equal(Reply.ClaimsOf(identity).GetProperty("sub").GetString(), reply.Claims.GetProperty("sub").GetString());
            (identity, renewed) = (reply.Token!, renewed + 1);
            await realm.AdvanceAsync(TimeSpan.FromMinutes(4));
        }

        // At 0, 4 and 8 minutes; at 12 it is too long since the evidence.
        Assert.Equal(3, renewed);
        Assert.Equal(attested, Assert.Single(await realm.Store.Instances.ListAsync(agent, default)).Attested);
        Assert.NotNull(realm.Present(identity, _key).Principal);
        await realm.AdvanceAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("invalid_client", (await realm.RenewAsync(_key, identity)).Error);
    }

    [Fact]
    public async Task An_instance_that_was_ended_goes_on_by_nothing_that_it_has()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence + Renewal);
        var agent = await realm.AddAsync("invoices-eu");
        var identity = await AttestAsync(realm, agent);
        var id = Assert.Single(await realm.Store.Instances.ListAsync(agent, default)).Id;
        Assert.True(await realm.Store.Instances.EndAsync(id, "ada", realm.Clock.Now, default));
        // Only the store knows yet.
        Assert.Equal("invalid_grant", (await realm.RenewAsync(_key, identity)).Error);
        Assert.NotEqual(200, (await realm.AsInstanceAsync(_key, identity, ClientCredentials)).Status);
        await realm.RefreshAsync();
        Assert.Equal("invalid_client", (await realm.RenewAsync(_key, identity)).Error);
        Assert.Equal(TokenFailure.InvalidToken, realm.Present(identity, _key).Failure);
        Assert.False(await realm.Store.Instances.EndAsync(id, "ada", realm.Clock.Now, default));
    }

    [Fact]
    public async Task A_kill_switch_ends_identities_for_good_also_once_it_is_lifted()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence + Renewal);
        var agent = await realm.AddAsync("invoices-eu");
        var identity = await AttestAsync(realm, agent);
        await realm.KillAsync(KillTarget.Everything);
        await realm.Store.Standing.LiftAsync(KillTarget.Everything, "done", "ada", realm.Clock.Now, default);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal("invalid_client", (await realm.RenewAsync(_key, identity)).Error);
        Assert.Equal("invalid_client", (await realm.AsInstanceAsync(_key, identity, ClientCredentials)).Error);
    }

    [Fact]
    public async Task A_join_token_lets_one_instance_of_its_agent_begin_once()
    {
        await using var realm = await AttestationRealm.CreateAsync("permit (principal, action == Action::\"attestInstance\", resource) when { context.selectors.contains(\"join:by=ada\") };");
        var (agent, other) = (await realm.AddAsync("invoices-eu"), await realm.AddAsync("other"));
        var token = await realm.JoinTokenAsync(agent);
        Assert.Equal("invalid_grant", (await realm.AttestAsync(other, _key, token)).Error);
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, token[..^1] + (token[^1] == 'A' ? 'B' : 'A'))).Error);
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, token, await realm.JoinTokenAsync(agent))).Error);
        Assert.Equal(200, (await realm.AttestAsync(agent, _key, token)).Status);
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, token)).Error);
        using var thief = new ProofKey();
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, thief, token)).Error);

        var late = await realm.JoinTokenAsync(agent, TimeSpan.FromMinutes(1));
        await realm.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, late)).Error);

        // What is refused for another reason uses nothing up.
        var kept = await realm.JoinTokenAsync(agent);
        await realm.Store.Registry.SuspendAsync(agent, "stop", "ada", realm.Clock.Now, default);
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, kept)).Error);
        await realm.Store.Registry.ResumeAsync(agent, "go", "ada", realm.Clock.Now, default);
        realm.Permit("");
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, kept)).Error);
        realm.Permit(AnyEvidence);
        Assert.Equal(200, (await realm.AttestAsync(agent, _key, kept)).Status);
    }

    [Fact]
    public async Task Of_callers_with_one_join_token_at_once_exactly_one_wins()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence);
        var agent = await realm.AddAsync("invoices-eu");
        for (var round = 0; round < 5; round++)
        {
            var token = await realm.JoinTokenAsync(agent);
            var keys = Enumerable.Range(0, 24).Select(_ => new ProofKey()).ToList();
            var replies = await Task.WhenAll(keys.Select(k => Task.Run(() => realm.AttestAsync(agent, k, token))));
            Assert.Single(replies, r => r.Status == 200);
            Assert.All(replies.Where(r => r.Status != 200), r => Assert.Equal("invalid_grant", r.Error));
            keys.ForEach(k => k.Dispose());
        }

        Assert.Equal(5, (await realm.Store.Instances.ListAsync(agent, default)).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3_601)]
    public async Task A_join_token_lives_an_hour_at_most(int seconds)
    {
        await using var realm = await AttestationRealm.CreateAsync();
        var agent = await realm.AddAsync("invoices-eu");
        await Assert.ThrowsAsync<Core.Results.InputException>(() => realm.JoinTokenAsync(agent, TimeSpan.FromSeconds(seconds)));
        await Assert.ThrowsAsync<Core.Results.InputException>(() => realm.JoinTokenAsync("nobody"));
    }

    [Fact]
    public async Task Where_a_secret_is_registered_too_evidence_alone_is_not_enough()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence);
        var agent = await realm.AddAsync("invoices-eu");
        await new ClientRegistry(realm.Store.Identity, realm.Store.Agents, realm.Clock).IssueSecretAsync(new ClientWish { Agent = "invoices-eu", Grants = ["attestation"] }, default);
        await realm.RefreshAsync();
        Assert.Equal("invalid_client", (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Error);
    }

    [Fact]
    public async Task An_identity_without_its_key_stands_for_nobody_at_the_other_endpoints()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence);
        var agent = await realm.AddAsync("invoices-eu");
        var identity = await AttestAsync(realm, agent);
        // Whoever has a secret may look into tokens; whoever stole an identity may not.
        await new ClientRegistry(realm.Store.Identity, realm.Store.Agents, realm.Clock).IssueSecretAsync(new ClientWish { Agent = "invoices-eu", Grants = ["attestation"] }, default);
        await realm.RefreshAsync();
        (string, string)[] form = [("client_assertion_type", "urn:bartizan:params:oauth:client-assertion-type:instance"), ("client_assertion", identity), ("token", identity)];
        foreach (var path in new[] { Issuer.IntrospectionPath, Issuer.RevocationPath })
        {
            Assert.Equal("invalid_client", (await realm.PostAsync(path, null, form)).Error);
        }

        Assert.NotNull(realm.Present(identity, _key).Principal);
    }

    private async Task<string> AttestAsync(AttestationRealm realm, string agent)
    {
        var reply = await realm.AttestAsync(agent, _key, realm.ClusterToken());
        Assert.True(reply.Status == 200, reply.Json.ToString());
        return reply.Token!;
    }
}
