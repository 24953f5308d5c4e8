using Bartizan.Policy.Entities;
using Bartizan.Policy.History;

namespace Bartizan.Policy.Tests.History;

public sealed class HistoryTimelineTests
{
    private const string Approved = "event(resource == Tool::\"approve\")";

    [Theory]
    [InlineData(69, "true")]
    [InlineData(70, "true")] // both ends of a window are in it
    [InlineData(71, "false")]
    public void A_window_holds_both_its_ends(long now, string expected)
    {
        var timeline = new HistoryTimeline();
        timeline.Add(Past.Event(10, "approve"));
        Assert.Equal(expected, timeline.Ask($"formerly within 1m {Approved}", now));
    }

    [Fact]
    public void No_approval_since_untrusted_data_was_read_can_be_asked()
    {
        const string Query = $"no {Approved} since within 1h event(where event.labels.contains(\"injection\"))";
        var timeline = new HistoryTimeline();
        Assert.Equal("false", timeline.Ask(Query, 0)); // the anchor never happened
        timeline.Add(Past.Event(1, "approve"));
        timeline.Add(Past.Event(2, "fetch", labels: "injection"));
        Assert.Equal("true", timeline.Ask(Query, 3));
        timeline.Add(Past.Event(3, "approve")); // at the same moment, but after it
        Assert.Equal("false", timeline.Ask(Query, 3));
        timeline.Add(Past.Event(3, "fetch", labels: "injection"));
        Assert.Equal("true", timeline.Ask(Query, 3));
        Assert.Equal("false", timeline.Ask(Query, 3604)); // both have left the window
    }

    [Fact]
    public void Events_can_be_compared_with_the_request()
    {
        var timeline = new HistoryTimeline();
        timeline.Add(Past.Event(1, "read-a"));
        timeline.Add(Past.Event(2, "read-b"));
        const string Same = "count within 1h event(action == Action::\"callTool\", where event.resource == resource)";
        Assert.Equal("1", timeline.Ask(Same, 3, Past.Request with { Resource = new("Tool", "read-a") }));
        Assert.Equal("0", timeline.Ask(Same, 3, Past.Request with { Resource = new("Tool", "other") }));
        Assert.Equal("fails", timeline.Ask("formerly within 1h event(where event.tokens > context.missing)", 3));
        Assert.Equal("fails", timeline.Ask("formerly within 1h event(where event.tokens.contains(1))", 3));
    }

    [Fact]
    public void Groups_are_followed_as_they_stand_when_it_is_asked()
    {
        var timeline = new HistoryTimeline();
        timeline.Add(Past.Event(1, "pay"));
        var entities = new EntityStore([new Entity(new EntityUid("Tool", "pay")) { Parents = [new("Server", "bank")] }]);
        const string Query = "formerly within 1h event(resource in Server::\"bank\")";
        Assert.Equal("true", timeline.Ask(Query, 2, entities: entities));
        Assert.Equal("false", timeline.Ask(Query, 2));
    }

    [Fact]
    public void More_can_be_told_of_an_event_later()
    {
        var timeline = new HistoryTimeline();
        const string Sum = "sum within 1h event(where event.outcome == \"allowed\").tokens";
        Assert.Equal("0", timeline.Ask(Sum, 0));
        var place = timeline.Add(Past.Event(1, "a"));
        timeline.Add(Past.Event(2, "b", tokens: 5));
        timeline.Replace(place, Past.Event(1, "a", tokens: 100));
        Assert.Equal("105", timeline.Ask(Sum, 3));
        timeline.Replace(place, Past.Event(1, "a", outcome: HistoryOutcome.Denied, tokens: 100));
        Assert.Equal("5", timeline.Ask(Sum, 3));
        timeline.Replace(place, Past.Event(1, "a", tokens: 7));
        Assert.Equal("12", timeline.Ask(Sum, 3));
    }

    [Fact]
    public void A_sum_beyond_64_bits_is_the_largest_number()
    {
        var timeline = new HistoryTimeline();
        timeline.Add(Past.Event(1, "a", tokens: long.MaxValue));
        timeline.Add(Past.Event(1, "a", tokens: long.MaxValue));
        Assert.Equal("1000000000000000000", timeline.Ask("sum within 1h event().tokens", 2));
    }

