using System.Text;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.KillSwitches;

namespace Bartizan.Storage.Tests.Instances;

public sealed class SqliteInstanceStoreTests
{
    private static readonly DateTimeOffset When = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Digest = new byte[32];

    private int _told;

    [Fact]
    public async Task A_run_begins_and_goes_on_only_with_what_is_issued_to_it_and_ends_by_itself_or_by_hand()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        Assert.True(await IssueAsync(store, Instance("ins_1", When), When));
        Assert.True(await IssueAsync(store, Instance("ins_1", When) with { Ends = When.AddMinutes(15), Selectors = ["k8s:namespace=b"], Attested = When.AddMinutes(5) }, When.AddMinutes(5), renews: true));
        var kept = (await store.Instances.FindAsync("ins_1", default))!;
        Assert.Equal((When, When.AddMinutes(5), When.AddMinutes(15)), (kept.Started, kept.Attested, kept.Ends));
        Assert.Equal(["k8s:namespace=b"], kept.Selectors);
        Assert.False(await IssueAsync(store, Instance("ins_1", When), When.AddMinutes(15), renews: true));
        Assert.False(await IssueAsync(store, Instance("ins_1", When) with { Thumbprint = Key('x') }, When.AddMinutes(6), renews: true));
        Assert.False(await store.Instances.EndAsync("ins_1", "ada", When.AddMinutes(15), default));

        Assert.True(await IssueAsync(store, Instance("ins_2", When.AddMinutes(16)), When.AddMinutes(16)));
        var version = await store.Identity.VersionAsync(default);
        Assert.True(await store.Instances.EndAsync("ins_2", "ada", When.AddMinutes(17), default));
        Assert.True(await store.Identity.VersionAsync(default) > version);
        Assert.Contains("ins_2", await store.Identity.RevokedAsync(When.AddMinutes(17), default));
        Assert.False(await IssueAsync(store, Instance("ins_2", When.AddMinutes(16)), When.AddMinutes(17), renews: true));
        Assert.Equal([("ins_2", false), ("ins_1", true)], (await store.Instances.ListAsync("agt_a", default)).Select(i => (i.Id, i.RunsAt(When.AddMinutes(14)))));
        Assert.Equal(
            ["agent.instance-started", "agent.instance-renewed", "agent.instance-started", "agent.instance-ended"],
            (await store.Events.ReadAsync(0, 100, default)).Select(e => e.Event.Kind).Where(k => k.StartsWith("agent.instance", StringComparison.Ordinal)));

