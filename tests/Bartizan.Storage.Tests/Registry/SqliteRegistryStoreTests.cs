using System.Text;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Storage.Accounts;

namespace Bartizan.Storage.Tests.Registry;

public sealed class SqliteRegistryStoreTests
{
    private static readonly DateTimeOffset When = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private static int _told = 10_000;

    [Fact]
    public async Task A_blueprint_is_kept_whole_and_a_change_makes_a_version_beside_the_old_one()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        var first = (await store.Registry.AddBlueprintAsync(Draft() with { Owner = "ADA" }, default)).Blueprint!;
        var second = (await store.Registry.AddBlueprintAsync(Draft() with { Ceiling = null, Depth = 0, Created = When.AddHours(1) }, default)).Blueprint!;
        Assert.Equal((first.Id, 1, 2, "Ada"), (second.Id, first.Version, second.Version, first.Owner));
        Assert.Equal([second, first with { Reviewed = second.Reviewed }], await store.Registry.VersionsAsync(first.Id, default));
        Assert.Equal(second, Assert.Single(await store.Registry.BlueprintsAsync(default)));
        Assert.Equal(second, await store.Registry.FindBlueprintAsync("billing", default));
        var told = (await store.Events.ReadAsync(0, 100, default)).Where(e => e.Event.Kind.StartsWith("blueprint.", StringComparison.Ordinal)).ToList();
        Assert.Equal(["blueprint.added", "blueprint.changed"], told.Select(e => e.Event.Kind));
        Assert.Contains("permit (principal", Encoding.UTF8.GetString(told[0].Event.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Owner_and_sponsor_must_have_working_accounts()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        await store.Console.DisableAccountAsync("acc_Grace", "system", default);
        Assert.Equal(new BlueprintAdded(null, true, false), await store.Registry.AddBlueprintAsync(Draft(), default));
        Assert.Equal(new BlueprintAdded(null, false, true), await store.Registry.AddBlueprintAsync(Draft() with { Owner = "nobody", Sponsor = "Ada" }, default));
        Assert.Empty(await store.Registry.BlueprintsAsync(default));
    }

    [Fact]
    public async Task Whatever_suspends_an_agent_and_mends_it_again_is_seen_by_every_reader_and_by_the_last_word_on_tokens()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        await AddAsync(store);
        await RequireAsync(store, SuspensionCause.None);

        await ChangesAsync(store, async () => await store.Console.DisableAccountAsync("acc_Grace", "system", default));
        await RequireAsync(store, SuspensionCause.SponsorInactive);
        await ChangesAsync(store, async () => await store.Console.EnableAccountAsync("acc_Grace", "system", default));
        await RequireAsync(store, SuspensionCause.None);

        await store.Console.DisableAccountAsync("acc_Grace", "system", default);
        await ChangesAsync(store, async () => await store.Registry.AddBlueprintAsync(Draft() with { Sponsor = "Ada" }, default));
        await RequireAsync(store, SuspensionCause.None);

        await ChangesAsync(store, async () => Assert.True(await store.Registry.SuspendAsync("agt_a", "it sends too much", "Ada", When, default)));
        await RequireAsync(store, SuspensionCause.ByPerson);
        Assert.Equal("it sends too much", (await store.Agents.FindAsync("agt_a", default))!.Standing.ReasonAt(When));
        await ChangesAsync(store, async () => Assert.True(await store.Registry.ResumeAsync("agt_a", "mended", "Ada", When, default)));
        Assert.False(await store.Registry.ResumeAsync("agt_a", "again", "Ada", When, default));
        await RequireAsync(store, SuspensionCause.None);

        await RequireAsync(store, SuspensionCause.ReviewOverdue, When.AddDays(30));
        var blueprint = Assert.Single(await store.Registry.BlueprintsAsync(default));
        Assert.True(await store.Registry.ReviewBlueprintAsync(blueprint.Id, "Ada", When.AddDays(29), default));
        await RequireAsync(store, SuspensionCause.None, When.AddDays(30));
        await RequireAsync(store, SuspensionCause.BlueprintExpired, When.AddDays(40));

        await ChangesAsync(store, async () => Assert.True(await store.Registry.RetireBlueprintAsync(blueprint.Id, "Ada", When, default)));
        await RequireAsync(store, SuspensionCause.BlueprintRetired);
        Assert.False(await store.Registry.RetireBlueprintAsync(blueprint.Id, "Ada", When, default));
    }

    [Fact]
    public async Task Nobody_gets_under_a_retired_blueprint_and_its_name_begins_anew()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        var old = await AddAsync(store);
        await store.Registry.RetireBlueprintAsync(old.Id, "Ada", When, default);
        Assert.False(await store.Agents.AddAsync(Agent("agt_b") with { Blueprint = old }, default));
        Assert.True(await store.Agents.AddAsync(Agent("agt_c"), default));
        Assert.False(await store.Registry.AssignAsync("agt_c", old.Id, "Ada", When, default));
        Assert.False(await store.Registry.AssignAsync("agt_c", "bpt_unknown", "Ada", When, default));