    [Fact]
    public void A_clock_that_goes_back_neither_loses_events_nor_frees_limits()
    {
        var timeline = new HistoryTimeline();
        timeline.Add(Past.Event(1_000, "a"));
        timeline.Add(Past.Event(10, "a")); // happens at 1000: after the one before it
        Assert.Equal("2", timeline.Ask("count within 1m event()", 20));
        Assert.Equal("2", timeline.Ask("count within 1m event()", 1_060));
        Assert.Equal("0", timeline.Ask("count within 1m event()", 1_061));
    }

    [Fact]
    public void Where_older_events_had_to_go_longer_questions_have_no_answer()
    {
        var timeline = new HistoryTimeline();
        for (var i = 0; i <= HistoryTimeline.MostEvents; i++)
        {
            timeline.Add(Past.Event(i / 100, "flood"));
        }

        var now = HistoryTimeline.MostEvents / 100;
        Assert.Equal(HistoryTimeline.MostEvents, timeline.Count);
        Assert.Equal("unknown", timeline.Ask("formerly within 1d event(resource == Tool::\"pay\")", now));
        Assert.Equal("6001", timeline.Ask("count within 1m event(resource == Tool::\"flood\")", now)); // 60 whole seconds, and the first event of the next
    }

    [Fact]
    public void A_question_that_needs_the_request_looks_at_no_more_events_than_it_may()
    {
        var timeline = new HistoryTimeline();
        for (var i = 0; i <= Scan.Most; i++)
        {
            timeline.Add(Past.Event(1, "flood"));
        }

        Assert.Equal("unknown", timeline.Ask("formerly within 1d event(where event.resource == resource)", 2));
        Assert.Equal("false", timeline.Ask("formerly within 1d event(resource == Tool::\"other\", where event.resource == resource)", 2)); // none may fit
    }

    [Fact]
    public void What_is_forgotten_is_gone_for_every_question()
    {
        var timeline = new HistoryTimeline();
        timeline.Add(Past.Event(1, "a"));
        timeline.Add(Past.Event(100, "a"));
        Assert.Equal("2", timeline.Ask("count within 1h event()", 100));
        timeline.Forget(50 * Past.Second);
        Assert.Equal(1, timeline.Count);
        Assert.Equal("1", timeline.Ask("count within 30s event()", 101));
        timeline.Replace(0, Past.Event(1, "a", tokens: 3)); // gone: nothing happens
        Assert.Equal("0", timeline.Ask("sum within 30s event().tokens", 101));
    }

    [Fact]
    public void Of_thousands_of_questions_each_has_its_answer()
    {
        var timeline = new HistoryTimeline();
        HistoryQuery[] queries = [.. Enumerable.Range(0, 5_000).Select(i => Past.Query($"count within {1 + (i % 90)}s event({(i % 3 == 0 ? "" : $"resource == Tool::\"t{i % 7}\", ")}where event.tokens != {i})"))];
        for (var i = 0; i < 70; i++)
        {
            timeline.Add(Past.Event(i, $"t{i % 7}", tokens: -1));
            var answers = timeline.Ask(i % 20 == 0 ? queries : queries[..50], Past.Request, EntityStore.Empty, i * Past.Second)!;
            for (var q = 0; q < answers.Count; q++)
            {
                var expected = Enumerable.Range(0, i + 1).Count(e => i - e <= 1 + (q % 90) && (q % 3 == 0 || e % 7 == q % 7));
                Assert.True(answers.TryGet(queries[q].Text, out var count));
                Assert.Equal($"{expected}", count.ToString());
            }
        }
    }

    [Fact]
    public void Policies_read_the_answers_and_fail_without_them()
    {
        var engine = new PolicyEngine(PolicySet.Parse("""
            @id("few") permit (principal, action == Action::"callTool", resource) when history { count within 1h event(resource == Tool::"pay") < 2 };
            @id("other") permit (principal, action == Action::"read", resource) when history { formerly within 1h event() };
            """));
        var needs = engine.History.Of(Past.Request, EntityStore.Empty);
        Assert.Equal("count within 1h event(resource == Tool::\"pay\")", Assert.Single(needs).Text); // of the policy whose head fits
        Assert.Equal(TimeSpan.FromHours(1), engine.History.Longest);
        Assert.Equal("few", Assert.Single(engine.Authorize(Past.Request, EntityStore.Empty).Errors).PolicyId);

        var timeline = new HistoryTimeline();
        for (var i = 0; i < 3; i++)
        {
            var answer = engine.Authorize(HistoryContext.With(Past.Request, timeline.Ask(needs, Past.Request, EntityStore.Empty, i)!), EntityStore.Empty);
            Assert.Equal(i < 2, answer.Allowed);
            timeline.Add(Past.Event(i, "pay"));
        }
    }
}
