using Bartizan.Policy.Entities;
using Bartizan.Policy.Evaluation;
using Bartizan.Policy.Syntax;
using Bartizan.Policy.Tests.Support;

namespace Bartizan.Policy.Tests.Indexing;

public sealed class PolicyIndexTests
{
    [Fact]
    public void The_index_never_changes_an_answer()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new RandomSyntax(seed);
            var set = PolicySet.Parse(string.Concat(Enumerable.Range(0, 25).Select(_ => PolicyPrinter.Print(random.Policy()))));
            var engine = new PolicyEngine(set);
            var entities = Entities(random);
            for (var i = 0; i < 20; i++)
            {
                var request = new AuthorizationRequest(random.Uid(), random.Action(), random.Uid(), random.Record(2));
                var indexed = engine.Authorize(request, entities);
                var naive = Naive(set, request, entities);
                Assert.Equal(naive.Allowed, indexed.Allowed);
                Assert.Equal(naive.Reasons, indexed.Reasons);
                Assert.Equal(naive.Errors, indexed.Errors);
                Assert.Equal(naive.Reasons, indexed.Determining.Select(p => p.Id));
            }
        }
    }

    [Fact]
    public void A_policy_for_a_list_of_actions_runs_once_though_the_request_fits_twice()
    {
        var entities = new EntityStore([new Entity(new EntityUid("Action", "a")) { Parents = [new EntityUid("Action", "b"), new EntityUid("Action", "c")] }]);
        var engine = new PolicyEngine(PolicySet.Parse("permit (principal, action in [Action::\"c\", Action::\"a\", Action::\"b\", Action::\"c\"], resource);"));
        var answer = engine.Authorize(new AuthorizationRequest(new EntityUid("A", ""), new EntityUid("Action", "a"), new EntityUid("A", ""), Bartizan.Policy.Values.CedarRecord.Empty), entities);
        Assert.Equal(["policy0"], answer.Reasons);
    }

    private static AuthorizationAnswer Naive(PolicySet set, AuthorizationRequest request, EntityStore entities)
    {
        var context = new EvaluationContext(request, entities);
        var tally = new Tally();
        foreach (var (policy, i) in set.Policies.Select((p, i) => (p, i)))
        {
            tally.Run(new CompiledPolicy(policy, i), context);
        }

        return tally.Answer();
    }

    private static EntityStore Entities(RandomSyntax random)
    {
        // Parents come from later names only, so there is no circle.
        EntityUid[] all = [.. new[] { "T", "U", "N::V" }.SelectMany(t => new[] { "x", "y", "z w", "\"q\"" }.Select(id => new EntityUid(t, id)))];
        EntityUid[] actions = [.. new[] { "a", "b", "c", "all" }.Select(id => new EntityUid("Action", id))];
        return new EntityStore(new[] { all, actions }.SelectMany(uids => uids.Select((uid, i) => new Entity(uid)
        {
            Attributes = random.Record(2),
            Tags = random.Record(1),
            Parents = [.. uids.Skip(i + 1).Where(_ => random.Pick([true, false, false, false]))],
        })));
    }
}
