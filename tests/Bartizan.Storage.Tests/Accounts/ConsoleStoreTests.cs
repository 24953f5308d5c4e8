using System.Security.Cryptography;
using Bartizan.Storage.Accounts;

namespace Bartizan.Storage.Tests.Accounts;

public class ConsoleStoreTests
{
    private static readonly byte[] Token = SHA256.HashData("token"u8);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static Account Account(string id = "acc_1", string name = "Ada") => new()
    {
        Id = id,
        Name = name,
        PasswordHash = "hash",
        Roles = ["admin", "auditor"],
        Created = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static Session Session(Clock clock, byte[]? token = null) => new()
    {
        TokenHash = token ?? Token,
        Account = "acc_1",
        Created = clock.Now,
        Expires = clock.Now.AddHours(8),
        LastSeen = clock.Now,
    };

    [Fact]
    public async Task Accounts_are_found_by_id_and_by_name_in_any_case_and_names_are_unique()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        Assert.True(await store.Console.AddAccountAsync(Account(), "system", default));
        Assert.False(await store.Console.AddAccountAsync(Account("acc_2", "ADA"), "system", default));
        Assert.Equivalent(Account(), await store.Console.FindAccountAsync("ada", default));
        Assert.Equivalent(Account(), await store.Console.FindAccountAsync("acc_1", default));
        Assert.Single(await store.Console.ListAccountsAsync(default));
    }

    [Fact]
    public async Task Changes_to_accounts_are_made_and_recorded_without_the_password()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Console.AddAccountAsync(Account(), "system", default);
        Assert.True(await store.Console.SetPasswordAsync("acc_1", "other", "acc_1", default));
        await store.Console.AddAccountAsync(Account("acc_2", "Grace"), "system", default);
        Assert.Equal(AccountChange.Made, await store.Console.SetRolesAsync("acc_1", ["analyst"], "acc_1", default));
        Assert.Equal(AccountChange.Nothing, await store.Console.SetRolesAsync("acc_1", ["analyst"], "acc_1", default));
        Assert.Equal(AccountChange.Made, await store.Console.DisableAccountAsync("acc_1", "acc_1", default));
        Assert.Equal(AccountChange.Nothing, await store.Console.DisableAccountAsync("acc_1", "acc_1", default));
        Assert.False(await store.Console.SetPasswordAsync("acc_1", "third", "acc_1", default));
        Assert.Equal(AccountChange.Made, await store.Console.EnableAccountAsync("acc_1", "acc_1", default));
        Assert.Equal(AccountChange.Nothing, await store.Console.EnableAccountAsync("acc_1", "acc_1", default));
        Assert.Equal(AccountChange.Nothing, await store.Console.SetRolesAsync("acc_9", ["admin"], "acc_1", default));
        Assert.Equivalent(Account() with { PasswordHash = "other", Roles = ["analyst"] }, await store.Console.FindAccountAsync("acc_1", default));

