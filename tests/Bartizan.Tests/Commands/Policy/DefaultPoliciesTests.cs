using Bartizan.Commands.Policy;
using Bartizan.Core.Results;
using Bartizan.Policy;
using Bartizan.Testing;

namespace Bartizan.Tests.Commands.Policy;

public sealed class DefaultPoliciesTests
{
    private static readonly string File = Repository.PathTo("content", "policies", "default.cedar");

    [Theory]
    [InlineData("default.tests.yaml")]
    [InlineData("packs/packs.tests.yaml")]
    public void The_built_in_policies_decide_as_their_tests_expect(string tests)
    {
        var suite = PolicyTestFile.Read(Repository.PathTo("content", "policies", tests), null);
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
    public void A_pack_is_in_force_beside_the_others_and_an_unknown_one_is_an_error()
    {
        var without = Bartizan.Hosting.PolicyFiles.Read(null, []);
        var with = Bartizan.Hosting.PolicyFiles.Read(null, ["rule-of-two", "argument-origins", "rule-of-two"]);
        Assert.Equal(
            ["nothing-of-the-user", "private-data-outward", "rule-of-two", "untrusted-target"],
            with.Policies.Select(p => p.Id).Except(without.Policies.Select(p => p.Id)).Order(StringComparer.Ordinal));
        Assert.Equal(without.Policies.Count + 4, with.Policies.Count);
        var error = Assert.Single(Assert.Throws<InputException>(() => Bartizan.Hosting.PolicyFiles.Read(null, ["rule-of-too"])).Errors);
        Assert.Contains("no pack rule-of-too", error.What, StringComparison.Ordinal);
        Assert.Contains("rule-of-two", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_default_policy_determines_some_test()
    {
        var suite = PolicyTestFile.Read(Repository.PathTo("content", "policies", "default.tests.yaml"), null);
        var set = PolicyFiles.ReadPolicyFile(File, PolicyIds.FromAnnotation);
        Assert.Equal(set.Policies.Select(p => p.Id).Order(), suite.Tests.SelectMany(t => t.Reasons ?? []).Distinct().Order());
    }
}
