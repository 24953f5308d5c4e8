using System.Security.Cryptography;
using Bartizan.Core.Identity;
using Bartizan.Core.KillSwitches;
using Bartizan.Storage.Accounts;

namespace Bartizan.Storage.Tests.Accounts;

public class IdentityTests
{
    private const string Issuer = "https://id.example.com";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_identity_belongs_to_one_account_letter_for_letter()
    {
        using var folder = new TestStore();
        await using var opened = await folder.OpenAsync();
        var store = opened.Console;
        await store.AddAccountAsync(Account("acc_1", "ada"), "system", default);
        await store.AddAccountAsync(Account("acc_2", "grace"), "system", default);
        Assert.True(await store.LinkIdentityAsync(Identity("idn_1", "Sub", "acc_1"), "acc_1", default));
        Assert.False(await store.LinkIdentityAsync(Identity("idn_2", "Sub", "acc_2"), "acc_2", default));
        Assert.True(await store.LinkIdentityAsync(Identity("idn_3", "sub", "acc_2"), "acc_2", default));

        Assert.Equal("acc_1", (await store.FindByIdentityAsync(Issuer, "Sub", default))!.Id);
        Assert.Equal("acc_2", (await store.FindByIdentityAsync(Issuer, "sub", default))!.Id);
        Assert.Null(await store.FindByIdentityAsync("https://ID.example.com", "sub", default));
        Assert.Equivalent(new[] { Identity("idn_3", "sub", "acc_2") }, await store.IdentitiesAsync("acc_2", default));

        await store.DisableAccountAsync("acc_2", "acc_1", default);
        Assert.False(await store.LinkIdentityAsync(Identity("idn_4", "more", "acc_2"), "acc_2", default));
    }

    [Fact]
    public async Task A_provider_makes_one_account_for_one_identity_and_no_two_of_a_name()
    {
        using var folder = new TestStore();
        await using var opened = await folder.OpenAsync();
        var store = opened.Console;
        await store.AddAccountAsync(Account("acc_1", "ada"), "system", default);
        Assert.False(await store.AddFromProviderAsync(FromProvider("acc_2", "ADA"), Identity("idn_2", "a", "acc_2"), default));
        var made = await Task.WhenAll(Enumerable.Range(3, 8).Select(i =>
            store.AddFromProviderAsync(FromProvider($"acc_{i}", $"grace{i}"), Identity($"idn_{i}", "a", $"acc_{i}"), default).AsTask()));
        Assert.Single(made, true);
        Assert.Equal(2, (await store.ListAccountsAsync(default)).Count);
        Assert.Equal(Issuer, (await store.FindByIdentityAsync(Issuer, "a", default))!.Issuer);
    }

    [Fact]
    public async Task A_session_begins_only_while_the_identity_is_the_accounts_and_the_account_works()
    {
        using var folder = new TestStore();
        await using var opened = await folder.OpenAsync();
        var store = opened.Console;
        await store.AddAccountAsync(Account("acc_1", "ada"), "system", default);
        await store.AddAccountAsync(Account("acc_2", "grace"), "system", default);
        await store.LinkIdentityAsync(Identity("idn_1", "a", "acc_1"), "acc_1", default);
        Assert.False(await store.AddSessionAsync(Session("1", "acc_2", "a"), null, default));
        Assert.True(await store.AddSessionAsync(Session("2", "acc_1", "a"), null, default));
        Assert.Equal("sid", (await store.FindSessionAsync(Hash("2"), default))!.Value.Session.Identity!.Sid);
        Assert.NotNull((await store.IdentitiesAsync("acc_1", default))[0].LastUsed);

        Assert.False(await store.UnlinkIdentityAsync("acc_2", "idn_1", "acc_2", default));
        Assert.True(await store.UnlinkIdentityAsync("acc_1", "idn_1", "acc_1", default));
        Assert.Null(await store.FindSessionAsync(Hash("2"), default));
        Assert.False(await store.AddSessionAsync(Session("3", "acc_1", "a"), null, default));

        await store.LinkIdentityAsync(Identity("idn_2", "a", "acc_2"), "acc_2", default);
        await store.DisableAccountAsync("acc_2", "acc_1", default);
        Assert.False(await store.AddSessionAsync(Session("4", "acc_2", "a"), null, default));
    }

    [Fact]
    public async Task An_account_keeps_the_identity_that_it_came_from()
    {
        using var folder = new TestStore();
        await using var opened = await folder.OpenAsync();
        await opened.Console.AddFromProviderAsync(FromProvider("acc_1", "ada"), Identity("idn_1", "a", "acc_1"), default);
        Assert.False(await opened.Console.UnlinkIdentityAsync("acc_1", "idn_1", "acc_1", default));
    }