        var events = await store.Events.ReadAsync(0, 100, default);
        Assert.Equal(
            ["account.created", "account.password-set", "account.created", "account.roles-set", "account.disabled", "account.enabled"], events.Select(e => e.Event.Kind));
        Assert.All(events, e => Assert.DoesNotContain("hash", System.Text.Encoding.UTF8.GetString(e.Event.Json.Span), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_last_admin_who_can_sign_in_is_neither_disabled_nor_demoted()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Console.AddAccountAsync(Account(), "system", default);
        await store.Console.AddAccountAsync(Account("acc_2", "Grace") with { PasswordHash = null }, "system", default);
        await store.Console.AddAccountAsync(Account("acc_3", "Alan") with { Roles = ["analyst"] }, "system", default);
        Assert.Equal(AccountChange.LastAdmin, await store.Console.DisableAccountAsync("acc_1", "acc_1", default));
        Assert.Equal(AccountChange.LastAdmin, await store.Console.SetRolesAsync("acc_1", ["analyst"], "acc_1", default));
        Assert.Equal(AccountChange.Made, await store.Console.SetRolesAsync("acc_1", ["admin", "analyst"], "acc_1", default));

        await store.Console.SetRolesAsync("acc_3", ["admin"], "acc_1", default);
        var both = await Task.WhenAll(
            store.Console.DisableAccountAsync("acc_1", "acc_3", default).AsTask(), store.Console.DisableAccountAsync("acc_3", "acc_1", default).AsTask());
        Assert.Equal([AccountChange.Made, AccountChange.LastAdmin], both.Order());
    }

    [Fact]
    public async Task A_file_from_before_last_seen_takes_it_over_from_the_sessions()
    {
        using var folder = new TestStore();
        var clock = new Clock();
        await using (var store = await folder.OpenAsync(clock: clock))
        {
            await store.Console.AddAccountAsync(Account(), "system", default);
            await store.Console.AddAccountAsync(Account("acc_2", "Grace"), "system", default);
            await store.Console.AddSessionAsync(Session(clock), "hash", default);
        }

        folder.Tamper("DROP TABLE shadow_callers; DROP TABLE agent_instances; DROP TABLE shown_evidence; DROP TABLE join_tokens; DROP TABLE blueprint_versions; DROP TABLE blueprints; ALTER TABLE agents DROP COLUMN blueprint; ALTER TABLE agents DROP COLUMN suspended_for; DROP TABLE access_approvals; DROP TABLE access_grants; DROP TABLE access_requests; DROP TABLE approver_keys; DROP TABLE session_labels; DROP TABLE masking_values; DROP TABLE masking_sessions; DROP INDEX connections_expires; DROP TABLE identities; ALTER TABLE accounts DROP COLUMN issuer; ALTER TABLE sessions DROP COLUMN issuer; ALTER TABLE sessions DROP COLUMN subject; ALTER TABLE sessions DROP COLUMN sid; ALTER TABLE sessions DROP COLUMN proven; ALTER TABLE sessions DROP COLUMN subject_token; ALTER TABLE sessions DROP COLUMN subject_ends; ALTER TABLE accounts DROP COLUMN last_seen; DROP INDEX agents_access_key; ALTER TABLE agents DROP COLUMN access_key_id; DROP TABLE budget_counts; DROP TABLE tool_pins; DROP TABLE calibrations; DROP TABLE exchange_marks; DROP TABLE enforced_policies; DROP TABLE history_events; DROP TABLE refresh_tokens; DROP TABLE connections; DROP TABLE consents; DROP TABLE authorization_requests; DROP TABLE outside_clients; DROP TABLE signing_keys; DROP TABLE agent_clients; DROP TABLE revoked_tokens; DROP TABLE kill_switches; DROP TABLE mandates; DROP TABLE review_notices; DROP TABLE review_events; DROP TABLE review_items; DROP TABLE reviews; DROP TABLE authority_proposals; DROP TABLE data_keys; DROP TABLE secret_versions; DROP TABLE secrets; DROP TABLE account_connections; DROP TABLE account_connecting; DROP TABLE signalled_levels; DROP TABLE received_signals; DROP TABLE signal_sources; DROP TABLE signal_streams; DROP TABLE signal_facts; DROP TABLE signal_outbox; DROP TABLE account_clients; DROP TABLE database_logins; DROP TABLE backchannel_requests; DELETE FROM versions WHERE name IN ('secrets', 'account_connections', 'kill_switches', 'standing_followed', 'tool_pins', 'calibrations', 'identity', 'accounts', 'enforced_policies'); PRAGMA user_version = 1");
        await using var upgraded = await folder.OpenAsync(clock: clock);

        Assert.Equal([clock.Now, null], (await upgraded.Console.ListAccountsAsync(default)).Select(a => a.LastSeen));
    }

    [Fact]
    public async Task What_a_password_proved_must_still_hold_when_the_session_begins()
    {
        using var folder = new TestStore();
        var clock = new Clock();
        await using var store = await folder.OpenAsync(clock: clock);
        await store.Console.AddAccountAsync(Account(), "system", default);
        await store.Console.AddAccountAsync(Account("acc_2", "Grace"), "system", default);
        await store.Console.SetPasswordAsync("acc_1", "other", "acc_1", default);
        Assert.False(await store.Console.AddSessionAsync(Session(clock), "hash", default));
        await store.Console.DisableAccountAsync("acc_1", "acc_2", default);
        Assert.False(await store.Console.AddSessionAsync(Session(clock), "other", default));
        await store.Console.EnableAccountAsync("acc_1", "acc_2", default);
        Assert.Null(await store.Console.FindSessionAsync(Token, default));
        Assert.True(await store.Console.AddSessionAsync(Session(clock), "other", default));
    }

    [Fact]
    public async Task A_new_password_or_a_new_link_ends_the_links_before()
    {
        using var folder = new TestStore();
        var clock = new Clock();
        await using var store = await folder.OpenAsync(clock: clock);
        await store.Console.AddAccountAsync(Account(), "system", default);
        var (first, second) = (SHA256.HashData("first"u8), SHA256.HashData("second"u8));
        var token = new SignInToken { TokenHash = first, Account = "acc_1", Created = clock.Now, Expires = clock.Now.AddMinutes(15) };
        await store.Console.AddSignInTokenAsync(token, "acc_1", default);
        await store.Console.AddSignInTokenAsync(token with { TokenHash = second }, "acc_1", default);
        Assert.Null(await store.Console.UseSignInTokenAsync(first, default));
        await store.Console.SetPasswordAsync("acc_1", "other", "acc_1", default);
        Assert.Null(await store.Console.UseSignInTokenAsync(second, default));
    }

    [Fact]
    public async Task A_session_is_found_until_it_ends_by_time_by_hand_or_with_its_account()
    {
        using var folder = new TestStore();
        var clock = new Clock();
        await using var store = await folder.OpenAsync(clock: clock);
        await store.Console.AddAccountAsync(Account(), "system", default);
        await store.Console.AddSessionAsync(Session(clock), "hash", default);
        var found = (await store.Console.FindSessionAsync(Token, default))!.Value;
        Assert.Equal(("acc_1", "Ada"), (found.Session.Account, found.Account.Name));
        Assert.Null(await store.Console.FindSessionAsync(SHA256.HashData("other"u8), default));

        clock.Now = clock.Now.AddMinutes(5);
        await store.Console.TouchSessionAsync(Token, default);
        var (touched, seen) = (await store.Console.FindSessionAsync(Token, default))!.Value;
        Assert.Equal((clock.Now, clock.Now), (touched.LastSeen, seen.LastSeen!.Value));
        clock.Now = clock.Now.AddHours(8);
        Assert.Null(await store.Console.FindSessionAsync(Token, default));
        Assert.Equal(1, await store.Console.PurgeAsync(default));

        await store.Console.AddSessionAsync(Session(clock), "hash", default);
        Assert.True(await store.Console.EndSessionAsync(Token, default));
        Assert.False(await store.Console.EndSessionAsync(Token, default));

        await store.Console.AddSessionAsync(Session(clock), "hash", default);
        await store.Console.AddAccountAsync(Account("acc_2", "Grace"), "system", default);
        await store.Console.DisableAccountAsync("acc_1", "system", default);
        Assert.Null(await store.Console.FindSessionAsync(Token, default));
    }

    [Fact]
    public async Task Ending_the_other_sessions_leaves_the_one_named()
    {
        using var folder = new TestStore();
        var clock = new Clock();
        await using var store = await folder.OpenAsync(clock: clock);
        await store.Console.AddAccountAsync(Account(), "system", default);
        foreach (var name in new[] { "1", "2", "3" })
        {
            await store.Console.AddSessionAsync(Session(clock, SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(name))), "hash", default);
        }

        Assert.Equal(2, await store.Console.EndSessionsAsync("acc_1", SHA256.HashData("2"u8), default));
        Assert.NotNull(await store.Console.FindSessionAsync(SHA256.HashData("2"u8), default));
        Assert.Equal(1, await store.Console.EndSessionsAsync("acc_1", null, default));
    }

    [Fact]
    public async Task A_one_time_token_works_for_exactly_one_of_many_and_not_after_its_end()
    {
        using var folder = new TestStore();
        var clock = new Clock();
        await using var store = await folder.OpenAsync(clock: clock);
        var token = new SignInToken { TokenHash = Token, Created = clock.Now, Expires = clock.Now.AddMinutes(15) };
        await store.Console.AddSignInTokenAsync(token, "system", default);
        var uses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.Console.UseSignInTokenAsync(Token, default).AsTask()));
        Assert.Single(uses, u => u is not null);

        var late = SHA256.HashData("late"u8);
        await store.Console.AddSignInTokenAsync(token with { TokenHash = late }, "system", default);
        clock.Now = clock.Now.AddMinutes(16);
        Assert.Null(await store.Console.UseSignInTokenAsync(late, default));
    }
}
