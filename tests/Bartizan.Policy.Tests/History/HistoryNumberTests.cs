using Bartizan.Core.Results;
using Bartizan.Policy.History;

namespace Bartizan.Policy.Tests.History;

/// <summary>Sums of numbers that calls say.</summary>
public sealed class HistoryNumberTests
{
    private const string Pays = "event(action == Action::\"callTool\", resource == Tool::\"pay\", where event.outcome == \"allowed\")";

    [Theory]
    [InlineData("sum with  this within 24h event(action==Action::\"callTool\", resource==Tool::\"pay\",).number( \"amount\" , \"0.01 EUR\",100000 )", "sum with this within 1d event(action == Action::\"callTool\", resource == Tool::\"pay\").number(\"amount\", \"0.01 EUR\", 100000)")]
    [InlineData("sum within 1h event(action == Action::\"callTool\", resource == Tool::\"pay\").number(\"a \\\"b\", \"kg\", 1)", null)]
    public void A_question_has_one_text_that_reads_back(string written, string? text)
    {
        var query = Past.Query(written);
        Assert.Equal(text ?? written, query.Text);
        Assert.Equal(query.Text, Past.Query(query.Text).Text);
        var policy = Assert.Single(PolicySet.Parse($"permit (principal, action, resource) when history {{ {written} > 3 }};").Policies);
        Assert.Equal(policy.ToCedar(), Assert.Single(PolicySet.Parse(policy.ToCedar()).Policies).ToCedar());
        Assert.Equal(policy.ToCedar(), Assert.Single(PolicySet.FromJson(policy.ToJson()).Policies).ToCedar());
    }

    [Theory]
    [InlineData("sum within 1h event().number(\"a\", \"EUR\", 1) > 1", "It is not said whose argument this is.")]
    [InlineData("sum within 1h event(resource == Tool::\"pay\").number(\"a\", \"EUR\", 1) > 1", "It is not said whose argument this is.")]
    [InlineData("sum within 1h event(action in [Action::\"a\"], resource == Tool::\"pay\").number(\"a\", \"EUR\", 1) > 1", "It is not said whose argument this is.")]
    [InlineData("sum with this within 1h event().tokens > 1", "Only numbers of a call's arguments are known before it passes.")]
    [InlineData("sum with that within 1h event().tokens > 1", "Expected this, found that.")]
    [InlineData("sum within 1h event(action == Action::\"a\", resource == T::\"t\").number(\"\", \"EUR\", 1) > 1", "This declares no number.")]
    [InlineData("sum within 1h event(action == Action::\"a\", resource == T::\"t\").number(\"a\", \"\", 1) > 1", "This declares no number.")]
    [InlineData("sum within 1h event(action == Action::\"a\", resource == T::\"t\").number(\"a\", \"0 EUR\", 1) > 1", "This declares no number.")]
    [InlineData("sum within 1h event(action == Action::\"a\", resource == T::\"t\").number(\"a\", \"-1 EUR\", 1) > 1", "This declares no number.")]
    [InlineData("sum within 1h event(action == Action::\"a\", resource == T::\"t\").number(\"a\", \"0.00001 EUR\", 1) > 1", "This declares no number.")]
    [InlineData("sum within 1h event(action == Action::\"a\", resource == T::\"t\").number(\"a\", \"EUR\", 0) > 1", "This declares no number.")]
    [InlineData("sum within 1h event(action == Action::\"a\", resource == T::\"t\").number(\"a\", \"EUR\", 9999999999999999) > 1", "This declares no number.")]
    [InlineData("sum within 1h event(action == Action::\"a\", resource == T::\"t\").number(\"a\", \"EUR\") > 1", "Expected , after the unit, found ).")]
    [InlineData("sum within 1h event(action == Action::\"a\", resource == T::\"t\").number(a, \"EUR\", 1) > 1", "Expected the argument's name, found a.")]
    public void What_is_wrong_is_explained(string question, string what) =>
        Assert.Equal(what, Assert.Throws<InputException>(() => PolicySet.Parse($"permit (principal, action, resource) when history {{ {question} }};")).Errors[0].What);

