using Bartizan.Core.Elevation;
using Bartizan.Storage.Access;
using Bartizan.Storage.Accounts;

namespace Bartizan.Storage.Tests.Access;

/// <summary>What policy approves is bounded and told of in the transaction that writes it, and earlier calls are there to compare with.</summary>
public class AutomaticApprovalTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Fact]
    public async Task An_approval_by_policy_is_told_granted_used_and_over()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            var (request, grant) = Make("arq_1", Now);
            Assert.True(await store.Access.GrantAsync(request, grant, 5, default));
            Assert.False(await store.Access.GrantAsync(request, grant, 5, default), "the same once more");
            var found = Assert.Single(store.Access.FindGrants(request.Digest, Now));
            Assert.True(found.IsSound());
            Assert.Equal(["policy:low-risk"], found.ApprovedBy);
            Assert.Equal(("low-risk", "read", 7), (found.Request.Automatic!.Policies[0].Id, found.Request.Automatic.Effect, found.Request.Automatic.Usual));
            Assert.True(await store.Access.UseAsync(grant.Id, "exc_1", Now, default));
            Assert.False(await store.Access.UseAsync(grant.Id, "exc_1", Now, default));
            Assert.Equal(
                ["access.auto-approved", "access.granted", "access.used"],
                (await store.Events.ReadAsync(0, 100, default)).Select(e => e.Event.Kind).Where(k => k.StartsWith("access.", StringComparison.Ordinal)));
            var used = System.Text.Encoding.UTF8.GetString((await store.Events.ReadAsync(0, 100, default)).Last(e => e.Event.Kind == "access.used").Event.Json.Span);
            Assert.Contains("policy:low-risk", used, StringComparison.Ordinal);
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal(1, again.Access.Automatic("agt_1", "owner", "files/read", Now).LastHour);
        Assert.Equal(0, again.Access.Automatic("agt_1", "owner", "files/read", Now.AddHours(2)).LastHour);
    }

    [Fact]
    public async Task Of_many_at_once_no_more_are_written_than_an_hour_allows()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Make($"arq_{i}", Now, $"{i:x}")).Select(m => store.Access.GrantAsync(m.Request, m.Grant, 5, default).AsTask()));
        Assert.Equal(5, made.Count(m => m));
        Assert.Equal(5, store.Access.Automatic("agt_1", "owner", "files/read", Now).LastHour);
        var (other, itsGrant) = Make("arq_other", Now, "ff");
        Assert.True(await store.Access.GrantAsync(other with { Agent = other.Agent with { Id = "agt_2" } }, itsGrant, 5, default), "another agent has its own hour");
    }

    [Fact]
    public async Task A_persons_no_and_a_disabled_owner_stand_against_it_in_the_transaction_too()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var (request, grant) = Make("arq_2", Now);
        await store.Access.OpenAsync(request with { Id = "arq_1", Automatic = null }, default);
        Assert.False(await store.Access.GrantAsync(request, grant, 5, default), "a person was asked");
        Assert.True(await store.Access.DenyAsync("arq_1", "ada", "no", Now, default));
        Assert.False(await store.Access.GrantAsync(request, grant, 5, default), "a person said no");

        await store.Console.AddAccountAsync(new Account { Id = "acc_owner", Name = "owner", Roles = ["analyst"], Created = Now }, "test", default);
        await store.Console.DisableAccountAsync("acc_owner", "test", default);
        Assert.False(store.Access.Automatic("agt_1", "owner", "files/read", Now).OwnerWorks);
        var (another, itsGrant) = Make("arq_3", Now, "cc");
        Assert.False(await store.Access.GrantAsync(another, itsGrant, 5, default), "the owner is disabled");
    }

    [Fact]
    public async Task A_call_is_compared_with_those_that_were_approved_and_made()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        foreach (var (id, amount, used) in new[] { ("arq_1", 5, true), ("arq_2", 20, true), ("arq_3", 9_000, false) })
        {
            var (earlier, itsGrant) = Make(id, Now.AddMinutes(-10), id[^1..] + "a", $"{{\"arguments\":{{\"amount\":{amount}}}}}");
            Assert.True(await store.Access.GrantAsync(earlier, itsGrant, 9, default));
            Assert.True(!used || await store.Access.UseAsync(itsGrant.Id, "exc_1", Now.AddMinutes(-10), default));
        }

        var (request, _) = Make("arq_9", Now, "bb", """{"arguments":{"amount":5000}}""");
        var compared = (await EarlierCalls.CompareAsync(request, store, default))!;
        Assert.Equal((2, 0, 0), (compared.Calls, compared.Looked, compared.Same));
        Assert.Equal(new CallDifference("arguments.amount", DifferenceKind.OutOfRange, "5000", "5 to 20"), Assert.Single(compared.Differences));
        Assert.Equal(0, (await EarlierCalls.CompareAsync(request with { Agent = request.Agent with { Id = "agt_2" } }, store, default))!.Calls);
        Assert.Equal(0, (await EarlierCalls.CompareAsync(request with { Resource = "Tool::\"files/other\"" }, store, default))!.Calls);
        Assert.Null(await EarlierCalls.CompareAsync(request with { Call = null }, store, default));
    }

    private static (AccessRequest Request, Grant Grant) Make(string id, DateTimeOffset at, string digest = "ab", string call = "{}")
    {
        var request = new AccessRequest
        {
            Id = id,
            Agent = new("agt_1", "bot", "owner"),
            Chain = [],
            Action = "callTool",
            Resource = "Tool::\"files/read\"",
            Digest = digest.PadLeft(64, '0'),
            Call = call,
            Exchange = "exc_1",
            Policies = [new("reads", "forbid …", "", "owner", 1)],
            State = AccessRequestState.Approved,
            Created = at,
            Ends = at.AddMinutes(1),
            Automatic = new([new("low-risk", "permit …")], "read", 7),
        };
        return (request, new Grant { Id = "grt_" + id, Request = id, Policy = GrantPolicy.Of("grt_" + id, request, at.AddMinutes(1)), Uses = 1, Created = at, Ends = at.AddMinutes(1) });
    }
}
