using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Identity.Attesting;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;
using Bartizan.Testing;

namespace Bartizan.Identity.Tests.Attesting;

/// <summary><c>bartizan.cedarschema</c> says what attestation asks policy: every key that is sent is declared with its type, and every key that is declared is sent.</summary>
public class AttestationPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private static readonly PolicySchema Schema = PolicySchema.Parse(File.ReadAllText(Repository.PathTo("content", "policies", "bartizan.cedarschema")), "bartizan.cedarschema");
    private static readonly Principal Agent = new("agt_a", "a", "ada", new Dictionary<string, string> { ["team"] = "red" });

    private static Attested Shown => new([new Evidence("k8s", ["k8s:namespace=payments"]), new Evidence("unix", ["unix:uid=1", "unix:sha256=aa"])], null);

    private static Attested Renewed => new(
        [],
        new AgentInstance { Id = "ins_1", Agent = "agt_a", Thumbprint = "k", Evidence = "e", Selectors = ["k8s:namespace=payments", "unix:uid=1"], Started = Now, Attested = Now.AddMinutes(-7), Ends = Now.AddMinutes(1) });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_asked_fits_the_schema(bool renews)
    {
        var question = AttestationPolicy.Question(Agent, renews ? Renewed : Shown, Now);
        Assert.Empty(RequestValidator.Validate(question, Schema));
        Assert.Empty(RequestValidator.Validate(new EntityStore([AgentEntity.Make(Agent)]), Schema));
        foreach (var field in question.Context.Fields)
        {
            var less = question with { Context = new(question.Context.Fields.Where(f => f.Key != field.Key)) };
            Assert.NotEmpty(RequestValidator.Validate(less, Schema));
        }
    }

    [Fact]
    public void Policies_about_any_action_of_the_gateway_can_be_asked_of_attestation_too()
    {
        var policies = new PolicyEngine(PolicySet.Parse(
            """
            @id("in") permit (principal, action in [Action::"attestInstance", Action::"renewInstance"], resource) when { !(context has sinceEvidence) || context.sinceEvidence == 420 };
            @id("no-secrets") forbid (principal, action, resource) when { context.labels.contains("secret") || context.stream || context.sensitivity.level > 2 || context.budget.remainingPerMille < 1 };
            """));
        Assert.Null(AttestationPolicy.Refuses(policies, Agent, Shown, Now));
        Assert.Null(AttestationPolicy.Refuses(policies, Agent, Renewed, Now));
        Assert.NotNull(AttestationPolicy.Refuses(policies, Agent, Renewed, Now.AddSeconds(1)));
    }

    [Fact]
    public void Sources_and_the_code_that_runs_are_read_from_what_was_said()
    {
        Assert.Equal(["k8s", "unix"], Shown.Sources);
        Assert.Equal(["k8s", "unix"], Renewed.Sources);
        Assert.Equal(("sha256:aa", null), (Shown.Code, Renewed.Code));
        Assert.Equal("spiffe://example.org/agent/agt_a/instance/ins_1", SpiffeId.Of("example.org", "agt_a", "ins_1"));
        Assert.Equal(("agt_a", "ins_1"), SpiffeId.Read("spiffe://example.org/agent/agt_a/instance/ins_1", "example.org"));
        foreach (var other in new[] { "spiffe://other.org/agent/agt_a/instance/ins_1", "spiffe://example.org/agent/agt_a/instance/ins_1/x", "spiffe://example.org/agent//instance/ins_1", "spiffe://example.org/user/agt_a/instance/ins_1" })
        {
            Assert.Null(SpiffeId.Read(other, "example.org"));
        }
    }
}
