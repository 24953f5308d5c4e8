using System.Text;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;

namespace Bartizan.Storage.Tests.KillSwitches;

public class SqliteStandingStoreTests
{
    private static readonly DateTimeOffset When = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly KillTarget Target = new(KillKind.Agent, "agt_a");

    [Fact]
    public async Task A_switch_is_thrown_and_lifted_and_outlives_a_restart()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            await store.Standing.ThrowAsync(Target, "it leaks", "ada", When, default);
            await store.Standing.ThrowAsync(KillTarget.Everything, "all of it", "bob", When.AddSeconds(1), default);
            Assert.True(await store.Standing.LiftAsync(KillTarget.Everything, "mended", "bob", When.AddSeconds(2), default));
            Assert.False(await store.Standing.LiftAsync(KillTarget.Everything, "mended", "bob", When.AddSeconds(3), default));
            Assert.False(await store.Standing.LiftAsync(new(KillKind.System, "agt_a"), "mended", "bob", When, default));
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal(
            [new(Target, When, true, "it leaks", "ada", When), new(KillTarget.Everything, When.AddSeconds(1), false, "mended", "bob", When.AddSeconds(2))],
            await again.Standing.ListAsync(default));
        var told = (await again.Events.ReadAsync(0, 100, default)).Where(e => e.Event.Kind.StartsWith("kill-switch.", StringComparison.Ordinal)).ToList();
        Assert.Equal(["kill-switch.thrown", "kill-switch.thrown", "kill-switch.lifted"], told.Select(e => e.Event.Kind));
        Assert.Equal("""{"kind":"agent","target":"agt_a","reason":"it leaks","by":"ada"}""", Encoding.UTF8.GetString(told[0].Event.Json.Span));
    }

    [Fact]
    public async Task An_epoch_never_goes_back()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Standing.ThrowAsync(Target, "why", "ada", When, default);
        await store.Standing.ThrowAsync(Target, "again", "bob", When.AddHours(-1), default);
        var only = Assert.Single(await store.Standing.ListAsync(default));
        Assert.Equal((When, "again", When.AddHours(-1)), (only.Epoch, only.Reason, only.At));
    }

    [Fact]
    public async Task The_version_grows_with_everything_that_can_end_authority()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var seen = new List<long> { await store.Standing.VersionAsync(default) };
        async Task Then(ValueTask change)
        {
            await change;
            seen.Add(await store.Standing.VersionAsync(default));
        }

        var agent = new Agent { Id = "agt_a", Name = "a", Owner = "ada", Created = When, KeyId = "k", KeyHash = new byte[32] };
        await Then(new(store.Agents.AddAsync(agent, default).AsTask()));
        await Then(store.Standing.ThrowAsync(Target, "why", "ada", When, default));
        await Then(new(store.Standing.LiftAsync(Target, "done", "ada", When, default).AsTask()));
        await Then(store.Identity.RevokeTokenAsync("tok_1", When.AddMinutes(5), new() { Id = "evt_1", Time = When, Source = "test", Kind = "revoked", Json = "{}"u8.ToArray() }, default));
        await Then(new(store.Agents.RevokeAsync("agt_a", When, default).AsTask()));
        Assert.Equal(seen.Order().Distinct(), seen);

        // Following is no change of its own.
        await store.Standing.FollowAsync(seen[^1], default);
        Assert.Equal((seen[^1], seen[^1]), (await store.Standing.FollowedAsync(default), await store.Standing.VersionAsync(default)));
    }

    [Fact]
    public async Task Whether_a_folder_is_served_is_told_without_disturbing_it()
    {
        using var folder = new TestStore();
        Assert.False(BartizanStore.IsServed(folder.Folder));
        await using (await folder.OpenAsync())
        {
            Assert.True(BartizanStore.IsServed(folder.Folder));
        }

        Assert.False(BartizanStore.IsServed(folder.Folder));
        await using var again = await folder.OpenAsync();
        Assert.True(BartizanStore.IsServed(folder.Folder));
    }
}