    [Fact]
    public void What_fits_is_summed_in_steps_that_are_never_less_than_the_parts_and_the_call_at_hand_with_it()
    {
        var timeline = new HistoryTimeline();
        timeline.Add(Paid(0, 2.501m));
        timeline.Add(Paid(1, 7m) with { Outcome = HistoryOutcome.Denied });
        timeline.Add(Past.Event(2, "pay")); // from before anybody summed it
        timeline.Add(Paid(3, 0.0000001m));
        Assert.Equal("4", timeline.Ask($"sum within 1h {Pays}.number(\"amount\", \"EUR\", 100)", 4));
        Assert.Equal("252", timeline.Ask($"sum within 1h {Pays}.number(\"amount\", \"0.01 EUR\", 100)", 4));
        Assert.Equal("0", timeline.Ask($"sum within 1h {Pays}.number(\"amount\", \"USD\", 100)", 4));
        const string With = $"sum with this within 1h {Pays}.number(\"amount\", \"EUR\", 100)";
        Assert.Equal("6", timeline.Ask(With, 4, own: Paid(4, 1.5m)));
        Assert.Equal("4", timeline.Ask(With, 4)); // a question that leaves nothing behind
        Assert.Equal("4", timeline.Ask(With, 4, own: Paid(4, 1.5m) with { Resource = new("Tool", "other") }));
        Assert.Equal("fails", timeline.Ask(With, 4, own: Past.Event(4, "pay")));
        Assert.Equal("3", timeline.Ask(With, 3_602, own: Paid(4, 1.5m)));
    }

    [Fact]
    public void A_sum_that_is_too_large_is_the_largest_and_never_a_small_one()
    {
        var timeline = new HistoryTimeline();
        for (var i = 0; i < 3; i++)
        {
            timeline.Add(Paid(i, 5_000_000_000_000_000_000m));
        }

        Assert.Equal("1000000000000000000", timeline.Ask($"sum with this within 1h {Pays}.number(\"amount\", \"EUR\", 100)", 3, own: Paid(3, 1m)));
        Assert.Equal("1000000000000000000", timeline.Ask($"sum within 1h {Pays}.number(\"amount\", \"0.0001 EUR\", 100)", 3));
    }

    [Fact]
    public void Which_numbers_a_call_must_say_is_told_for_policies_in_force_and_those_tried()
    {
        var needs = new PolicyEngine(PolicySet.Parse($$"""
            @id("a") forbid (principal, action, resource == Tool::"export") when history { sum within 1h {{Pays}}.number("amount", "EUR", 100) > 5 };
            @id("b") @mode("shadow") forbid (principal, action, resource) when history { sum with this within 1h {{Pays}}.number("fee", "EUR", 7) > 5 };
            """)).History;
        Assert.Equal(["amount EUR"], needs.NumbersOf(Past.Request, shadow: false).Select(n => n.Key));
        Assert.Equal(["amount EUR", "fee EUR"], needs.NumbersOf(Past.Request, shadow: true).Select(n => n.Key));
        Assert.Empty(needs.NumbersOf(Past.Request with { Resource = new("Tool", "export") }, shadow: true));
        Assert.Empty(needs.NumbersOf(Past.Request with { Action = new("Action", "returnResult") }, shadow: true));
    }

    [Fact]
    public void Bounds_hold_at_their_ends()
    {
        var number = HistoryNumber.Of("amount", "0.01 EUR", 1_050)!;
        Assert.Equal((10.5m, true, true, false, false), (number.Bound, number.Admits(0), number.Admits(10.5m), number.Admits(10.51m), number.Admits(-0.01m)));
    }

    private static HistoryEvent Paid(long seconds, decimal amount) => Past.Event(seconds, "pay") with { Numbers = new Dictionary<string, decimal> { ["amount EUR"] = amount } };
}
