using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Storage.Accounts;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class BlueprintTests
{
    [Fact]
    public async Task Blueprints_show_what_they_allow_their_state_their_versions_and_how_many_agents_they_have()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Auditor);
        await console.Store.Console.AddAccountAsync(new Account { Id = "acc_g", Name = "grace", Roles = ["auditor"], Created = console.Clock.GetUtcNow() }, "system", default);
        var first = await AddAsync(console, 1);
        await AddAsync(console, 0);
        await console.Store.Agents.AddAsync(
            new Agent { Id = "agt_a", Name = "a", Owner = "ada", Created = console.Clock.GetUtcNow(), KeyId = "k", KeyHash = new byte[32], Blueprint = first }, default);

        var listed = Assert.Single((await browser.GetAsync<BlueprintList>("/api/blueprints")).Items);
        Assert.Equal((first.Id, 2, BlueprintState.InForce, "grace", 1, 0), (listed.Id, listed.Version, listed.State, listed.Sponsor, listed.Agents, listed.Depth));
        Assert.Equal(["gpt-*"], listed.Models!);
        Assert.Equal("permit (principal, action, resource); // <U+202E>\nforbid (principal, action, resource) when { context.stream };", listed.Ceiling);
        Assert.Equal([2, 1], (await browser.GetAsync<BlueprintList>($"/api/blueprints/{first.Id}")).Items.Select(b => b.Version));
        Assert.Equal("not-found", (await Browser.ProblemAsync(await browser.GetAsync("/api/blueprints/bpt_unknown"))).Code);

        await console.Store.Console.DisableAccountAsync("acc_g", "system", default);
        var agent = Assert.Single((await browser.GetAsync<AgentList>("/api/agents")).Items);
        Assert.Equal((AgentState.Suspended, false, "billing", "grace"), (agent.State, agent.SuspendedByPerson, agent.Blueprint!.Name, agent.Blueprint.Sponsor));
        Assert.Contains("owner", agent.Reason, StringComparison.Ordinal);

        await console.Store.Registry.RetireBlueprintAsync(first.Id, "ada", console.Clock.GetUtcNow(), default);
        Assert.Equal(BlueprintState.Retired, Assert.Single((await browser.GetAsync<BlueprintList>("/api/blueprints")).Items).State);
    }

    [Fact]
    public async Task Runs_and_undeclared_callers_are_listed()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Approver);
        var now = console.Clock.GetUtcNow();
        await console.Store.Agents.AddAsync(new Agent { Id = "agt_a", Name = "a", Owner = "ada", Created = now, KeyId = "k", KeyHash = new byte[32] }, default);
        var instance = new AgentInstance { Id = "ins_1", Agent = "agt_a", Thumbprint = new string('k', 43), Evidence = "by\u200bhand", Started = now, Ends = now.AddMinutes(5) };
        var told = new EventRecord { Id = "evt_1", Time = now, Source = "identity", Kind = "identity.token-issued", Json = "{}"u8.ToArray() };
        Assert.True(await console.Store.Identity.IssueAsync(new(["agt_a"], "txn_1", [], told) { Instance = new InstanceChange(instance, false, [], null) }, default));
        var run = Assert.Single((await browser.GetAsync<InstanceList>("/api/agents/agt_a/instances")).Items);
        Assert.Equal(("ins_1", "by<U+200B>hand", true), (run.Id, run.Evidence, run.Runs));

        await console.Store.Shadows.AddAsync([new(new(ShadowKind.ProviderKey, "0123", "sk-…", "10.0.0.1", "curl/8", "openai-chat"), now, now, 3)], default);
        var shadow = Assert.Single((await browser.GetAsync<ShadowCallerList>("/api/agents/shadow")).Items);
        Assert.Equal((ShadowKind.ProviderKey, "sk-…", "10.0.0.1", 3), (shadow.Kind, shadow.Form, shadow.Address, shadow.Count));
    }

    private static async Task<Blueprint> AddAsync(TestConsole console, int depth)
    {
        var now = console.Clock.GetUtcNow();
        var added = await console.Store.Registry.AddBlueprintAsync(
            new Blueprint
            {
                Id = "",
                Name = "billing",
                Version = 0,
                Owner = "grace",
                Sponsor = "grace",
                Uses = new TokenAuthority(["gpt-*"], []),
                Ceiling = "permit (principal, action, resource); // \u202e\nforbid (principal, action, resource) when { context.stream };",
                Depth = depth,
                ReviewDays = 30,
                Expires = now.AddDays(60),
                Created = now,
                By = "ada",
                Reviewed = now,
            },
            default);
        return added.Blueprint!;
    }
}
