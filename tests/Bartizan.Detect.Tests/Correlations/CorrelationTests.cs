using Bartizan.Detect.Tests.Support;

namespace Bartizan.Detect.Tests.Correlations;

/// <summary>Correlations as the specification and docs/sigma-semantics.md say. Events are written <c>seconds rule user value</c>.</summary>
public class CorrelationTests
{
    private const string Base = """
        title: Rule A
        id: 11111111-1111-4111-8111-111111111111
        name: a
        detection: {s: {kind: a}, condition: s}
        ---
        title: Rule B
        id: 22222222-2222-4222-8222-222222222222
        name: b
        detection: {s: {kind: b}, condition: s}
        ---
        title: Rule C
        id: 33333333-3333-4333-8333-333333333333
        name: c
        detection: {s: {kind: c}, condition: s}
        ---
        title: Rule AB
        name: ab
        detection: {s: {kind: [a, ab, b]}, condition: s}
        ---
        """;

    private const string Failed = """
        title: Many failed
        id: many
        name: many_failed
        correlation:
          type: event_count
          rules: [a]
          group-by: [user]
          timespan: 10s
          condition: {gte: 3}
        """;

    [Theory]
    // event_count
    [InlineData("reaches the bound", "event_count", "[a]", "{gte: 3}", "0 a u|1 a u|2 a u", "0,1,2")]
    [InlineData("stays below the bound", "event_count", "[a]", "{gte: 3}", "0 a u|1 a u|2 b u", "")]
    [InlineData("gt is strict", "event_count", "[a]", "{gt: 3}", "0 a u|1 a u|2 a u", "")]
    [InlineData("counts each group apart", "event_count", "[a]", "{gte: 3}", "0 a u|1 a v|2 a u|3 a v", "")]
    [InlineData("groups are exact texts", "event_count", "[a]", "{gte: 2}", "0 a u|1 a U", "")]
    [InlineData("counts several rules together", "event_count", "[a, b]", "{gte: 3}", "0 a u|1 b u|2 a u", "0,1,2")]
    [InlineData("an event exactly the timespan old counts", "event_count", "[a]", "{gte: 2}", "0 a u|10 a u", "0,1")]
    [InlineData("an older one does not", "event_count", "[a]", "{gte: 2}", "0 a u|11 a u", "")]
    [InlineData("slides over static borders", "event_count", "[a]", "{gte: 2}", "9 a u|12 a u", "0,1")]
    [InlineData("fires once for a burst", "event_count", "[a]", "{gte: 2}", "0 a u|1 a u|2 a u|3 a u|9 a u", "0,1")]
    [InlineData("fires again after the burst", "event_count", "[a]", "{gte: 2}", "0 a u|1 a u|30 a u|31 a u", "0,1;2,3")]
    [InlineData("one that never pauses stays one burst", "event_count", "[a]", "{gte: 2}", "0 a u|6 a u|12 a u|18 a u|24 a u", "0,1")]
    [InlineData("takes events in order of time", "event_count", "[a]", "{gte: 3}", "2 a u|0 a u|1 a u", "1,2,0")]
    [InlineData("without the group's field no group", "event_count", "[a]", "{gte: 2}", "0 a -|1 a -", "")]
    [InlineData("with null there no group", "event_count", "[a]", "{gte: 2}", "0 a null|1 a null", "")]
    [InlineData("a range holds from its lower bound", "event_count", "[a]", "{gt: 1, lte: 3}", "0 a u|1 a u|2 a u|3 a u", "0,1")]
    [InlineData("eq holds at the number", "event_count", "[a]", "{eq: 2}", "0 a u|1 a u|2 a u", "0,1")]
    [InlineData("neq holds beside it", "event_count", "[a]", "{neq: 1}", "0 a u|1 a u", "0,1")]
    [InlineData("lt holds at the first", "event_count", "[a]", "{lt: 2}", "0 a u|1 a u", "0")]
    // value_count
    [InlineData("counts distinct values", "value_count", "[a]", "{field: v, gte: 3}", "0 a u x|1 a u x|2 a u y|3 a u z", "0,1,2,3")]
    [InlineData("the same value counts once", "value_count", "[a]", "{field: v, gte: 2}", "0 a u x|1 a u x|2 a u x", "")]
    [InlineData("a value that fell out counts no more", "value_count", "[a]", "{field: v, gte: 3}", "0 a u x|8 a u y|12 a u z", "")]
    [InlineData("without the value not counted", "value_count", "[a]", "{field: v, gte: 2}", "0 a u x|1 a u", "")]
    [InlineData("several fields are combinations", "value_count", "[a]", "{field: [v, user], gte: 2}", "0 a u x|1 a u y", "0,1")]
    // values
    [InlineData("sums", "value_sum", "[a]", "{field: v, gt: 100}", "0 a u 60|1 a u 40|2 a u 1", "0,1,2")]
    [InlineData("sums numbers only", "value_sum", "[a]", "{field: v, gte: 100}", "0 a u 60|1 a u many|2 a u 40.0", "0,2")]
    [InlineData("what fell out is not summed", "value_sum", "[a]", "{field: v, gte: 100}", "0 a u 60|11 a u 60", "")]
    [InlineData("averages", "value_avg", "[a]", "{field: v, gt: 50}", "0 a u 10|1 a u 20|2 a u 200", "0,1,2")]
    [InlineData("the median", "value_median", "[a]", "{field: v, gte: 15}", "0 a u 10|1 a u 20", "0,1")]
    [InlineData("a percentile", "value_percentile", "[a]", "{field: v, percentile: 90, gt: 90}", "0 a u 10|1 a u 100|2 a u 100", "0,1")]
    [InlineData("the share of the newest value", "value_percentile", "[a]", "{field: v, lte: 25}", "0 a u x|1 a u x|2 a u x|3 a u y", "0,1,2,3")]
    // temporal
    [InlineData("all rules in any order", "temporal", "[a, b]", "", "0 b u|1 a u", "0,1")]
    [InlineData("not by one rule alone", "temporal", "[a, b]", "", "0 a u|1 a u", "")]
    [InlineData("not across groups", "temporal", "[a, b]", "", "0 a u|1 b v", "")]
    [InlineData("not across the timespan", "temporal", "[a, b]", "", "0 a u|11 b u", "")]
    [InlineData("rules by id", "temporal", "[11111111-1111-4111-8111-111111111111, b]", "", "0 a u|1 b u", "0,1")]
    [InlineData("rules by title", "temporal", "[Rule A, Rule B]", "", "0 a u|1 b u", "0,1")]
    [InlineData("as many rules as bounded", "temporal", "[a, b, c]", "{gte: 2}", "0 a u|1 c u", "0,1")]
    [InlineData("one event of two rules", "temporal", "[a, ab]", "", "0 a u", "0")]
    [InlineData("a condition over rules", "temporal", "[a, b, c]", "a and (b or c)", "0 c u|1 a u", "0,1")]
    [InlineData("a condition with not", "temporal", "[a, b]", "a and not b", "0 b u|1 a u|20 a u", "2")]
    [InlineData("once for a burst of rules", "temporal", "[a, b]", "", "0 a u|1 b u|2 a u|3 b u", "0,1")]
    // temporal_ordered
    [InlineData("in order", "temporal_ordered", "[a, b]", "", "0 a u|1 b u", "0,1")]
    [InlineData("not in the other order", "temporal_ordered", "[a, b]", "", "0 b u|1 a u", "")]
    [InlineData("order over three", "temporal_ordered", "[a, b, c]", "", "0 a u|1 c u|2 b u|3 c u", "0,2,3")]
    [InlineData("order by time, not by arrival", "temporal_ordered", "[a, b]", "", "1 b u|0 a u", "1,0")]
    [InlineData("equal times by arrival", "temporal_ordered", "[a, b]", "", "0 a u|0 b u", "0,1")]
    [InlineData("the latest begin counts", "temporal_ordered", "[a, b]", "", "0 a u|5 a u|12 b u", "1,2")]
    [InlineData("one event cannot follow itself", "temporal_ordered", "[a, ab]", "", "0 a u|20 a u", "")]
    [InlineData("a rule after itself", "temporal_ordered", "[a, a, b]", "", "0 a u|1 b u|2 a u|3 b u", "0,2,3")]
    [InlineData("the whole order within the timespan", "temporal_ordered", "[a, b, c]", "", "0 a u|6 b u|12 c u", "")]
    public void A_correlation(string what, string type, string rules, string condition, string events, string fired)
    {
        var correlation = $"""
            title: Correlation
            id: corr
            correlation:
              type: {type}
              rules: {rules}
              group-by: [user]
              timespan: 10s
            {(condition.Length == 0 ? "" : $"  condition: {condition}")}
            """;
        var found = Sigma.Fire(Base + "\n" + correlation, Events(events)).Where(f => f.StartsWith("corr:", StringComparison.Ordinal)).Select(f => f[5..]);
        Assert.True(fired == string.Join(';', found), $"{what}: {string.Join(';', found)}");
    }

