using System.Text;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Core.Results;

namespace Bartizan.Storage.Tests.Identity;

public sealed class SqliteIdentityStoreTests
{
    private static readonly DateTimeOffset When = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Keys_are_sealed_added_once_where_wished_and_ended_together()
    {
        using var folder = new TestStore();
        var secret = Encoding.ASCII.GetBytes("a private key, for what the store knows");
        await using (var store = await folder.OpenAsync())
        {
            Assert.True(await store.Identity.AddKeyAsync(new("one", secret, When, null), onlyFirst: true, endOthers: false, When, default));
            Assert.False(await store.Identity.AddKeyAsync(new("two", secret, When, null), onlyFirst: true, endOthers: false, When, default));
            Assert.True(await store.Identity.AddKeyAsync(new("three", secret, When.AddMinutes(5), null), onlyFirst: false, endOthers: false, When, default));
        }

        foreach (var file in Directory.EnumerateFiles(folder.Folder, "*.db*"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf(secret) < 0 && bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToBase64String(secret))) < 0);
        }

        await using var again = await folder.OpenAsync();
        var keys = await again.Identity.KeysAsync(default);
        Assert.Equal([("one", When), ("three", When.AddMinutes(5))], keys.Select(k => (k.Id, k.SignsFrom)));
        Assert.Equal(secret, keys[0].Pkcs8);
        var version = await again.Identity.VersionAsync(default);
        await again.Identity.AddKeyAsync(new("four", secret, When, null), onlyFirst: false, endOthers: true, When, default);
        Assert.Equal("four", Assert.Single(await again.Identity.KeysAsync(default)).Id);
        Assert.True(await again.Identity.VersionAsync(default) > version);
        var told = (await again.Events.ReadAsync(0, 100, default))[^1].Event;
        Assert.Equal("identity.key-added", told.Kind);
        Assert.Contains("\"ended\":[\"one\",\"three\"]", Encoding.UTF8.GetString(told.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_moved_to_another_name_does_not_open()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            await store.Identity.AddKeyAsync(new("one", [1, 2, 3], When, null), onlyFirst: false, endOthers: false, When, default);
        }

        folder.Tamper("UPDATE signing_keys SET id = 'two'");
        await using var again = await folder.OpenAsync();
        await Assert.ThrowsAsync<InputException>(async () => await again.Identity.KeysAsync(default));
    }

    [Fact]
    public async Task Clients_are_kept_whole_replaced_whole_and_only_for_working_agents()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Agents.AddAsync(Agent("agt_a"), default);
        var client = new AgentClient
        {
            Agent = "agt_a",
            SecretHash = new byte[32],
            Grants = ["client_credentials"],
            Resources = ["/"],
            Scopes = ["read"],
            Ceiling = new TokenAuthority(["gpt-*"], []),
            Delegates = ["agt_b"],
            RequiresProof = true,
        };
        Assert.False(await store.Identity.SetClientAsync(client with { Agent = "agt_unknown" }, When, default));
        Assert.True(await store.Identity.SetClientAsync(client, When, default));
        var kept = Assert.Single(await store.Identity.ClientsAsync(default));
        Assert.Equal(
            (client.Agent, client.Grants[0], client.Resources[0], client.Scopes[0], client.Ceiling, client.Delegates[0], true),
            (kept.Agent, kept.Grants[0], kept.Resources[0], kept.Scopes[0], kept.Ceiling, kept.Delegates[0], kept.RequiresProof));
        Assert.Equal(client.SecretHash, kept.SecretHash);
        Assert.True(await store.Identity.SetClientAsync(new AgentClient { Agent = "agt_a", Keys = "{}" }, When, default));
        var replaced = Assert.Single(await store.Identity.ClientsAsync(default));
        Assert.Equal((null, "{}", null, false), (replaced.SecretHash, replaced.Keys, replaced.Ceiling, replaced.RequiresProof));
        await store.Agents.RevokeAsync("agt_a", When, default);
        Assert.False(await store.Identity.SetClientAsync(client, When, default));
    }

    [Fact]
    public async Task Nothing_is_issued_once_an_agent_or_a_token_behind_it_is_revoked()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Agents.AddAsync(Agent("agt_a"), default);
        await store.Agents.AddAsync(Agent("agt_b"), default);
        Assert.True(await store.Identity.IssueAsync(new(["agt_b", "agt_a"], "txn_1", ["tok_1"], Told(1)), default));
        Assert.False(await store.Identity.IssueAsync(new(["agt_b", "agt_unknown"], "txn_1", [], Told(2)), default));
        await store.Identity.RevokeTokenAsync("tok_1", When.AddMinutes(5), Told(3), default);
        await store.Identity.RevokeTokenAsync("tok_1", When.AddMinutes(5), Told(4), default);
        Assert.False(await store.Identity.IssueAsync(new(["agt_b", "agt_a"], "txn_1", ["tok_2", "tok_1"], Told(5)), default));
        Assert.True(await store.Identity.IssueAsync(new(["agt_b", "agt_a"], "txn_1", ["tok_2"], Told(6)), default));
        await store.Agents.RevokeAsync("agt_a", When, default);
        Assert.False(await store.Identity.IssueAsync(new(["agt_b", "agt_a"], "txn_1", ["tok_2"], Told(7)), default));
        Assert.Equal(["evt_1", "evt_3", "evt_6"], (await store.Events.ReadAsync(0, 100, default)).Where(e => e.Event.Source == "test").Select(e => e.Event.Id));
        Assert.Equal(["tok_1"], await store.Identity.RevokedAsync(When, default));
        Assert.Empty(await store.Identity.RevokedAsync(When.AddMinutes(5), default));
    }

    [Fact]
    public async Task Of_issuances_racing_with_a_revocation_none_comes_after_it()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Agents.AddAsync(Agent("agt_a"), default);
        var issuing = Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () => await store.Identity.IssueAsync(new(["agt_a"], "txn_1", [], Told(i)), default))));
        await store.Agents.RevokeAsync("agt_a", When, default);
        await issuing;
        var kinds = (await store.Events.ReadAsync(0, 1_000, default)).Select(e => e.Event.Kind).ToList();
        Assert.Equal(kinds.Count - 1, kinds.IndexOf("agent.revoked"));
    }

    [Theory]
    [InlineData(KillKind.Everything, "*")]
    [InlineData(KillKind.Agent, "agt_a")]
    [InlineData(KillKind.System, "payments")]
    [InlineData(KillKind.Work, "txn_1")]
    public async Task Nothing_is_issued_to_what_a_kill_switch_stops(KillKind kind, string id)
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Agents.AddAsync(Agent("agt_a") with { Tags = new Dictionary<string, string> { ["system"] = "payments" } }, default);
        await store.Agents.AddAsync(Agent("agt_b"), default);
        await store.Standing.ThrowAsync(new(KillKind.Agent, "agt_other"), "why", "ada", When, default);
        await store.Standing.ThrowAsync(new(KillKind.Tool, id), "why", "ada", When, default);
        Assert.True(await store.Identity.IssueAsync(new(["agt_b", "agt_a"], "txn_1", [], Told(1)), default));
        await store.Standing.ThrowAsync(new(kind, id), "why", "ada", When, default);
        Assert.False(await store.Identity.IssueAsync(new(["agt_b", "agt_a"], "txn_1", [], Told(2)), default));
        await store.Standing.LiftAsync(new(kind, id), "done", "ada", When, default);
        Assert.True(await store.Identity.IssueAsync(new(["agt_b", "agt_a"], "txn_1", [], Told(3)), default));
    }

    [Fact]
    public async Task Of_issuances_racing_with_a_kill_switch_none_comes_after_it()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Agents.AddAsync(Agent("agt_a"), default);
        var issuing = Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () => await store.Identity.IssueAsync(new(["agt_a"], "txn_1", [], Told(i)), default))));
        await store.Standing.ThrowAsync(new(KillKind.Agent, "agt_a"), "why", "ada", When, default);
        await issuing;
        var kinds = (await store.Events.ReadAsync(0, 1_000, default)).Select(e => e.Event.Kind).ToList();
        Assert.Equal(kinds.Count - 1, kinds.IndexOf("kill-switch.thrown"));
    }

    private static EventRecord Told(int number) => new() { Id = $"evt_{number}", Time = When, Source = "test", Kind = "issued", Json = "{}"u8.ToArray() };

    private static Agent Agent(string id) => new() { Id = id, Name = id, Owner = "ada", Created = When, KeyId = id, KeyHash = new byte[32] };
}
