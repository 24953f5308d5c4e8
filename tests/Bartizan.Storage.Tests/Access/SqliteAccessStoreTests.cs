using System.Text;
using Bartizan.Core.Elevation;
using Bartizan.Storage.Accounts;
using Bartizan.Testing.Stores;

namespace Bartizan.Storage.Tests.Access;

public class SqliteAccessStoreTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public async Task A_request_is_made_joined_approved_used_and_over_and_the_ledger_tells_all_of_it()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            var access = store.Access;
            var ada = await AddAsync(store, "ada");
            await access.OpenAsync(Request("arq_1"), default);
            await access.OpenAsync(Request("arq_2"), default);
            var request = (await access.FindAsync("arq_1", Now, default))!;
            Assert.Equal((2, "{\"secret\":\"of ada\"}", AccessRequestState.Waiting), (request.Asked, request.Call, request.State));
            Assert.Equal("arq_1", access.FindOpen(request.Digest, Now)!.Id);
            Assert.Equal((1, 0), (access.CountWaiting("agt_1", Now), access.CountWaiting("agt_1", Now.AddHours(1))));
            Assert.Null((await access.ListAsync(10, Now, default))[0].Call);

            Assert.Null(await access.ApproveAsync(ada.Approve(request, 2, Now.AddMinutes(5), Now), null, default));
            Assert.NotNull(await access.ApproveAsync(ada.Approve(request, 2, Now.AddMinutes(5), Now), null, default));
            var granted = Assert.Single(access.FindGrants(request.Digest, Now));
            Assert.True(granted.IsSound());
            Assert.Contains("resource == Tool::\"files/write\"", granted.Grant.Policy, StringComparison.Ordinal);
            Assert.Empty(access.FindGrants(request.Digest, Now.AddMinutes(5)));
            Assert.True(await UseAsync(access, granted));
            Assert.True(await UseAsync(access, granted));
            Assert.False(await UseAsync(access, granted));
            Assert.Empty(access.FindGrants(request.Digest, Now));
            Assert.Equal(
                ["access.requested", "access.approved", "access.granted", "access.used", "access.used"],
                (await store.Events.ReadAsync(0, 100, default)).Select(e => e.Event.Kind).Where(k => k.StartsWith("access.", StringComparison.Ordinal) && k != "access.key-added"));
        }

        Assert.Empty(folder.Verify().Problems);
        foreach (var file in Directory.EnumerateFiles(folder.Folder, "*.db*"))
        {
            Assert.DoesNotContain("of ada", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_call_that_joins_a_request_in_the_moment_it_is_decided_changes_nothing()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var ada = await AddAsync(store, "ada");
        var request = Request("arq_1");
        await store.Access.OpenAsync(request, default);
        await store.Access.ApproveAsync(ada.Approve(request, 1, Now.AddMinutes(5), Now), null, default);
        await store.Access.OpenAsync(request, default);
        Assert.Equal(AccessRequestState.Approved, (await store.Access.FindAsync("arq_1", Now, default))!.State);
        Assert.Single(await store.Events.ReadAsync(0, 100, default), e => e.Event.Kind == "access.requested");
    }

    [Fact]
    public async Task Two_people_are_needed_where_a_policy_says_so_and_the_more_careful_of_them_counts()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var (ada, ben) = (await AddAsync(store, "ada"), await AddAsync(store, "ben"));
        var request = Request("arq_1") with { Policies = [new("wipes", "forbid …", "", "approver", 2)] };
        await store.Access.OpenAsync(request, default);
        Assert.Null(await store.Access.ApproveAsync(ada.Approve(request, 5, Now.AddMinutes(5), Now), null, default));
        Assert.Equal("This person has approved the request already.", (await store.Access.ApproveAsync(ada.Approve(request, 5, Now.AddMinutes(5), Now), null, default))!.What);
        Assert.Empty(store.Access.FindGrants(request.Digest, Now));
        Assert.Null(await store.Access.ApproveAsync(ben.Approve(request, 1, Now.AddMinutes(9), Now), null, default));
        var granted = Assert.Single(store.Access.FindGrants(request.Digest, Now));
        Assert.Equal((1, Now.AddMinutes(5), true), (granted.Grant.Uses, granted.Grant.Ends, granted.IsSound()));
    }

    [Fact]
    public async Task What_was_checked_before_the_transaction_is_checked_again_in_it()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var (ada, ben, eve) = (await AddAsync(store, "ada"), await AddAsync(store, "ben"), await AddAsync(store, "eve", "analyst"));
        var request = Request("arq_1");
        await store.Access.OpenAsync(request, default);
        Assert.Equal("The account may not approve any more.", (await store.Access.ApproveAsync(eve.Approve(request, 1, Now.AddMinutes(5), Now), null, default))!.What);
        await store.Console.DisableAccountAsync("acc_ben", "test", default);
        Assert.Equal("The account may not approve any more.", (await store.Access.ApproveAsync(ben.Approve(request, 1, Now.AddMinutes(5), Now), null, default))!.What);
        await store.Access.RevokeKeyAsync("acc_ada", "apk_ada", "test", Now, default);
        Assert.Equal("The key does not count any more.", (await store.Access.ApproveAsync(ada.Approve(request, 1, Now.AddMinutes(5), Now), null, default))!.What);
        Assert.Equal("The request waits no longer.", (await store.Access.ApproveAsync(ada.Approve(request, 1, Now.AddHours(2), Now.AddHours(1)), null, default))!.What);
    }

    [Fact]
    public async Task A_grant_falls_with_its_approver_with_the_key_and_when_it_is_taken_back()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var ada = await AddAsync(store, "ada");
        var request = Request("arq_1");
        await store.Access.OpenAsync(request, default);
        await store.Access.ApproveAsync(ada.Approve(request, 5, Now.AddMinutes(5), Now), null, default);
        bool IsSound() => Assert.Single(store.Access.FindGrants(request.Digest, Now)).IsSound();
        Assert.True(IsSound());
        await store.Console.SetRolesAsync("acc_ada", ["analyst"], "test", default);
        Assert.False(IsSound());
        await store.Console.SetRolesAsync("acc_ada", ["approver"], "test", default);
        Assert.True(IsSound());
        await store.Access.RevokeKeyAsync("acc_ada", "apk_ada", "test", Now, default);
        Assert.False(IsSound());
        var grant = (await store.Access.GrantOfAsync("arq_1", default))!.Id;
        Assert.True(await store.Access.RevokeAsync(grant, "ben", Now, default));
        Assert.False(await store.Access.RevokeAsync(grant, "ben", Now, default));
        Assert.False(await store.Access.UseAsync(grant, "exc_1", Now, default));
        Assert.Empty(store.Access.FindGrants(request.Digest, Now));
    }

    [Fact]
    public async Task A_denied_call_is_remembered_until_its_time_is_over_and_then_asked_anew()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Access.OpenAsync(Request("arq_1"), default);
        Assert.True(await store.Access.DenyAsync("arq_1", "ada", "No.", Now, default));
        Assert.False(await store.Access.DenyAsync("arq_1", "ada", "No.", Now, default));
        Assert.Equal((AccessRequestState.Denied, "No."), (store.Access.FindOpen(Request("").Digest, Now)!.State, store.Access.FindOpen(Request("").Digest, Now)!.Reason));
        Assert.Null(store.Access.FindOpen(Request("").Digest, Now.AddHours(1)));
        await store.Access.OpenAsync(Request("arq_2") with { Created = Now.AddHours(1), Ends = Now.AddHours(2) }, default);
        await store.Access.OpenAsync(Request("arq_3") with { Created = Now.AddHours(3), Ends = Now.AddHours(4) }, default);
        Assert.Equal(
            [AccessRequestState.Waiting, AccessRequestState.Expired, AccessRequestState.Denied],
            (await store.Access.ListAsync(10, Now.AddHours(3), default)).Select(r => r.State));
    }

    [Fact]
    public async Task A_passkeys_counter_never_goes_back()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var ada = await AddAsync(store, "ada");
        Assert.False(await store.Access.AddKeyAsync(ada.Registered with { Id = "apk_2" }, "test", default));
        foreach (var (id, count, good) in new[] { ("arq_1", 5u, true), ("arq_2", 5u, false), ("arq_3", 6u, true), ("arq_4", 0u, false) })
        {
            var request = Request(id) with { Digest = new string(id[^1], 64) };
            await store.Access.OpenAsync(request, default);
            Assert.Equal(good, await store.Access.ApproveAsync(ada.Approve(request, 1, Now.AddMinutes(5), Now), count, default) is null);
        }
    }

    private static ValueTask<bool> UseAsync(IAccessStore access, GrantedRequest granted) => access.UseAsync(granted.Grant.Id, "exc_1", Now, default);

    private static async Task<TestApprover> AddAsync(BartizanStore store, string name, string role = "approver")
    {
        var approver = new TestApprover("acc_" + name, name, role);
        Assert.True(await store.Console.AddAccountAsync(new Account { Id = "acc_" + name, Name = name, Roles = [role], Created = Now }, "test", default));
        Assert.True(await store.Access.AddKeyAsync(approver.Registered, "test", default));
        return approver;
    }

    private static AccessRequest Request(string id) => new()
    {
        Id = id,
        Agent = new("agt_1", "bot", "ada"),
        Chain = [new("agt_2", "asker", "ben")],
        Action = "callTool",
        Resource = "Tool::\"files/write\"",
        Digest = new string('a', 64),
        Call = "{\"secret\":\"of ada\"}",
        Exchange = "exc_1",
        Policies = [new("writes", "forbid (principal, action, resource);", "Ask.", "owner", 1)],
        Created = Now,
        Ends = Now.AddHours(1),
    };
}