    [Fact]
    public void A_chain_uses_the_group_of_the_inner_one()
    {
        var outer = """

            ---
            title: Then success
            id: then
            correlation:
              type: temporal_ordered
              rules: [many_failed, b]
              group-by: [user]
              timespan: 10s
            """;
        Assert.Equal(["then:0,1,2,3"], Sigma.Fire(Base + "\n" + Failed + outer, Events("0 a u|1 a u|2 a u|3 b u|4 b v")).Where(f => !f.StartsWith("ab", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_chain_over_a_field_the_inner_one_does_not_group_by_takes_it_of_the_last_event()
    {
        var outer = """

            ---
            title: Hosts
            id: hosts
            correlation:
              type: value_count
              rules: [many_failed]
              group-by: [v]
              timespan: 1h
              condition: {field: user, gte: 2}
            """;
        Assert.Equal(["hosts:0,1,2,3,4,5"], Sigma.Fire(Base + "\n" + Failed + outer, Events("0 a u x|1 a u x|2 a u h|10 a w x|11 a w x|12 a w h")).Where(f => !f.StartsWith("ab", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_specifications_own_example_fires()
    {
        const string rules = """
            title: Failed then success
            id: outer
            correlation: {type: temporal_ordered, rules: [multiple_failed_login, successful_login], group-by: [User], timespan: 10m}
            ---
            title: Multiple failed logons
            id: a8418a5a-5fc4-46b5-b23b-6c73beb19d41
            name: multiple_failed_login
            correlation: {type: event_count, rules: [failed_login], group-by: [User], timespan: 10m, condition: {gte: 10}}
            ---
            title: Single failed login
            id: 53ba33fd-3a50-4468-a5ef-c583635cfa92
            name: failed_login
            detection: {selection: {EventID: [529, 4625]}, condition: selection}
            ---
            title: Successful login
            id: 4d0a2c83-c62c-4ed4-b475-c7e23a9269b8
            name: successful_login
            detection: {selection: {EventID: [528, 4624]}, condition: selection}
            """;
        var events = Enumerable.Range(0, 10).Select(i => $$"""{"EventID":4625,"User":"u","@timestamp":"2026-01-01T00:00:{{i:00}}Z"}""")
            .Append("""{"EventID":4624,"User":"u","@timestamp":"2026-01-01T00:01:00Z"}""");
        Assert.Equal(["outer:0,1,2,3,4,5,6,7,8,9,10"], Sigma.Fire(rules, events));
    }

    [Fact]
    public void Aliases_join_different_fields()
    {
        const string correlation = """
            title: Aliased
            id: alias
            correlation:
              type: temporal
              rules: [a, b]
              group-by: [who, ip]
              timespan: 10s
              aliases:
                who: {a: user, b: other}
                ip: {Rule A: src, 22222222-2222-4222-8222-222222222222: dst}
            """;
        string[] events =
        [
            """{"@timestamp":"2026-01-01T00:00:00Z","kind":"a","user":"u","src":"1"}""",
            """{"@timestamp":"2026-01-01T00:00:01Z","kind":"b","other":"u","dst":"2"}""",
            """{"@timestamp":"2026-01-01T00:00:02Z","kind":"b","other":"u","dst":"1"}""",
        ];
        Assert.Equal(["alias:0,2"], Sigma.Fire(Base + "\n" + correlation, events).Where(f => f.StartsWith("alias", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", "many:0,1,2")]
    [InlineData("  generate: true\n", "11111111-1111-4111-8111-111111111111:0;11111111-1111-4111-8111-111111111111:1;11111111-1111-4111-8111-111111111111:2;many:0,1,2")]
    public void Rules_of_a_correlation_report_on_their_own_only_where_it_generates_them(string generate, string fired) =>
        Assert.Equal(fired, string.Join(';', Sigma.Fire((Base + "\n" + Failed + "\n" + generate).Replace("kind: [a, ab, b]", "kind: ab", StringComparison.Ordinal), Events("0 a u|1 a u|2 a u"))));

    [Fact]
    public void Without_group_by_there_is_one_group_and_nested_fields_and_arrays_group()
    {
        var one = Failed.Replace("  group-by: [user]\n", "", StringComparison.Ordinal);
        Assert.Contains("many:0,1,2", Sigma.Fire(Base + "\n" + one, Events("0 a u|1 a v|2 a -")));
        var nested = Failed.Replace("[user]", "[p.q]", StringComparison.Ordinal);
        var events = Enumerable.Range(0, 3).Select(i => $$$"""{"kind":"a","time":{{{1_700_000_000 + i}}},"p":[{"q":"x"},{"q":"y{{{i}}}"}]}""");
        Assert.Contains("many:0,1,2", Sigma.Fire(Base + "\n" + nested, events));
    }

    [Fact]
    public void In_a_stream_late_events_within_the_allowance_count_in_their_place_and_later_ones_not()
    {
        var options = new DetectOptions { Lateness = TimeSpan.FromSeconds(5) };
        Assert.Contains("many:0,2,1", Sigma.Fire(Base + "\n" + Failed, Events("0 a u|4 a u|1 a u|20 a v"), options));
        Assert.DoesNotContain(Sigma.Fire(Base + "\n" + Failed, Events("0 a u|9 a u|20 a v|1 a u"), options), f => f.StartsWith("many", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("type: event_counts", "no type")]
    [InlineData("timespan: 10", "no timespan")]
    [InlineData("timespan: 2y", "no timespan")]
    [InlineData("rules: [nobody]", "no rule 'nobody'")]
    [InlineData("rules: [corr]", "refers to itself")]
    [InlineData("rules: []", "names no rules")]
    [InlineData("condition: {}", "no bound")]
    [InlineData("condition: {gte: many}", "no number")]
    [InlineData("condition: {more: 3}", "not known")]
    [InlineData("condition: a and b", "temporal correlations only")]
    [InlineData("type: value_sum", "names no field")]
    public void A_wrong_correlation_is_refused_and_says_why(string line, string what)
    {
        var key = line[..line.IndexOf(':', StringComparison.Ordinal)];
        string[] lines = ["type: event_count", "rules: [a]", "group-by: [user]", "timespan: 10s", "condition: {gte: 3}"];
        var text = "title: Correlation\nid: corr\ncorrelation:\n" + string.Concat(lines.Select(l => $"  {(l.StartsWith(key + ":", StringComparison.Ordinal) ? line : l)}\n"));
        var error = Sigma.Engine(Base + "\n" + text).Errors[0];
        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.True(error is { File: "rules.yml", Line: >= 20 }, error.ToString());
    }

    [Fact]
    public void An_event_from_the_future_does_not_make_those_after_it_late()
    {
        var fired = new List<string>();
        var engine = Sigma.Engine(Base + "\n" + Failed, new DetectOptions { Lateness = TimeSpan.FromSeconds(5) });
        var session = new DetectSession(engine, m => fired.Add(m.Rule.Key)) { Latest = new DateTimeOffset(2026, 1, 1, 0, 1, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() };
        string[] events = [.. Events("0 a u"), """{"@timestamp":"2099-01-01T00:00:00Z","kind":"a","user":"v"}""", .. Events("1 a u|2 a u")];
        foreach (var (json, i) in events.Select((e, i) => (System.Text.Encoding.UTF8.GetBytes(e), i)))
        {
            Assert.True(session.Take(json, 0, json.Length, new EventReference("e", i)));
        }

        session.Complete();
        Assert.Contains("many", fired);
        Assert.Equal((0, 1), (session.Late, session.Timeless));
    }

    [Fact]
    public void A_condition_over_rules_names_only_those_of_the_correlation()
    {
        var error = Sigma.Engine(Base + "\ntitle: c\ncorrelation: {type: temporal, rules: [a], timespan: 1m, condition: a and b}\n").Errors[0];
        Assert.Contains("no selection 'b'", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deep_chain_is_refused_and_one_that_branches_and_joins_again_costs_no_more_for_it()
    {
        var rules = Base + string.Join("\n---", Enumerable.Range(0, 40).Select(i =>
            $"\ntitle: c{i}\nid: c{i}\ncorrelation: {{type: event_count, rules: [{(i == 0 ? "a" : $"c{i - 1}")}, {(i == 0 ? "b" : $"c{i - 1}")}], group-by: [user], timespan: 10s, condition: {{gte: 1}}}}"));
        var engine = Sigma.Engine(rules);
        Assert.Equal(24, engine.Errors.Count);
        Assert.Contains("nested more than 16 deep", engine.Errors[0].What, StringComparison.Ordinal);
        Assert.Equal(16, engine.CorrelationCount);
    }

    [Fact]
    public void Many_events_and_groups_take_bounded_room_and_time()
    {
        var sum = Failed.Replace("event_count", "value_sum", StringComparison.Ordinal).Replace("{gte: 3}", "{field: v, gte: 1e9}", StringComparison.Ordinal).Replace("10s", "365d", StringComparison.Ordinal);
        var events = Enumerable.Range(0, 120_000).Select(i => $$"""{"kind":"a","time":{{1_700_000_000 + i}},"user":"u{{i % 3}}","v":0.1}""");
        Assert.DoesNotContain(Sigma.Fire(Base + "\n" + sum, events), f => f.StartsWith("many", StringComparison.Ordinal));
        var groups = Enumerable.Range(0, 110_000).Select(i => $$"""{"kind":"a","time":{{1_700_000_000 + i}},"user":"u{{i}}","v":0.1}""");
        Assert.DoesNotContain(Sigma.Fire(Base + "\n" + sum, groups), f => f.StartsWith("many", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Events(string events) => events.Split('|').Select(e =>
    {
        var parts = e.Split(' ');
        var user = parts[2] switch
        {
            "-" => "",
            "null" => ",\"user\":null",
            _ => $",\"user\":\"{parts[2]}\"",
        };
        var value = parts.Length > 3 ? $",\"v\":\"{parts[3]}\"" : "";
        return $$"""{"@timestamp":"2026-01-01T00:00:{{parts[0].PadLeft(2, '0')}}Z","kind":"{{parts[1]}}"{{user}}{{value}}}""";
    });
}
