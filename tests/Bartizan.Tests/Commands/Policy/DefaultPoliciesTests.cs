using Bartizan.Commands.Policy;
using Bartizan.Policy;
using Bartizan.Testing;

namespace Bartizan.Tests.Commands.Policy;

public sealed class DefaultPoliciesTests
{
    private static readonly string File = Repository.PathTo("content", "policies", "default.cedar");

    [Fact]
    public void The_default_policies_decide_as_their_tests_expect()
    {
        var suite = PolicyTestFile.Read(Repository.PathTo("content", "policies", "default.tests.yaml"), null);
        var engine = new PolicyEngine(PolicyFiles.ReadPolicies(suite.Policies, PolicyIds.FromAnnotation));
        Assert.NotEmpty(suite.Tests);
        Assert.All(suite.Tests, test => Assert.Empty(test.Compare(engine.Authorize(test.Request, suite.Entities!))));
    }

    [Fact]
    public void Every_default_policy_is_named_and_every_forbid_says_what_the_client_reads()
    {
        var set = PolicyFiles.ReadPolicyFile(File, PolicyIds.FromAnnotation);
        Assert.All(set.Policies, p => Assert.True(p.Annotations.ContainsKey("id"), p.Text));
        Assert.All(set.Policies.Where(p => p.Effect == Effect.Forbid), p => Assert.True(p.Annotations.ContainsKey("message") && p.Annotations.ContainsKey("code"), p.Id));
    }

    [Fact]
    public void Every_default_policy_determines_some_test()
    {
        var suite = PolicyTestFile.Read(Repository.PathTo("content", "policies", "default.tests.yaml"), null);
        var set = PolicyFiles.ReadPolicyFile(File, PolicyIds.FromAnnotation);
        Assert.Equal(set.Policies.Select(p => p.Id).Order(), suite.Tests.SelectMany(t => t.Reasons ?? []).Distinct().Order());
    }
}
