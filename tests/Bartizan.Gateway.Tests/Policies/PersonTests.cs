using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Values;
using Bartizan.Testing;

namespace Bartizan.Gateway.Tests.Policies;

public sealed class PersonTests
{
    private static readonly Principal Bot = new("agt_bot", "bot", "ada", new Dictionary<string, string>());
    private static readonly Principal Helper = new("agt_helper", "helper", "ada", new Dictionary<string, string>());

    [Theory]
    [InlineData("""permit (principal, action, resource);""", Verdict.Allow)]
    [InlineData("""permit (principal is Agent, action, resource);""", Verdict.Block)]
    [InlineData("""permit (principal is User, action, resource);""", Verdict.Block)]
    [InlineData("""permit (principal, action, resource); forbid (principal is User, action, resource) unless { principal.roles.contains("approver") };""", Verdict.Block)]
    [InlineData("""permit (principal, action, resource); forbid (principal is User, action, resource) unless { principal.roles.contains("analyst") };""", Verdict.Allow)]
    [InlineData("""permit (principal, action, resource); forbid (principal == User::"acc_ada", action, resource);""", Verdict.Block)]
    [InlineData("""permit (principal, action, resource); @hold("owner") forbid (principal is User, action, resource);""", Verdict.Hold)]
    [InlineData("""permit (principal, action, resource); forbid (principal == Agent::"agt_helper", action, resource);""", Verdict.Block)]
    public void Person_and_agents_must_all_be_allowed_it(string policies, Verdict verdict) =>
        Assert.Equal(verdict, Decide(policies, new Person("acc_ada", "ada", ["analyst"])).Verdict);

    [Fact]
    public void By_default_a_person_narrows_nothing_and_what_is_masked_for_the_agent_stays_masked()
    {
        var policies = File.ReadAllText(Repository.PathTo("content", "policies", "default.cedar"));
        var alone = Decide(policies, null);
        var together = Decide(policies, new Person("acc_ada", "ada", []));
        Assert.Equal((Verdict.Allow, Verdict.Allow), (alone.Verdict, together.Verdict));
        Assert.Equal(["agents-ask-models", "people-through-agents"], together.Policies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_record_of_a_token_brings_the_person_back()
    {
        var facts = Facts(new Person("acc_ada", "ada", ["analyst", "approver"]));
        var again = TokenRecord.Of(facts)!.ToFacts();
        Assert.Equal(("acc_ada", "ada", "analyst approver"), (again.Person!.Id, again.Person.Name, string.Join(' ', again.Person.Roles)));
        Assert.Equal(facts.ActsFor[0].AgentId, again.ActsFor[0].AgentId);
    }

    private static TokenFacts Facts(Person? person) => new("tok_1", "txn_1", [Helper], [], null, false) { Person = person };

    private static Decision Decide(string policies, Person? person)
    {
        var context = new CedarRecord([
            new("labels", CedarSet.Empty), new("untrustedLabels", CedarSet.Empty), new("injection", new CedarLong(0)), new("sensitivity", new CedarRecord([new("level", new CedarLong(0)), new("name", new CedarString("public"))])),
        ]);
        var question = new PolicyQuestion(new(AgentEntities.Uid(Bot), PolicyQuestion.InvokeModelAction, new EntityUid("Model", "m"), context), AgentEntities.Of(Bot)) { Token = Facts(person) };
        return PolicyDecider.Decide(new PolicyEngine(PolicySet.Parse(policies)), question, [], guardFailed: false).Decision;
    }
}