        Assert.True(await IssueAsync(store, Instance("ins_3", When.AddDays(2)), When.AddDays(2)));
        Assert.Equal("ins_3", Assert.Single(await store.Instances.ListAsync(null, default)).Id);
    }

    [Fact]
    public async Task The_run_of_a_key_is_found_while_it_runs()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        await IssueAsync(store, Instance("ins_1", When), When);
        Assert.Equal("ins_1", (await store.Instances.FindRunningAsync("agt_a", Key('k'), When, default))!.Id);
        Assert.Null(await store.Instances.FindRunningAsync("agt_b", Key('k'), When, default));
        Assert.Null(await store.Instances.FindRunningAsync("agt_a", Key('x'), When, default));
        Assert.Null(await store.Instances.FindRunningAsync("agt_a", Key('k'), When.AddMinutes(10), default));
        await store.Instances.EndAsync("ins_1", "ada", When, default);
        Assert.Null(await store.Instances.FindRunningAsync("agt_a", Key('k'), When, default));
    }

    [Fact]
    public async Task Nothing_begins_for_an_agent_that_may_not_work_and_nothing_that_it_costs_is_used_up()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        var token = await AddTokenAsync(store, "jtk_1");
        await store.Registry.SuspendAsync("agt_a", "stop", "ada", When, default);
        Assert.False(await IssueAsync(store, Instance("ins_1", When), When, token: token, evidence: true));
        await store.Registry.ResumeAsync("agt_a", "go", "ada", When, default);
        await store.Standing.ThrowAsync(KillTarget.Everything, "stop", "ada", When, default);
        Assert.False(await IssueAsync(store, Instance("ins_1", When), When, token: token, evidence: true));
        await store.Standing.LiftAsync(KillTarget.Everything, "go", "ada", When, default);
        Assert.Null((await store.Instances.FindJoinTokenAsync(token, default))!.Used);
        Assert.True(await IssueAsync(store, Instance("ins_1", When) with { Thumbprint = Key('x') }, When, evidence: true));
        Assert.False(await IssueAsync(store, Instance("ins_2", When), When, token: token, evidence: true));
        Assert.Null((await store.Instances.FindJoinTokenAsync(token, default))!.Used);
        Assert.True(await IssueAsync(store, Instance("ins_2", When), When, token: token));
        Assert.Equal(When, (await store.Instances.FindJoinTokenAsync(token, default))!.Used);
    }

    [Fact]
    public async Task Evidence_is_its_first_keys_until_it_expires()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        Assert.True(await IssueAsync(store, Instance("ins_1", When), When, evidence: true));
        Assert.True(await IssueAsync(store, Instance("ins_2", When), When, evidence: true));
        Assert.False(await IssueAsync(store, Instance("ins_3", When) with { Thumbprint = Key('x') }, When.AddMinutes(59), evidence: true));
        Assert.True(await IssueAsync(store, Instance("ins_3", When) with { Thumbprint = Key('x') }, When.AddMinutes(60), evidence: true));
    }

    [Fact]
    public async Task A_join_token_is_used_once_by_its_agent_before_its_end_however_many_try_at_once()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        var token = await AddTokenAsync(store, "jtk_1");
        Assert.False(await IssueAsync(store, Instance("ins_b", When) with { Agent = "agt_b" }, When, token: token));
        Assert.False(await IssueAsync(store, Instance("ins_1", When), When.AddMinutes(10), token: token));
        var tries = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => IssueAsync(store, Instance($"ins_{i}", When) with { Thumbprint = Key((char)('A' + i)) }, When, token: token))));
        Assert.Single(tries, won => won);
        Assert.Single(await store.Instances.ListAsync("agt_a", default));
        Assert.False(await store.Instances.AddJoinTokenAsync([1], new JoinToken("jtk_2", "agt_unknown", "ada", When, When.AddMinutes(1)), default));
        Assert.Null(await store.Instances.FindJoinTokenAsync([1], default));
    }

    [Fact]
    public async Task Of_starts_racing_with_a_suspension_none_comes_after_it()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        var starting = Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => IssueAsync(store, Instance($"ins_{i}", When), When))));
        await store.Registry.SuspendAsync("agt_a", "stop", "ada", When, default);
        await starting;
        var kinds = (await store.Events.ReadAsync(0, 1_000, default)).Select(e => e.Event.Kind).ToList();
        Assert.Equal(kinds.Count - 1, kinds.IndexOf("agent.suspended"));
    }

    private async Task<bool> IssueAsync(BartizanStore store, AgentInstance instance, DateTimeOffset now, bool renews = false, byte[]? token = null, bool evidence = false)
    {
        var told = new EventRecord { Id = $"evt_{Interlocked.Increment(ref _told)}", Time = now, Source = "test", Kind = "issued", Json = Encoding.UTF8.GetBytes("{}") };
        var change = new InstanceChange(instance, renews, evidence ? [new ShownEvidence(Digest, When.AddMinutes(60))] : [], token);
        return await store.Identity.IssueAsync(new([instance.Agent], "txn_1", [instance.Id], told) { Instance = change }, default);
    }

    private static async Task<byte[]> AddTokenAsync(BartizanStore store, string id)
    {
        byte[] hash = [.. Encoding.ASCII.GetBytes(id)];
        Assert.True(await store.Instances.AddJoinTokenAsync(hash, new JoinToken(id, "agt_a", "ada", When, When.AddMinutes(10)), default));
        return hash;
    }

    private static async Task<BartizanStore> OpenAsync(TestStore folder)
    {
        var store = await folder.OpenAsync();
        foreach (var id in new[] { "agt_a", "agt_b" })
        {
            await store.Agents.AddAsync(new Agent { Id = id, Name = id, Owner = "ada", Created = When, KeyId = id, KeyHash = new byte[32] }, default);
        }

        return store;
    }

    private static string Key(char letter) => new(letter, 43);

    private static AgentInstance Instance(string id, DateTimeOffset start) => new()
    {
        Id = id,
        Agent = "agt_a",
        Thumbprint = Key('k'),
        Evidence = "k8s:namespace=a",
        Selectors = ["k8s:namespace=a"],
        Started = start,
        Attested = start,
        Ends = start.AddMinutes(10),
    };
}
