using Bartizan.Core.Exchanges;
using Bartizan.Storage.Exchanges;
using Bartizan.Testing;

namespace Bartizan.Storage.Tests.Exchanges;

public class ExchangeViewsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static ExchangeRecord Exchange(int number, Verdict verdict = Verdict.Allow, string agent = "1", params string[] labels) => new()
    {
        Id = $"exc_{number:d6}",
        Time = Noon.AddSeconds(number),
        Agent = "agt_" + agent,
        AgentName = "agent " + agent,
        Dialect = "openai-chat",
        Route = "POST /openai/v1/chat/completions",
        Model = number % 2 == 0 ? "demo-small" : "demo_large",
        Status = verdict >= Verdict.Hold ? 403 : 200,
        Verdict = verdict,
        Request =
        [
            new SegmentRecord
            {
                Role = SegmentRole.User, Provenance = Provenance.User, Path = "messages[0].content", Length = 5, Digest = "00",
                Findings = [.. labels.Select(l => new Finding { Label = l, Score = 1, Segment = 0, Start = 0, Length = 1, Reason = "r", Inspector = "i" })],
            },
        ],
        Timing = new ExchangeTiming { Total = 1_000 * number, Overhead = number },
    };

    private static async Task<List<string>> IdsAsync(BartizanStore store, ExchangeFilter filter) =>
        [.. (await store.Exchanges.PageAsync(filter, 100, null, default)).Items.Select(i => i.Id)];

    [Fact]
    public async Task Lists_say_how_far_they_go_so_that_nobody_who_follows_from_there_misses_anything()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            Assert.Equal(0, await store.Exchanges.PositionAsync(default));
            await store.Events.AppendAsync(Exchange(1));
            await store.ProjectAsync(default);
            Assert.Equal(1, await store.Exchanges.PositionAsync(default));
            for (var i = 2; i <= 200; i++)
            {
                await store.Events.AppendAsync(Exchange(i));
                var listed = await store.Exchanges.PositionAsync(default);
                var ids = await IdsAsync(store, new ExchangeFilter());
                Assert.True(ids.Count >= Math.Min(100, listed) && (listed == 0 || ids.Contains($"exc_{listed:d6}") || ids.Count == 100));
            }
        }
    }

    [Fact]
    public async Task What_agents_were_let_do_is_counted_for_them_and_for_those_on_whose_behalf_they_act()
    {
        using var folder = new TestStore();
        var when = Noon.AddHours(13);
        ExchangeRecord Call(int number, Verdict verdict, string resource) => Exchange(number) with
        {
            Time = when.AddSeconds(number),
            Decisions =
            [
                new Decision { Verdict = verdict, Action = "callTool", Policies = [], Asked = new AskedQuestion { Resource = resource } },
                new Decision { Verdict = Verdict.Allow, Action = "returnResult", Policies = [], Asked = new AskedQuestion { Resource = resource } },
                new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = [] },
            ],
            Token = new TokenRecord { Id = "t", Transaction = "x", ActsFor = [new ActsForRecord("agt_b", "b", "o", null), new ActsForRecord("agt_c", "c", "o", null)] },
        };
        await using (var store = await folder.OpenAsync(o => o with { Serve = false }))
        {
            await store.Events.AppendAsync(Call(1, Verdict.Redact, "Tool::\"s/one\""));
            await store.Events.AppendAsync(Call(3, Verdict.Block, "Tool::\"s/two\""));
            await store.Events.AppendAsync(Call(5, Verdict.Allow, $"Tool::\"{new string('x', 400)}\""));
            await store.ProjectAsync(default);
            foreach (var (agent, depth) in new[] { ("agt_1", 0), ("agt_b", 1), ("agt_c", 2) })
            {
                var uses = (await store.Exchanges.UsesAsync([agent, "agt_unknown"], Noon, default)).OrderBy(u => u.Action, StringComparer.Ordinal).ToList();
                (string, string, long)[] through = depth == 0 ? [] : [("actedFor", $"{depth}", 3L)];
                Assert.Equal([.. through, ("callTool", "Tool::\"s/one\"", 1L), ("invokeModel", "demo_large", 3L)], uses.Select(u => (u.Action, u.Resource, u.Passed)));
                Assert.Equal((when.AddSeconds(1), when.AddSeconds(5)), (uses[^1].First, uses[^1].Last));
            }

            Assert.Empty(await store.Exchanges.UsesAsync(["agt_1"], when.AddDays(1), default));
            Assert.Equal(when.AddSeconds(1), await store.Exchanges.WatchedSinceAsync(default));
        }
    }

    [Fact]
    public async Task Pages_list_all_exchanges_newest_first_without_repeats()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        for (var i = 1; i <= 25; i++)
        {
            // Pairs of the same time, so that time alone does not order them.
            await store.Events.AppendAsync(Exchange(i) with { Time = Noon.AddSeconds(i / 2) });
            await store.Events.AppendAsync(TestStore.Event(i), default);
        }

        await store.ProjectAsync(default);
        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await store.Exchanges.PageAsync(new ExchangeFilter(), 4, after, default);
            seen.AddRange(page.Items.Select(i => i.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(i => $"exc_{i:d6}"), seen);
    }

    [Fact]
    public async Task Filters_by_agent_verdict_label_family_text_and_time_hold()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Events.AppendAsync(Exchange(1));
        await store.Events.AppendAsync(Exchange(2, Verdict.Block, "2", "injection"));
        await store.Events.AppendAsync(Exchange(3, Verdict.Redact, "1", "pii.email", "pii.iban", "pii.email"));
        await store.Events.AppendAsync(Exchange(4, Verdict.Hold, "2"));
        await store.ProjectAsync(default);

        Assert.Equal(["exc_000003", "exc_000001"], await IdsAsync(store, new() { Agent = "agt_1" }));
        Assert.Equal(["exc_000004", "exc_000002"], await IdsAsync(store, new() { Verdicts = [Verdict.Block, Verdict.Hold] }));
        Assert.Equal(["exc_000003"], await IdsAsync(store, new() { Label = "pii.iban" }));
        Assert.Equal(["exc_000003"], await IdsAsync(store, new() { Label = "pii.*" }));
        Assert.Equal(["exc_000002"], await IdsAsync(store, new() { Label = "injection", Verdicts = [Verdict.Block] }));
        Assert.Empty(await IdsAsync(store, new() { Label = "pii.iban", Agent = "agt_2" }));
        Assert.Equal(["exc_000003", "exc_000001"], await IdsAsync(store, new() { Text = "O_LARGE" }));
        Assert.Empty(await IdsAsync(store, new() { Text = "o%large" }));
        Assert.Equal(["exc_000003", "exc_000002"], await IdsAsync(store, new() { From = Noon.AddSeconds(2), To = Noon.AddSeconds(4) }));
        var summary = (await store.Exchanges.PageAsync(new() { Label = "pii.*" }, 1, "garbage", default)).Items[0];
        Assert.Equal(["pii.email", "pii.iban"], summary.Labels);
        Assert.Equal((3_000, 3, 200, "agent 1"), (summary.TotalMicroseconds, summary.OverheadMicroseconds, summary.Status, summary.AgentName));
    }

    [Fact]
    public async Task One_exchange_is_there_whole_before_any_view_is()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Events.AppendAsync(TestStore.Event(1), default);
        var exchange = Exchange(1, Verdict.Redact, "1", "pii.email");
        await store.Events.AppendAsync(exchange);
        var found = (await store.Exchanges.FindAsync("exc_000001", default))!.Value;
        Assert.Equal(2, found.Position);
        Assert.Equivalent(exchange, found.Exchange);
        Assert.Null(await store.Exchanges.FindAsync("evt_000001", default));
        Assert.Null(await store.Exchanges.FindAsync("exc_9", default));
    }

    [Fact]
    public async Task The_overview_sums_traffic_findings_and_agents()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        for (var i = 1; i <= 100; i++)
        {
            await store.Events.AppendAsync(Exchange(i, i % 10 == 0 ? Verdict.Block : Verdict.Allow, i > 90 ? "2" : "1", i % 4 == 0 ? ["pii.email"] : []));
        }

        await store.ProjectAsync(default);
        var overview = await store.Exchanges.OverviewAsync(Noon, Noon.AddMinutes(5), TimeSpan.FromMinutes(1), default);
        Assert.Equal((100, new VerdictCounts(90, 0, 0, 10)), (overview.Exchanges, overview.Verdicts));
        Assert.Equal(5, overview.Traffic.Count);
        Assert.Equal([59, 41, 0, 0, 0], overview.Traffic.Select(t => t.Verdicts.Allow + t.Verdicts.Block));
        Assert.Equal(25, overview.Findings.Where(f => f.Label == "pii.email").Sum(f => f.Exchanges));
        Assert.Equal(["agt_2", "agt_1"], overview.SlowestAgents.Select(a => a.Agent));
        Assert.Equal([("agt_1", 9L), ("agt_2", 1L)], overview.MostBlockedAgents.Select(a => (a.Agent!, a.Blocked)));
        // The overheads are 1 to 100 µs.
        Assert.InRange(overview.OverheadP50, 50 * 0.95, 50 * 1.05);
        Assert.InRange(overview.OverheadP95, 95 * 0.95, 95 * 1.05);
        Assert.Equal(0, (await store.Exchanges.OverviewAsync(Noon.AddDays(1), Noon.AddDays(2), TimeSpan.FromHours(1), default)).Exchanges);
    }

    [Fact]
    public async Task Views_go_on_where_they_stopped_and_are_rebuilt_when_lost()
    {
        using var folder = new TestStore();
        for (var round = 0; round < 3; round++)
        {
            await using (var store = await folder.OpenAsync())
            {
                await store.Events.AppendAsync(Exchange(round));
                await store.ProjectAsync(default);
                Assert.Equal(round + 1, (await IdsAsync(store, new())).Count);
                Assert.Equal(round + 1, (await store.Exchanges.OverviewAsync(Noon, Noon.AddMinutes(1), TimeSpan.FromMinutes(1), default)).Exchanges);
            }

            if (round == 1)
            {
                File.Delete(new DataFolder(folder.Folder).Views);
            }
        }
    }

    [Fact]
    public async Task An_exchange_this_version_cannot_read_is_passed_over()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Events.AppendAsync(TestStore.Event(1) with { Kind = "exchange" }, default);
        await store.Events.AppendAsync(TestStore.Event(2) with { Kind = "exchange", Json = "not json"u8.ToArray() }, default);
        await store.Events.AppendAsync(Exchange(3));
        await store.ProjectAsync(default);
        Assert.Equal(["exc_000003"], await IdsAsync(store, new()));
    }

    [Fact]
    public void The_overhead_scale_is_within_five_percent()
    {
        for (long value = 1; value < 10_000_000; value += 1 + (value / 37))
        {
            Assert.InRange(OverheadScale.Value(OverheadScale.Bucket(value)), Math.Floor(value * 0.95), Math.Ceiling(value * 1.05));
        }
    }
}
