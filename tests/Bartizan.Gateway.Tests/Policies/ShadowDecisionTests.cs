using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Policies;
using Bartizan.Policy;
using Bartizan.Policy.Entities;
using Bartizan.Policy.Values;

namespace Bartizan.Gateway.Tests.Policies;

public sealed class ShadowDecisionTests
{
    private static readonly string[] Labels = ["pii.email", "pii.phone", "secret.generic"];

    private static readonly string[] Obligations =
        ["", "", """@redact("pii.*")""", """@redact("pii.email, secret.*")""", """@hold("owner")""", """@hold("ana")""", """@code("c")""", """@onGuardFailure("allow")"""];

    [Fact]
    public void What_is_done_is_what_would_be_with_the_shadow_policies_removed()
    {
        var noted = 0;
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var policies = Enumerable.Range(0, 6).Select(i => (Text: Policy(random, i), Shadow: random.Next(2) == 0)).ToList();
            var engine = Engine(policies.Select(p => p.Shadow ? """@mode("shadow") """ + p.Text : p.Text));
            List<Finding> findings = [.. Labels.Where(_ => random.Next(2) == 0).Select(Found)];
            var (question, guardFailed) = (Question(findings), random.Next(4) == 0);

            var outcome = PolicyDecider.Decide(engine, question, findings, guardFailed);
            var without = PolicyDecider.Decide(Engine(policies.Where(p => !p.Shadow).Select(p => p.Text)), question, findings, guardFailed);
            var all = PolicyDecider.Decide(Engine(policies.Select(p => p.Text)), question, findings, guardFailed).Decision;

            Same(without.Decision, outcome.Decision);
            Assert.Equal(without.RedactPatterns, outcome.RedactPatterns);
            Assert.Equal(without.PassesGuardFailure, outcome.PassesGuardFailure);
            Assert.Equal(PolicyDecider.Differ(without.Decision, all, findings), outcome.Decision.Shadow is not null);
            if (outcome.Decision.Shadow is { } shadow)
            {
                Same(all, shadow);
                noted++;
            }
        }

        Assert.True(noted > 500, "the shadow policies hardly ever mattered, so this tested nothing");
    }

    private static string Policy(Random random, int number)
    {
        var effect = random.Next(3) == 0 ? "forbid" : "permit";
        var condition = random.Next(2) == 0 ? "" : $" when {{ context.labels.contains(\"{Labels[random.Next(Labels.Length)]}\") }}";
        return $"@id(\"p{number}\") {Obligations[random.Next(Obligations.Length)]} {effect} (principal, action, resource){condition};";
    }

    private static PolicyEngine Engine(IEnumerable<string> policies) => new(PolicySet.Parse(string.Join('\n', policies)));

    private static PolicyQuestion Question(List<Finding> findings) => new(
        new AuthorizationRequest(
            new("Agent", "a"), PolicyQuestion.InvokeModelAction, new("Model", "m"), new CedarRecord([new("labels", LabelSets.FamiliesOf([.. findings.Select(f => f.Label)]))])),
        EntityStore.Empty);

    private static Finding Found(string label) => new() { Label = label, Score = 0.9, Segment = 0, Start = 0, Length = 1, Reason = "It is there.", Inspector = "test" };

    private static void Same(Decision expected, Decision actual)
    {
        Assert.Equal((expected.Verdict, expected.Code, expected.HoldFor, expected.Message), (actual.Verdict, actual.Code, actual.HoldFor, actual.Message));
        Assert.Equal(expected.Policies, actual.Policies);
        Assert.Equal(expected.Redact, actual.Redact);
    }
}
