using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Policy;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Tests.Policies;

/// <summary>The one law of blueprints, over random blueprints, policies and requests; the seed is fixed, so that a failure comes again.</summary>
public class BlueprintBoundTests
{
    private static readonly string[] Agents = ["agt_a", "agt_b"];
    private static readonly string[] Resources = ["gpt-4", "gpt-4o", "claude", "github/get", "github/set"];
    private static readonly string[] Entries = ["*", "gpt-*", "gpt-4", "claude", "github/*", "github/get"];
    private static readonly string[] Actions = ["invokeModel", "returnAnswer", "callTool"];

    private static readonly string[] Conditions =
    [
        "", "when { context.injection < 500 }", "when { context.stream }", "unless { context.stream }", "when { principal.owner == \"ada\" }",
        "when { context.labels.contains(\"pii\") }", "when { context.nothing }", "when { context.injection + 9223372036854775807 > 0 }", "unless { principal.tags has team }",
    ];

    [Fact]
    public void What_passes_is_allowed_by_policy_and_by_the_blueprint_of_everyone_of_the_chain_and_what_both_allow_passes()
    {
        var random = new Random(4180);
        var (passed, outside) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var policies = new PolicyEngine(PolicySet.Parse(Policies(random)));
            Principal[] chain = [.. Enumerable.Range(0, 1 + random.Next(2)).Select(n => Agent(random, n))];
            var action = Pick(random, Actions);
            var resource = new EntityUid(action == "callTool" ? "Tool" : "Model", Pick(random, Resources));
            var context = new CedarRecord((KeyValuePair<string, CedarValue>[])
            [
                new("injection", new CedarLong(random.Next(1_000))), new("stream", CedarBool.Of(random.Next(2) == 0)), new("labels", CedarSet.OfStrings(random.Next(2) == 0 ? ["pii"] : [])),
            ]);
            var request = new AuthorizationRequest(AgentEntities.Uid(chain[0]), new("Action", action), resource, context);
            var question = new PolicyQuestion(request, AgentEntities.Of(chain[0]))
            {
                Token = new TokenFacts("tok", "txn", chain[1..], [], null, false),
                Blueprint = chain[0].Blueprint,
            };
            var decision = PolicyDecider.Decide(policies, question, [], false).Decision;
            var byPolicy = chain.All(a => policies.Authorize(request with { Principal = AgentEntities.Uid(a) }, AgentEntities.Of(a)).Allowed);
            var byBlueprint = chain.All(a => Allows(a, request));
            Assert.True((decision.Verdict == Verdict.Allow) == (byPolicy && byBlueprint), string.Create(CultureInfo.InvariantCulture, $"run {i}: {decision}"));
            Assert.True(byPolicy || decision.Code != PolicyDecider.OutsideBlueprint || chain.Length > 1);
            passed += decision.Verdict == Verdict.Allow ? 1 : 0;
            outside += decision.Code == PolicyDecider.OutsideBlueprint ? 1 : 0;
        }

        Assert.True(passed > 500 && outside > 500, string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {outside} outside"));
    }

    // What a blueprint means, said once more without the gateway's own code.
    private static bool Allows(Principal agent, AuthorizationRequest request)
    {
        if (agent.Blueprint is not { } blueprint)
        {
            return true;
        }

        var names = request.Resource.Type == "Model" ? blueprint.Uses?.Models : blueprint.Uses?.Tools;
        return (names is null || names.Any(n => n.EndsWith('*') ? request.Resource.Id.StartsWith(n[..^1], StringComparison.Ordinal) : n == request.Resource.Id))
            && (blueprint.Ceiling is null
                || new PolicyEngine(PolicySet.Parse(blueprint.Ceiling)).Authorize(request with { Principal = AgentEntities.Uid(agent) }, AgentEntities.Of(agent)).Allowed);
    }

    private static Principal Agent(Random random, int number) => new(Agents[number], "n", Pick(random, "ada", "bob"), random.Next(2) == 0 ? new Dictionary<string, string>() : new Dictionary<string, string> { ["team"] = "red" })
    {
        Blueprint = random.Next(4) == 0 ? null : TestBlueprints.Of(
            random.Next(2) == 0 ? null : new TokenAuthority([Pick(random, Entries), Pick(random, Entries)], [Pick(random, Entries)]),
            random.Next(3) == 0 ? null : Policies(random)),
    };

    private static string Policies(Random random) => string.Join('\n', Enumerable.Range(0, 1 + random.Next(4)).Select(i =>
        $"@id(\"p{i}\") {(i == 0 || random.Next(3) > 0 ? "permit" : "forbid")} ({Pick(random, "principal", "principal", "principal == Agent::\"agt_a\"")}, "
        + $"{Pick(random, "action", "action", "action == Action::\"invokeModel\"")}, {Pick(random, "resource", "resource is Model", "resource == Model::\"gpt-4\"")}) {Pick(random, Conditions)};"));

    private static string Pick(Random random, params string[] from) => from[random.Next(from.Length)];
}
