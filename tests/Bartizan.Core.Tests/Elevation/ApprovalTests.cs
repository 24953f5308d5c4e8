using Bartizan.Core.Elevation;
using Bartizan.Testing.Stores;

namespace Bartizan.Core.Tests.Elevation;

public class ApprovalTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private static readonly AccessRequest Request = new()
    {
        Id = "arq_1",
        Agent = new("agt_1", "bot", "ada"),
        Chain = [],
        Action = "callTool",
        Resource = "Tool::\"files/write\"",
        Digest = new string('a', 64),
        Exchange = "exc_1",
        Policies = [new("writes", "forbid (principal, action, resource);", "Ask.", "owner", 1)],
        Created = Now,
        Ends = Now.AddHours(1),
    };

    [Fact]
    public void A_signature_is_good_for_what_was_signed_and_nothing_else()
    {
        var ada = new TestApprover();
        var approval = ada.Approve(Request, 1, Now.AddMinutes(5), Now);
        Assert.True(ApprovalVerifier.Verify(Request, approval, ada.Registered));
        foreach (var (request, given, key) in new (AccessRequest, Approval, ApproverKey)[]
        {
            (Request with { Id = "arq_2" }, approval with { Request = "arq_2" }, ada.Registered),
            (Request with { Id = "arq_2" }, approval, ada.Registered),
            (Request with { Digest = new string('b', 64) }, approval, ada.Registered),
            (Request with { Policies = [] }, approval, ada.Registered),
            (Request with { Policies = [Request.Policies[0] with { Text = "forbid (principal, action, resource) ;" }] }, approval, ada.Registered),
            (Request with { Policies = [Request.Policies[0] with { Approvals = 2 }] }, approval, ada.Registered),
            (Request, approval with { Uses = 2 }, ada.Registered),
            (Request, approval with { Until = Now.AddMinutes(6) }, ada.Registered),
            (Request, approval with { Account = "acc_ben" }, ada.Registered with { Account = "acc_ben" }),
            (Request, approval, ada.Registered with { Account = "acc_ben" }),
            (Request, approval, ada.Registered with { Id = "apk_other" }),
            (Request, approval, ada.Registered with { Revoked = Now }),
            (Request, approval, ada.Registered with { PublicKey = new TestApprover().PublicKey }),
            (Request, approval, ada.Registered with { PublicKey = [1, 2, 3] }),
            (Request, approval with { Proof = approval.Proof with { Signature = [] } }, ada.Registered),
            (Request, approval with { Proof = approval.Proof with { ClientData = [] } }, ada.Registered),
            (Request, approval, ada.Registered with { Passkey = new PasskeyFacts([1], "localhost", "http://localhost", 0) }),
        })
        {
            Assert.False(ApprovalVerifier.Verify(request, given, key));
        }
    }

    [Fact]
    public void Lists_of_policies_do_not_read_alike()
    {
        string Of(params (string Id, string Text)[] policies) => HeldPolicy.DigestOf(policies.Select(p => new HeldPolicy(p.Id, p.Text, "", "", 1)));
        Assert.NotEqual(Of(("a", "bc")), Of(("ab", "c")));
        Assert.NotEqual(Of(("a", "x"), ("b", "y")), Of(("a", "y"), ("b", "x")));
        Assert.Equal(Of(("a", "x"), ("b", "y")), Of(("b", "y"), ("a", "x")));
    }
}
