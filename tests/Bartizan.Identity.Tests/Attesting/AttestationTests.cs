using System.Text;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Identity.Http;
using Bartizan.Identity.Tests.Registry;
using Bartizan.Identity.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Bartizan.Identity.Tests.Attesting;

/// <summary>An instance gets an identity by what policy takes for enough, and by nothing else.</summary>
public sealed class AttestationTests : IDisposable
{
    private static readonly string Enough = AttestationRealm.Needs("k8s:namespace=payments", "k8s:serviceaccount=invoices");

    private readonly ProofKey _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task What_policy_takes_for_enough_gets_an_identity_bound_to_the_instances_key()
    {
        await using var realm = await AttestationRealm.CreateAsync(Enough);
        var agent = await realm.AddAsync("invoices-eu");
        var reply = await realm.AttestAsync(agent, _key, realm.ClusterToken());
        Assert.True(reply.Status == 200, reply.Json.ToString());
        var instance = Assert.Single(await realm.Store.Instances.ListAsync(agent, default));
        Assert.Equal((_key.Thumbprint, realm.Clock.Now, realm.Clock.Now.AddSeconds(300)), (instance.Thumbprint, instance.Attested, instance.Ends));
        Assert.Equal(
            ["k8s:namespace=payments", "k8s:serviceaccount=invoices", "k8s:serviceaccount_uid=5d1f6a1e-0000-4000-8000-000000000001", "k8s:pod=invoices-7d9", "k8s:pod_uid=5d1f6a1e-0000-4000-8000-000000000002"],
            instance.Selectors);
        var claims = reply.Claims;
        Assert.Equal(
            ($"spiffe://as.example/agent/{agent}/instance/{instance.Id}", agent, Realm.Origin, _key.Thumbprint),
            (claims.GetProperty("sub").GetString(), claims.GetProperty("client_id").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("cnf").GetProperty("jkt").GetString()));
        Assert.Equal(("DPoP", 300, instance.Id), (reply.Json.GetProperty("token_type").GetString(), reply.Json.GetProperty("expires_in").GetInt32(), reply.Json.GetProperty("instance").GetString()));

        var principal = realm.Present(reply.Token!, _key).Principal!;
        Assert.Equal((agent, instance.Id, true), (principal.AgentId, Assert.Single(principal.Token!.Instances), principal.Token.Proven));
        using var thief = new ProofKey();
        Assert.Equal(TokenFailure.InvalidProof, realm.Present(reply.Token!, thief).Failure);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(300));
        Assert.Equal(TokenFailure.InvalidToken, realm.Present(reply.Token!, _key).Failure);
        Assert.False((await realm.Store.Instances.FindAsync(instance.Id, default))!.RunsAt(realm.Clock.Now));
    }

    [Theory]
    [InlineData("", "no policy permits it")]
    [InlineData("permit (principal, action, resource);", "whose head names no action")]
    [InlineData("permit (principal, action == Action::\"renewInstance\", resource);", "no policy permits it")]
    [InlineData("permit (principal, action == Action::\"attestInstance\", resource) when { principal.name == \"other\" };", "no policy permits it")]
    [InlineData("permit (principal, action == Action::\"attestInstance\", resource); @id(\"no-pods\") forbid (principal, action, resource) when { context.evidence.contains(\"k8s\") };", "forbidden by no-pods")]
    [InlineData("permit (principal, action == Action::\"attestInstance\", resource); @id(\"broken\") forbid (principal, action, resource) when { context.there.no.more };", "broken cannot be asked")]
    [InlineData("permit (principal, action == Action::\"attestInstance\", resource); @id(\"often\") forbid (principal, action, resource) when history { count within 1h event(action == Action::\"callTool\") > 3 };", "often cannot be asked")]
    [InlineData("@mode(\"shadow\") permit (principal, action == Action::\"attestInstance\", resource);", "no policy permits it")]
    public async Task Everything_else_is_refused_and_the_record_says_why_and_what_was_shown(string policies, string why)
    {
        await using var realm = await AttestationRealm.CreateAsync(policies);
        var agent = await realm.AddAsync("invoices-eu");
        var reply = await realm.AttestAsync(agent, _key, realm.ClusterToken());
        Assert.Equal((400, "invalid_grant"), (reply.Status, reply.Error));
        Assert.DoesNotContain("payments", reply.Json.ToString(), StringComparison.Ordinal);
        var told = await realm.ToldAsync("identity.token-refused");
        Assert.Contains(why, told, StringComparison.Ordinal);
        Assert.Contains("k8s:namespace=payments", told, StringComparison.Ordinal);
        Assert.Empty(await realm.Store.Instances.ListAsync(null, default));
    }

    [Fact]
    public async Task A_policy_can_ask_for_several_pieces_of_evidence_together_and_halves_of_two_never_add_up()
    {
        await using var realm = await AttestationRealm.CreateAsync(AttestationRealm.Needs("k8s:namespace=payments", "github:repository=acme/invoices"));
        var agent = await realm.AddAsync("invoices-eu");
        string Cluster(string space) => realm.Sign("k8s", realm.ClusterClaims(space));
        string Workflow(string repository) => realm.Sign("github", realm.WorkflowClaims(repository));
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, Cluster("payments"))).Error);
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, Workflow("acme/invoices"))).Error);
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, Cluster("payments"), Workflow("acme/other"))).Error);
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, Cluster("payments"), Cluster("other"), Workflow("acme/invoices"))).Error);
        Assert.Contains("two pieces of one source", await realm.ToldAsync("identity.token-refused"), StringComparison.Ordinal);
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, Cluster("payments"), Workflow("acme/invoices"), "x")).Error);
        Assert.Equal(200, (await realm.AttestAsync(agent, _key, Cluster("payments"), Workflow("acme/invoices"))).Status);
    }

    [Fact]
    public async Task Evidence_belongs_to_the_key_that_showed_it_first_also_after_a_restart()
    {
        await using var realm = await AttestationRealm.CreateAsync(Enough);
        var agent = await realm.AddAsync("invoices-eu");
        using var thief = new ProofKey();
        var evidence = realm.ClusterToken();
        Assert.Equal(200, (await realm.AttestAsync(agent, _key, evidence)).Status);
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, thief, evidence)).Error);
        await realm.AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, thief, evidence)).Error);
        Assert.Equal(200, (await realm.AttestAsync(agent, thief, realm.ClusterToken())).Status);
        Assert.Equal(200, (await realm.AttestAsync(agent, _key, evidence)).Status);
        // What is refused uses nothing up: another agent's name did not make it the thief's.
        var fresh = realm.Sign("k8s", realm.ClusterClaims("elsewhere"));
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, thief, fresh)).Error);
        realm.Permit(AttestationRealm.Needs("k8s:namespace=elsewhere"));
        Assert.Equal(200, (await realm.AttestAsync(agent, _key, fresh)).Status);
    }

    [Fact]
    public async Task The_same_key_goes_on_as_the_same_instance_by_evidence()
    {
        await using var realm = await AttestationRealm.CreateAsync(Enough);
        var agent = await realm.AddAsync("invoices-eu");
        var evidence = realm.ClusterToken();
        var first = await realm.AttestAsync(agent, _key, evidence);
        await realm.AdvanceAsync(TimeSpan.FromMinutes(3));
        var second = await realm.AttestAsync(agent, _key, evidence);
        Assert.Equal(first.Claims.GetProperty("sub").GetString(), second.Claims.GetProperty("sub").GetString());
        var instance = Assert.Single(await realm.Store.Instances.ListAsync(agent, default));
        Assert.Equal((realm.Clock.Now.AddMinutes(5), realm.Clock.Now), (instance.Ends, instance.Attested));
        await realm.AdvanceAsync(TimeSpan.FromMinutes(6));
        var third = await realm.AttestAsync(agent, _key, evidence);
        Assert.NotEqual(first.Claims.GetProperty("sub").GetString(), third.Claims.GetProperty("sub").GetString());
    }

    [Fact]
    public async Task Without_a_proof_of_a_key_or_for_another_resource_there_is_no_identity()
    {
        await using var realm = await AttestationRealm.CreateAsync(Enough);
        var agent = await realm.AddAsync("invoices-eu", w => w with { Resources = ["/", "https://api.example"] });
        (string, string)[] form = [("grant_type", "urn:bartizan:params:oauth:grant-type:attestation"), ("client_id", agent), ("evidence", realm.ClusterToken())];
        Assert.Equal("invalid_dpop_proof", (await realm.TokenAsync(null, [.. form, ("resource", Realm.Origin)])).Error);
        Assert.Equal("invalid_target", (await realm.TokenAsync(_key, [.. form, ("resource", "https://api.example")])).Error);
        Assert.Equal("invalid_target", (await realm.TokenAsync(_key, [.. form, ("resource", Realm.Origin + "/mcp/a")])).Error);
        Assert.Equal("invalid_request", (await realm.TokenAsync(_key, form[..2])).Error);
        Assert.Equal(200, (await realm.TokenAsync(_key, [.. form, ("resource", Realm.Origin)])).Status);
    }

    [Fact]
    public async Task An_agent_that_is_not_registered_for_it_cannot_attest_and_one_that_is_can_do_nothing_without_an_identity()
    {
        await using var realm = await AttestationRealm.CreateAsync(Enough);
        var agent = await realm.AddAsync("invoices-eu");
        foreach (var grant in new[] { "client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange" })
        {
            var reply = await realm.TokenAsync(_key, [("grant_type", grant), ("client_id", agent), ("subject_token", "x"), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token")]);
            Assert.NotEqual(200, reply.Status);
        }

        var other = await realm.AddAsync("other");
        await new Bartizan.Identity.Clients.ClientRegistry(realm.Store.Identity, realm.Store.Agents, realm.Clock)
            .RegisterPublicAsync(new() { Agent = "other", Grants = ["authorization_code"], Redirects = ["https://app.example/c"] }, default);
        await realm.RefreshAsync();
        Assert.Equal("unauthorized_client", (await realm.AttestAsync(other, _key, realm.ClusterToken())).Error);
        Assert.Equal("invalid_client", (await realm.AttestAsync("agt_unknown", _key, realm.ClusterToken())).Error);
    }

    [Fact]
    public async Task Suspended_revoked_stopped_or_without_anybody_who_vouches_for_it_an_agent_gets_no_instance()
    {
        await using var realm = await AttestationRealm.CreateAsync(Enough);
        var agent = await realm.AddAsync("invoices-eu", blueprint: Blueprints.Make());
        var identity = (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Token!;
        await realm.Store.Registry.SuspendAsync(agent, "stop", "ada", realm.Clock.Now, default);
        // Only the store knows yet.
        Assert.Equal("invalid_grant", (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Error);
        await realm.RefreshAsync();
        Assert.Equal("unauthorized_client", (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Error);
        Assert.Equal(TokenFailure.Suspended, realm.Present(identity, _key).Failure);
        await realm.Store.Registry.ResumeAsync(agent, "go", "ada", realm.Clock.Now, default);
        await realm.RefreshAsync();
        Assert.NotNull(realm.Present(identity, _key).Principal);

        await realm.KillAsync(new KillTarget(KillKind.Agent, agent));
        Assert.Equal("unauthorized_client", (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Error);
        await realm.Store.Standing.LiftAsync(new KillTarget(KillKind.Agent, agent), "done", "ada", realm.Clock.Now, default);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(TokenFailure.InvalidToken, realm.Present(identity, _key).Failure);
        Assert.Equal("invalid_client", (await realm.RenewAsync(_key, identity)).Error);
        Assert.Equal(200, (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Status);

        await realm.Store.Console.DisableAccountAsync("acc_ada", "system", default);
        await realm.RefreshAsync();
        Assert.Equal("unauthorized_client", (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Error);
        await realm.Store.Agents.RevokeAsync(agent, realm.Clock.Now, default);
        await realm.RefreshAsync();
        Assert.Equal("invalid_client", (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Error);
    }

    [Fact]
    public async Task A_retired_blueprint_a_ceiling_and_a_shorter_lifetime_bound_it()
    {
        await using var realm = await AttestationRealm.CreateAsync(
            "permit (principal, action == Action::\"attestInstance\", resource == Blueprint::\"billing\") when { context.evidence.contains(\"k8s\") };");
        var ceiling = "permit (principal, action, resource); @id(\"only-payments\") forbid (principal, action == Action::\"attestInstance\", resource) unless { context.selectors.contains(\"k8s:namespace=payments\") };";
        var agent = await realm.AddAsync("invoices-eu", blueprint: Blueprints.Make() with { Ceiling = ceiling, Lifetime = TimeSpan.FromSeconds(90) });
        var reply = await realm.AttestAsync(agent, _key, realm.Sign("k8s", realm.ClusterClaims("other")));
        Assert.Equal("invalid_grant", reply.Error);
        Assert.Contains("outside billing@1/only-payments", await realm.ToldAsync("identity.token-refused"), StringComparison.Ordinal);
        Assert.Equal(90, (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Json.GetProperty("expires_in").GetInt32());
        var blueprint = (await realm.Store.Registry.FindBlueprintAsync("billing", default))!;
        await realm.Store.Registry.RetireBlueprintAsync(blueprint.Id, "ada", realm.Clock.Now, default);
        await realm.RefreshAsync();
        Assert.Equal("unauthorized_client", (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Error);
    }

    [Fact]
    public async Task Refusals_of_strangers_do_not_fill_the_log()
    {
        await using var realm = await AttestationRealm.CreateAsync();
        var agent = await realm.AddAsync("invoices-eu");
        for (var i = 0; i < 100; i++)
        {
            await realm.AttestAsync(agent, _key, "x");
        }

        Assert.Equal(60, (await realm.Store.Events.ReadAsync(0, 10_000, default)).Count(e => e.Event.Kind == "identity.token-refused"));
    }

    [Fact]
    public async Task The_metadata_names_the_grant()
    {
        await using var realm = await AttestationRealm.CreateAsync();
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        await realm.Get<MetadataEndpoint>().DescribeAsync(http);
        Assert.Contains("urn:bartizan:params:oauth:grant-type:attestation", Encoding.UTF8.GetString(body.ToArray()), StringComparison.Ordinal);
    }
}
