using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;
using Bartizan.Guard.Spans;

namespace Bartizan.Guard.Tests;

public class GuardEngineTests
{
    private sealed class Broken : IInspector
    {
        public string Name => "broken";

        public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings)
        {
            findings.Add(new Finding { Label = "half", Score = 1, Segment = 0, Start = 0, Length = 1, Reason = "half done", Inspector = Name });
            throw new InvalidOperationException("secret text must not leak");
        }
    }

    [Fact]
    public void A_throwing_inspector_is_a_failure_and_the_others_still_report()
    {
        var result = GuardEngine.CreateDefault(null, new Broken()).Inspect([Segment("bob@example.org")]);
        var failure = Assert.Single(result.Failures);
        Assert.Equal("broken", failure.Inspector);
        Assert.DoesNotContain("secret text", failure.Reason, StringComparison.Ordinal);
        Assert.Equal("pii.email", Assert.Single(result.Findings).Label);
    }

    [Fact]
    public void A_text_over_the_budget_is_a_failure_not_silence()
    {
        var result = GuardEngine.CreateDefault(new GuardOptions { MaxSegmentLength = 10 }).Inspect([Segment("bob@example.org")]);
        Assert.Equal("budget", Assert.Single(result.Failures).Inspector);
    }

    [Fact]
    public void A_spent_time_budget_is_a_failure()
    {
        var options = new GuardOptions { TimeBudget = TimeSpan.FromTicks(-1) };
        var result = new GuardEngine([new SpanInspector(options)], options).Inspect([Segment("bob@example.org")]);
        Assert.Equal("budget", Assert.Single(result.Failures).Inspector);
    }

    [Fact]
    public void Labels_and_scores_can_be_switched_off()
    {
        const string Text = "bob@example.org 4111 1111 1111 1111";
        Assert.Equal(["pii.payment-card"], Inspecting.Find(Text, GuardEngine.CreateDefault(new GuardOptions { DisabledLabels = ["pii.email"] })).Select(f => f.Label));
        Assert.Empty(Inspecting.Find(Text, GuardEngine.CreateDefault(new GuardOptions { DisabledLabels = ["pii.*"] })));
        Assert.Empty(Inspecting.Find(Text, GuardEngine.CreateDefault(new GuardOptions { MinimumScore = 0.99 })));
    }

    [Fact]
    public void Findings_come_in_order_of_segment_and_start_and_never_hold_the_match()
    {
        var result = Inspecting.Engine.Inspect([Segment("b@example.org a@example.org", 0), Segment("c@example.org", 1)]);
        Assert.Equal([(0, 0), (0, 14), (1, 0)], result.Findings.Select(f => (f.Segment, f.Start)));
        Assert.DoesNotContain(result.Findings, f => f.ToString().Contains("@example", StringComparison.Ordinal));
    }

    private static Segment Segment(string text, int index = 0) => new(index, SegmentRole.User, Provenance.User, "text", text.AsMemory());
}