    [Fact]
    public async Task A_provider_ends_the_sessions_that_it_names_and_no_others()
    {
        using var folder = new TestStore();
        await using var opened = await folder.OpenAsync();
        var store = opened.Console;
        await store.AddAccountAsync(Account("acc_1", "ada"), "system", default);
        await store.LinkIdentityAsync(Identity("idn_1", "a", "acc_1"), "acc_1", default);
        await store.LinkIdentityAsync(Identity("idn_2", "b", "acc_1"), "acc_1", default);
        await store.AddSessionAsync(Session("1", "acc_1", "a", "one"), null, default);
        await store.AddSessionAsync(Session("2", "acc_1", "a", "two"), null, default);
        await store.AddSessionAsync(Session("3", "acc_1", "b", "three"), null, default);
        await store.AddSessionAsync(Session("4", "acc_1", null), "hash", default);
        Assert.Equal(0, await store.EndSessionsOfAsync(Issuer, null, null, default));
        Assert.Equal(0, await store.EndSessionsOfAsync("https://other.example", "a", null, default));
        Assert.Equal(0, await store.EndSessionsOfAsync(Issuer, "b", "one", default));
        Assert.Equal(1, await store.EndSessionsOfAsync(Issuer, null, "one", default));
        Assert.Equal(1, await store.EndSessionsOfAsync(Issuer, "a", null, default));
        Assert.Null(await store.FindSessionAsync(Hash("2"), default));
        Assert.NotNull(await store.FindSessionAsync(Hash("3"), default));
        Assert.NotNull(await store.FindSessionAsync(Hash("4"), default));
    }

    [Fact]
    public async Task An_assertion_begins_one_connection_also_after_a_restart_and_only_while_its_person_is_linked()
    {
        using var folder = new TestStore();
        await using (var opened = await folder.OpenAsync())
        {
            await opened.Console.AddAccountAsync(Account("acc_1", "ada"), "system", default);
            await opened.Console.LinkIdentityAsync(Identity("idn_1", "a", "acc_1"), "acc_1", default);
            await opened.Agents.AddAsync(new Agent { Id = "agt_1", Name = "app", Owner = "ada", KeyHash = Hash("key"), KeyId = "k1", Created = Now }, default);
            Assert.True(await IssueAsync(opened, "con_1", "assertion"));
            Assert.False(await IssueAsync(opened, "con_2", "assertion"));
        }

        await using var again = await folder.OpenAsync();
        Assert.False(await IssueAsync(again, "con_3", "assertion"));
        Assert.True(await IssueAsync(again, "con_4", "another"));
        await again.Console.UnlinkIdentityAsync("acc_1", "idn_1", "acc_1", default);
        Assert.False(await IssueAsync(again, "con_5", "a third"));
    }

    [Fact]
    public async Task What_was_asserted_before_a_persons_tokens_ended_begins_nothing()
    {
        using var folder = new TestStore();
        await using var opened = await folder.OpenAsync();
        await opened.Console.AddAccountAsync(Account("acc_1", "ada"), "system", default);
        await opened.Console.LinkIdentityAsync(Identity("idn_1", "a", "acc_1"), "acc_1", default);
        await opened.Agents.AddAsync(new Agent { Id = "agt_1", Name = "app", Owner = "ada", KeyHash = Hash("key"), KeyId = "k1", Created = Now }, default);
        var user = new KillTarget(KillKind.User, "acc_1");
        await opened.Standing.ThrowAsync(user, "r", "ada", Now.AddSeconds(1.5), default);
        await opened.Standing.LiftAsync(user, "r", "ada", Now.AddSeconds(3), default);
        Assert.False(await IssueAsync(opened, "con_1", "before", Now));
        Assert.False(await IssueAsync(opened, "con_2", "in the same second", Now.AddSeconds(1)));
        Assert.True(await IssueAsync(opened, "con_3", "after", Now.AddSeconds(2)));
    }

    private static ValueTask<bool> IssueAsync(BartizanStore store, string id, string assertion, DateTimeOffset? issued = null)
    {
        var connection = new Connection
        {
            Id = id,
            Person = "acc_1",
            Agent = "agt_1",
            Use = new("https://ai.example", [], null, false),
            Redirect = "",
            Challenge = "",
            Created = Now,
            CodeExpires = Now,
            Expires = Now.AddMinutes(5),
        };
        var redemption = new Redemption { Connection = id, Begins = new(connection, Hash(assertion), Issuer, "a", issued ?? Now), When = Now };
        return store.Identity.IssueAsync(new(["agt_1", "acc_1"], "txn_1", [id], TestStore.Event(2, "evt_" + id)) { Redemption = redemption }, default);
    }

    private static Account Account(string id, string name) => new() { Id = id, Name = name, PasswordHash = "hash", Roles = ["admin"], Created = Now };

    private static Account FromProvider(string id, string name) => new() { Id = id, Name = name, Roles = ["analyst"], Created = Now, Issuer = Issuer };

    private static LinkedIdentity Identity(string id, string subject, string account) => new() { Id = id, Issuer = Issuer, Subject = subject, Account = account, Linked = Now };

    private static Session Session(string token, string account, string? subject, string sid = "sid") => new()
    {
        TokenHash = Hash(token),
        Account = account,
        Created = Now,
        Expires = DateTimeOffset.MaxValue.AddDays(-1),
        LastSeen = Now,
        Identity = subject is null ? null : new(Issuer, subject, sid),
    };

    private static byte[] Hash(string text) => SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text));
}
