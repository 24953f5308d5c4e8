using Bartizan.Core.Elevation;
using Bartizan.Identity.Elevation;
using Bartizan.Identity.Elevation.Rules;

namespace Bartizan.Identity.Tests.Elevation;

public class ApprovalRuleTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly Approver Ada = new("acc_ada", "ada", ["approver"], true);

    [Theory]
    [InlineData(AccessRequestState.Waiting, true)]
    [InlineData(AccessRequestState.Approved, false)]
    [InlineData(AccessRequestState.Denied, false)]
    [InlineData(AccessRequestState.Expired, false)]
    public void Only_what_waits_is_decided(AccessRequestState state, bool good) =>
        Assert.Equal(good, new WaitingRule().Check(Question("owner") with { Request = Request("owner") with { State = state } }) is null);

    [Theory]
    [InlineData("approver", true, true)]
    [InlineData("admin", true, true)]
    [InlineData("architect", true, false)]
    [InlineData("analyst", true, false)]
    [InlineData("auditor", true, false)]
    [InlineData("approver", false, false)]
    public void Only_a_working_account_with_the_right_approves(string role, bool works, bool good) =>
        Assert.Equal(good, new RightRule().Check(Question("owner") with { Approver = Ada with { Roles = [role], Works = works } }) is null);

    [Theory]
    [InlineData("owner", "ada", "ada", true)] // the owner herself
    [InlineData("owner", "ada", "ben", false)] // the owner has an account, and it is not this one
    [InlineData("owner", "ops@example.org", "ben", true)] // nobody has the owner's name
    [InlineData("approver", "zoe", "ada", true)]
    [InlineData("admin", "zoe", "ada", false)]
    [InlineData("ADA", "zoe", "ada", true)]
    [InlineData("ben", "zoe", "ada", false)]
    [InlineData("", "zoe", "ada", true)]
    public void Only_whom_the_policy_asks_approves(string asks, string owner, string who, bool good)
    {
        var question = Question(asks, owner) with
        {
            Approver = Ada with { Id = "acc_" + who, Name = who },
            OwnerAccount = owner == "ada" ? Ada : null,
        };
        Assert.Equal(good, new AskedRule().Check(question) is null);
    }

    [Fact]
    public void Every_policy_is_asked_not_only_the_first()
    {
        var question = Question("approver");
        question = question with { Request = question.Request with { Policies = [.. question.Request.Policies, question.Request.Policies[0] with { Id = "other", Asks = "ben" }] } };
        Assert.Contains("'other'", new AskedRule().Check(question)!.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("owner", "ada", "zoe", "asker", true)] // the owner is asked, and it is she
    [InlineData("approver", "ada", "zoe", "asker", false)] // another is asked than the owner
    [InlineData("approver", "Ada", "zoe", "asker", false)]
    [InlineData("approver", "zoe", "ada", "asker", false)] // owns an agent behind it
    [InlineData("approver", "acc_ada", "zoe", "asker", false)]
    [InlineData("approver", "zoe", "zoe", "asker", true)]
    [InlineData("owner", "ada", "zoe", "ada", false)] // stands in the chain herself
    public void Nobody_approves_what_is_done_for_them(string asks, string owner, string chainOwner, string chainName, bool good)
    {
        var request = Request(asks, owner) with { Chain = [new("agt_2", chainName, chainOwner)] };
        Assert.Equal(good, new ChainRule().Check(Question(asks) with { Request = request }) is null);
    }

    [Theory]
    [InlineData(1, 60, true)]
    [InlineData(100, 8 * 3_600, true)]
    [InlineData(0, 60, false)]
    [InlineData(-1, 60, false)]
    [InlineData(101, 60, false)]
    [InlineData(1, 0, false)]
    [InlineData(1, 9 * 3_600, false)]
    [InlineData(1, 60.5, false)]
    public void A_grant_is_small_and_short(int uses, double seconds, bool good) =>
        Assert.Equal(good, new BoundsRule().Check(Question("owner") with { Uses = uses, Until = Now.AddSeconds(seconds) }) is null);

    private static ApprovalQuestion Question(string asks, string owner = "ada") => new(Request(asks, owner), Ada, Ada, 1, Now.AddMinutes(5), Now);

    private static AccessRequest Request(string asks, string owner = "ada") => new()
    {
        Id = "arq_1",
        Agent = new("agt_1", "bot", owner),
        Chain = [],
        Action = "callTool",
        Resource = "Tool::\"files/write\"",
        Digest = new string('a', 64),
        Exchange = "exc_1",
        Policies = [new("writes", "forbid …", "", asks, 1)],
        Created = Now,
        Ends = Now.AddHours(1),
    };
}
