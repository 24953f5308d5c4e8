using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Identity.Databases;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Schema;
using Bartizan.Policy.Validation;
using Bartizan.Testing;

namespace Bartizan.Identity.Tests.Databases;

/// <summary><c>bartizan.cedarschema</c> says what is asked of policy about logins: every key that is sent is declared with its type, and every key that is declared is sent.</summary>
public class DatabasePolicyTests
{
    private static readonly PolicySchema Schema = PolicySchema.Parse(File.ReadAllText(Repository.PathTo("content", "policies", "bartizan.cedarschema")), "bartizan.cedarschema");
    private static readonly Principal Agent = new("agt_a", "a", "ada", new Dictionary<string, string> { ["team"] = "red" });
    private static readonly Person Ada = new("acc_ada", "ada", ["admin"]);

    private static TokenFacts Token => new("tok_1", "txn_1", [new("agt_b", "b", "ada", new Dictionary<string, string>())], [], null, true)
    {
        Person = Ada,
        Mandates = [new Mandate { Id = "mnd_1", Purpose = "refund order 17", Until = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero) }],
    };

    [Theory]
    [InlineData("Agent", "agt_a")]
    [InlineData("User", "acc_ada")]
    public void What_is_asked_fits_the_schema(string type, string id)
    {
        var question = DatabasePolicy.Question(new EntityUid(type, id), Agent, Token, "orders", "reader");
        Assert.Empty(RequestValidator.Validate(question, Schema));
        Assert.Empty(RequestValidator.Validate(new EntityStore([AgentEntity.Make(Agent), PersonEntity.Make(Ada)]), Schema));
        foreach (var field in question.Context.Fields)
        {
            Assert.NotEmpty(RequestValidator.Validate(question with { Context = new(question.Context.Fields.Where(f => f.Key != field.Key)) }, Schema));
        }
    }

    [Fact]
    public void All_for_whom_it_is_must_be_allowed_it()
    {
        string? With(string principals) => DatabasePolicy.Refuses(
            new PolicyEngine(PolicySet.Parse($"permit (principal, action == Action::\"openDatabase\", resource) when {{ {principals} }};")), Agent, Token, "orders", "reader");
        Assert.Null(With("true"));
        Assert.Equal("no policy permits it", With("principal is User || principal == Agent::\"agt_a\""));
        Assert.Equal("no policy permits it", With("principal is Agent"));
        Assert.Null(With("principal.owner == \"ada\""));
    }
}
