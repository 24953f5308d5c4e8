using System.Text;
using Bartizan.Core.Budgets;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;

namespace Bartizan.Storage.Tests.Identity;

public sealed class MandateStoreTests
{
    private static readonly DateTimeOffset When = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task It_comes_with_its_token_or_not_at_all_and_is_kept_whole()
    {
        using var folder = new TestStore();
        var (root, child) = (Record("mnd_1", null), Record("mnd_2", "mnd_1"));
        await using (var store = await OpenAsync(folder))
        {
            Assert.True(await IssueAsync(store, "agt_a", [], root));
            Assert.True(await IssueAsync(store, "agt_a", ["mnd_2", "tok_1", "mnd_1"], child));
            Assert.False(await IssueAsync(store, "agt_nobody", [], Record("mnd_3", null)));
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal([root, child], await again.Mandates.ListAsync(10, default));
        Assert.Equal([child], await again.Mandates.ListAsync(1, default));
        Assert.Equal(root, await again.Mandates.FindAsync("mnd_1", default));
        Assert.Null(await again.Mandates.FindAsync("mnd_3", default));
    }

    [Fact]
    public async Task Once_it_is_ended_nothing_is_issued_below_it_as_long_as_it_would_have_lasted()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        await IssueAsync(store, "agt_a", [], Record("mnd_1", null));
        var version = await store.Identity.VersionAsync(default);
        Assert.True(await store.Mandates.EndMandateAsync("mnd_1", "paid twice", "ada", When.AddMinutes(1), default));
        Assert.True(await store.Identity.VersionAsync(default) > version);
        Assert.False(await IssueAsync(store, "agt_a", ["mnd_2", "mnd_1"], Record("mnd_2", "mnd_1")));
        Assert.Equal(When.AddMinutes(1), (await store.Mandates.FindAsync("mnd_1", default))!.Ended);
        Assert.Contains("mnd_1", await store.Identity.RevokedAsync(When.AddHours(1), default));
        var told = (await store.Events.ReadAsync(0, 100, default))[^1].Event;
        Assert.Equal(("identity.mandate-ended", """{"mandate":"mnd_1","reason":"paid twice","by":"ada"}"""), (told.Kind, Encoding.UTF8.GetString(told.Json.Span)));
        Assert.False(await store.Mandates.EndMandateAsync("mnd_1", "again", "ada", When.AddMinutes(2), default));
        Assert.False(await store.Mandates.EndMandateAsync("mnd_none", "why", "ada", When, default));
    }

    [Fact]
    public async Task What_is_over_for_a_day_is_forgotten_and_cannot_be_ended_any_more()
    {
        using var folder = new TestStore();
        await using var store = await OpenAsync(folder);
        await IssueAsync(store, "agt_a", [], Record("mnd_1", null));
        Assert.False(await store.Mandates.EndMandateAsync("mnd_1", "late", "ada", When.AddHours(1), default));
        await IssueAsync(store, "agt_a", [], Record("mnd_2", null, When.AddHours(24)));
        Assert.Equal(2, (await store.Mandates.ListAsync(10, default)).Count);
        await IssueAsync(store, "agt_a", [], Record("mnd_3", null, When.AddHours(26)));
        Assert.Equal(["mnd_2", "mnd_3"], (await store.Mandates.ListAsync(10, default)).Select(m => m.Mandate.Id));
    }

    private static async Task<BartizanStore> OpenAsync(TestStore folder)
    {
        var store = await folder.OpenAsync();
        await store.Agents.AddAsync(new Agent { Id = "agt_a", Name = "a", Owner = "ada", Created = When, KeyId = "k", KeyHash = new byte[32] }, default);
        return store;
    }

    private static ValueTask<bool> IssueAsync(BartizanStore store, string agent, IReadOnlyList<string> parents, MandateRecord mandate) => store.Identity.IssueAsync(
        new([agent], "txn_1", parents, new EventRecord { Id = "evt_" + mandate.Mandate.Id, Time = mandate.Created, Source = "identity", Kind = "identity.token-issued", Json = "{}"u8.ToArray() }) { Mandate = mandate }, default);

    private static MandateRecord Record(string id, string? parent, DateTimeOffset? created = null) => new(
        new Mandate { Id = id, Purpose = "refund order 17", Limits = [new(BudgetUnit.Requests, 20), new(BudgetUnit.Money, 2.5m, "USD")], Depth = 1, Until = (created ?? When).AddHours(1) },
        parent,
        "agt_a",
        null,
        "txn_1",
        created ?? When);
}
