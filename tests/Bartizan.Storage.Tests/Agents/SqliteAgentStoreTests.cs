using System.Text;
using Bartizan.Core.Identity;

namespace Bartizan.Storage.Tests.Agents;

public class SqliteAgentStoreTests
{
    private static Agent Agent(string id, string name) => new()
    {
        Id = id,
        Name = name,
        Owner = "ada@example.com",
        Created = DateTimeOffset.UnixEpoch.AddDays(20_000),
        KeyId = "key-" + id,
        KeyHash = [.. Enumerable.Range(0, 32).Select(i => (byte)i)],
        Tags = new Dictionary<string, string> { ["team"] = "payments" },
    };

    [Fact]
    public async Task An_agent_is_found_by_id_name_and_key_id()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        Assert.True(await store.Agents.AddAsync(Agent("agt_1", "billing"), default));
        foreach (var found in new[]
        {
            await store.Agents.FindAsync("agt_1", default),
            await store.Agents.FindAsync("billing", default),
            await store.Agents.FindByKeyIdAsync("key-agt_1", default),
        })
        {
            Assert.Equivalent(Agent("agt_1", "billing"), found);
        }

        Assert.Null(await store.Agents.FindAsync("other", default));
        Assert.Null(await store.Agents.FindByKeyIdAsync("other", default));
    }

    [Fact]
    public async Task A_name_is_taken_until_its_agent_is_revoked()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        Assert.True(await store.Agents.AddAsync(Agent("agt_1", "billing"), default));
        Assert.False(await store.Agents.AddAsync(Agent("agt_2", "billing"), default));
        var when = DateTimeOffset.UnixEpoch.AddDays(20_001);
        Assert.True(await store.Agents.RevokeAsync("agt_1", when, default));
        Assert.False(await store.Agents.RevokeAsync("agt_1", when, default));
        Assert.Equal(when, (await store.Agents.FindAsync("agt_1", default))!.Revoked);
        Assert.True(await store.Agents.AddAsync(Agent("agt_2", "billing"), default));
        Assert.Equal("agt_2", (await store.Agents.FindAsync("billing", default))!.Id);
        Assert.Equal(["agt_1", "agt_2"], (await store.Agents.ListAsync(default)).Select(a => a.Id).Order());
    }

    [Fact]
    public async Task An_access_key_is_kept_by_its_id_alone_and_its_secret_is_the_same_after_a_restart()
    {
        using var folder = new TestStore();
        string secret;
        await using (var store = await folder.OpenAsync())
        {
            await store.Agents.AddAsync(Agent("agt_1", "billing"), default);
            var before = await store.Agents.VersionAsync(default);
            Assert.True(await store.Agents.SetAccessKeyAsync("agt_1", "BTZAAAAAAAAAAAAAAAAA", DateTimeOffset.UnixEpoch, default));
            Assert.NotEqual(before, await store.Agents.VersionAsync(default));
            Assert.Equal("BTZAAAAAAAAAAAAAAAAA", (await store.Agents.FindAsync("billing", default))!.AccessKeyId);
            var told = Encoding.UTF8.GetString((await store.Events.ReadAsync(0, 10, default))[^1].Event.Json.Span);
            secret = store.AccessKeys.SecretOf("BTZAAAAAAAAAAAAAAAAA");
            Assert.Contains("BTZAAAAAAAAAAAAAAAAA", told, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
            Assert.Matches("^[A-Za-z0-9+/]{40}$", secret);
            Assert.NotEqual(secret, store.AccessKeys.SecretOf("BTZAAAAAAAAAAAAAAAAB"));
            await store.Agents.RevokeAsync("agt_1", DateTimeOffset.UnixEpoch, default);
            Assert.False(await store.Agents.SetAccessKeyAsync("agt_1", "BTZABBBBBBBBBBBBBBBB", DateTimeOffset.UnixEpoch, default));
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal(secret, again.AccessKeys.SecretOf("BTZAAAAAAAAAAAAAAAAA"));
        using var other = new TestStore();
        await using var elsewhere = await other.OpenAsync();
        Assert.NotEqual(secret, elsewhere.AccessKeys.SecretOf("BTZAAAAAAAAAAAAAAAAA"));
    }

    [Fact]
    public async Task Each_change_moves_the_version_and_is_recorded_without_the_key()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var versions = new List<long> { await store.Agents.VersionAsync(default) };
        await store.Agents.AddAsync(Agent("agt_1", "billing"), default);
        versions.Add(await store.Agents.VersionAsync(default));
        await store.Agents.AddAsync(Agent("agt_2", "billing"), default);
        Assert.Equal(versions[^1], await store.Agents.VersionAsync(default));
        await store.Agents.RevokeAsync("agt_1", DateTimeOffset.UnixEpoch, default);
        versions.Add(await store.Agents.VersionAsync(default));
        Assert.Equal(3, versions.Distinct().Count());

        var events = await store.Events.ReadAsync(0, 10, default);
        Assert.Equal(["agent.added", "agent.revoked"], events.Select(e => e.Event.Kind));
        Assert.All(events, e => Assert.DoesNotContain("hash", Encoding.UTF8.GetString(e.Event.Json.Span), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_change_that_fails_leaves_neither_agent_nor_event_and_harms_no_other()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            await store.Agents.AddAsync(Agent("agt_1", "billing"), default);
            // The same key id under another name breaks a constraint that is nobody's to handle.
            var broken = store.Agents.AddAsync(Agent("agt_2", "other") with { KeyId = "key-agt_1" }, default).AsTask();
            var others = Enumerable.Range(1, 50).Select(i => store.Events.AppendAsync(TestStore.Event(i), default).AsTask()).ToList();
            await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(() => broken);
            await Task.WhenAll(others);
            Assert.Null(await store.Agents.FindAsync("other", default));
            Assert.Equal(51, await store.Events.HeadAsync(default));
        }

        Assert.Empty(folder.Verify().Problems);
    }
}