        var next = (await store.Registry.AddBlueprintAsync(Draft(), default)).Blueprint!;
        Assert.Equal((1, false), (next.Version, next.Id == old.Id));
        Assert.Equal(next.Id, (await store.Registry.FindBlueprintAsync("billing", default))!.Id);
        await RequireAsync(store, SuspensionCause.BlueprintRetired);
        Assert.True(await store.Registry.AssignAsync("agt_a", next.Id, "Ada", When, default));
        await RequireAsync(store, SuspensionCause.None);
    }

    [Fact]
    public async Task Where_blueprints_are_required_an_agent_without_one_may_not_work()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        await store.Agents.AddAsync(Agent("agt_a"), default);
        await ChangesAsync(store, async () => await store.Registry.RequireBlueprintsAsync(true, When, default));
        await RequireAsync(store, SuspensionCause.NoBlueprint);
        var version = await store.Agents.VersionAsync(default);
        await store.Registry.RequireBlueprintsAsync(true, When, default);
        Assert.Equal(version, await store.Agents.VersionAsync(default));
        await store.Registry.RequireBlueprintsAsync(false, When, default);
        await RequireAsync(store, SuspensionCause.None);
    }

    [Fact]
    public async Task Of_issuances_racing_with_a_suspension_or_a_disabled_sponsor_none_comes_after_it()
    {
        foreach (var bySponsor in new[] { false, true })
        {
            using var folder = new TestStore();
            await using var store = await OpenAsync(folder);
            await AddAsync(store);
            var issuing = Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () => await store.Identity.IssueAsync(new(["agt_a"], "txn_1", [], Told(When, i)), default))));
            _ = bySponsor
                ? await store.Console.DisableAccountAsync("acc_Grace", "system", default) == AccountChange.Made
                : await store.Registry.SuspendAsync("agt_a", "stop", "Ada", When, default);
            await issuing;
            Assert.False(await store.Identity.IssueAsync(new(["agt_a"], "txn_1", [], Told(When, 1_000)), default));
            var kinds = (await store.Events.ReadAsync(0, 1_000, default)).Select(e => e.Event.Kind).ToList();
            Assert.Equal(kinds.Count - 1, kinds.IndexOf(bySponsor ? "account.disabled" : "agent.suspended"));
        }
    }

    [Fact]
    public async Task A_revoked_agent_is_neither_suspended_resumed_nor_assigned()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        var blueprint = await AddAsync(store);
        await store.Agents.RevokeAsync("agt_a", When, default);
        Assert.False(await store.Registry.SuspendAsync("agt_a", "stop", "Ada", When, default));
        Assert.False(await store.Registry.ResumeAsync("agt_a", "go", "Ada", When, default));
        Assert.False(await store.Registry.AssignAsync("agt_a", blueprint.Id, "Ada", When, default));
        Assert.Equal(AgentState.Revoked, (await store.Agents.FindAsync("agt_a", default))!.StateAt(When));
    }

    private static async Task<BartizanStore> OpenAsync(TestStore folder)
    {
        var store = await folder.OpenAsync();
        foreach (var name in new[] { "Ada", "Grace" })
        {
            await store.Console.AddAccountAsync(new Account { Id = "acc_" + name, Name = name, PasswordHash = "hash", Roles = ["admin"], Created = When }, "system", default);
        }

        return store;
    }

    private static async Task<Blueprint> AddAsync(BartizanStore store)
    {
        var blueprint = (await store.Registry.AddBlueprintAsync(Draft(), default)).Blueprint!;
        Assert.True(await store.Agents.AddAsync(Agent("agt_a") with { Blueprint = blueprint }, default));
        return blueprint;
    }

    private static async Task RequireAsync(BartizanStore store, SuspensionCause cause, DateTimeOffset? at = null)
    {
        var now = at ?? When;
        Assert.Equal(cause, (await store.Agents.FindAsync("agt_a", default))!.Standing.CauseAt(now));
        Assert.Equal(cause, (await store.Agents.ListAsync(default)).Single(a => a.Id == "agt_a").Standing.CauseAt(now));
        Assert.Equal(cause == SuspensionCause.None, await store.Identity.IssueAsync(new(["agt_a"], "txn_1", [], Told(now, Interlocked.Increment(ref _told))), default));
    }

    // Gateways look at these two numbers to know that something changed.
    private static async Task ChangesAsync(BartizanStore store, Func<Task> change)
    {
        var before = (await store.Agents.VersionAsync(default), await store.Identity.VersionAsync(default));
        await change();
        var after = (await store.Agents.VersionAsync(default), await store.Identity.VersionAsync(default));
        Assert.True(before.Item1 < after.Item1 && before.Item2 < after.Item2);
    }

    private static Blueprint Draft() => new()
    {
        Id = "",
        Name = "billing",
        Version = 0,
        Owner = "Ada",
        Sponsor = "Grace",
        Code = "sha256:" + new string('a', 64),
        Uses = new TokenAuthority(["gpt-*"], ["github/*"]),
        Ceiling = "permit (principal, action, resource);",
        Depth = 2,
        Lifetime = TimeSpan.FromSeconds(90),
        ReviewDays = 30,
        Expires = When.AddDays(40),
        Created = When,
        By = "Ada",
        Reviewed = When,
    };

    private static EventRecord Told(DateTimeOffset when, int number) => new() { Id = $"evt_{number}", Time = when, Source = "test", Kind = "issued", Json = "{}"u8.ToArray() };

    private static Agent Agent(string id) => new() { Id = id, Name = id, Owner = "ada", Created = When, KeyId = id, KeyHash = new byte[32] };
}
