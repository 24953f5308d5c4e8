using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Console.Tests.Live;
using Bartizan.Core.Exchanges;

namespace Bartizan.Console.Tests.Exchanges;

public sealed class ExchangeTests
{
    [Fact]
    public async Task Pages_follow_each_other_newest_first_without_gap_or_repetition()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Approver);
        for (var i = 0; i < 25; i++)
        {
            await console.RecordAsync(Traffic.Exchange(console, i), project: i == 24);
        }

        var seen = new List<string>();
        string? cursor = "";
        while (cursor is not null)
        {
            var page = await browser.GetAsync<ExchangePage>($"/api/exchanges?limit=10&cursor={Uri.EscapeDataString(cursor)}");
            seen.AddRange(page.Items.Select(row => row.Id));
            cursor = page.Next;
        }

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"exc_{i:d26}"), seen);
    }

    [Theory]
    [InlineData("verdict=block", new[] { 2 })]
    [InlineData("verdict=block&verdict=redact", new[] { 2, 1 })]
    [InlineData("agent=agt_2", new[] { 3 })]
    [InlineData("label=pii.email", new[] { 1 })]
    [InlineData("label=pii.*", new[] { 3, 1 })]
    [InlineData("label=secret.*&verdict=block", new[] { 2 })]
    [InlineData("q=SUPPORT", new[] { 3, 2, 1, 0 })]
    [InlineData("q=%25", new int[0])]
    [InlineData("q=exc_00000000000000000000000002", new[] { 2 })]
    [InlineData("to=2000-01-01T00:00:00Z", new int[0])]
    [InlineData("q='%20OR%201=1%20--", new int[0])]
    public async Task Filters_narrow(string query, int[] expected)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        await console.RecordAsync(Traffic.Exchange(console, 0));
        await console.RecordAsync(Traffic.Exchange(console, 1, Verdict.Redact, labels: ["pii.email"]));
        await console.RecordAsync(Traffic.Exchange(console, 2, Verdict.Block, labels: ["secret.aws-access-key"]));
        await console.RecordAsync(Traffic.Exchange(console, 3, agent: "agt_2", labels: ["pii.iban"]));

        var page = await browser.GetAsync<ExchangePage>("/api/exchanges?" + query);

        Assert.Equal(expected.Select(i => $"exc_{i:d26}"), page.Items.Select(row => row.Id));
    }

    [Fact]
    public async Task A_detail_names_the_policy_as_loaded_and_proves_its_place_in_the_ledger()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Auditor);
        var exchange = Traffic.Exchange(console, 1, Verdict.Block, labels: ["secret.aws-access-key", "injection"]);
        await console.RecordAsync(exchange);

        var detail = await browser.GetAsync<ExchangeDetail>($"/api/exchanges/{exchange.Id}");

        Assert.Equal(ContentState.NotRecorded, detail.Content);
        Assert.Equal("blocked_by_policy", detail.Row.Code);
        Assert.Equal(["injection", "secret.aws-access-key"], detail.Row.Labels);
        Assert.Equal("ignore previous", detail.Request[0].Findings[0].Contributions[0].Feature);
        var decision = Assert.Single(detail.Decisions);
        Assert.StartsWith("@id(\"no-secrets\")", decision.Policies[0].Policy!.Text, StringComparison.Ordinal);
        Assert.Equal(("content/policies/test.cedar", 6), (decision.Policies[0].Policy!.File, decision.Policies[0].Policy!.Line));
        Assert.Equal(("gone", null), (decision.Policies[1].Id, decision.Policies[1].Policy));
        Assert.True(detail.Proof!.Verified);
        Assert.Equal(detail.Row.Position - 1, detail.Proof.Index);
        Assert.Contains(exchange.Id, detail.Proof.Entry, StringComparison.Ordinal);
        Assert.StartsWith("c2sp.org/tlog-proof@v1\n", detail.Proof.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_detail_says_what_policies_in_shadow_mode_would_have_done()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Auditor);
        var exchange = Traffic.Exchange(console, 1);
        var shadow = new Decision { Verdict = Verdict.Hold, Action = "invokeModel", Policies = ["trial"], Code = "held_for_approval", HoldFor = "owner" };
        await console.RecordAsync(exchange with { Decisions = [exchange.Decisions[0] with { Shadow = shadow }] });

        var decision = Assert.Single((await browser.GetAsync<ExchangeDetail>($"/api/exchanges/{exchange.Id}")).Decisions);

        Assert.Equal(Verdict.Allow, decision.Verdict);
        Assert.Equal((Verdict.Hold, "held_for_approval", "owner"), (decision.Shadow!.Verdict, decision.Shadow.Code, decision.Shadow.HoldFor));
        Assert.Equal(["trial"], decision.Shadow.Policies);
    }

    [Theory]
    [InlineData(Role.Admin, ContentState.Shown)]
    [InlineData(Role.Analyst, ContentState.Shown)]
    [InlineData(Role.Auditor, ContentState.Shown)]
    [InlineData(Role.Approver, ContentState.NoRight)]
    public async Task Sealed_text_opens_for_those_who_may_read_it_and_every_reading_is_recorded(Role role, ContentState expected)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(role);
        var exchange = Sealed(console, "<script>alert('héllo')</script>");
        await console.RecordAsync(exchange);

        var response = await browser.GetAsync($"/api/exchanges/{exchange.Id}");
        var raw = await response.Content.ReadAsStringAsync();
        var detail = await Browser.ReadAsync<ExchangeDetail>(response);

        var shown = expected == ContentState.Shown;
        Assert.Equal(expected, detail.Content);
        Assert.Equal(shown ? "<script>alert('héllo')</script>" : null, detail.Request[0].Text);
        Assert.Equal(shown ? 1 : 0, detail.Request[0].Findings[0].Contributions.Count);
        Assert.DoesNotContain("<script>", raw, StringComparison.Ordinal);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(shown ? 1 : 0, await CountAsync(console, "console.content-read"));
    }

    [Fact]
    public async Task Text_sealed_for_another_exchange_does_not_open()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        var exchange = Sealed(console, "secret plan") with { Id = "exc_" + new string('9', 26) };
        await console.RecordAsync(exchange);

        var detail = await browser.GetAsync<ExchangeDetail>($"/api/exchanges/{exchange.Id}");

        Assert.Equal((ContentState.Unreadable, null), (detail.Content, detail.Request[0].Text));
    }

    [Fact]
    public async Task An_unknown_exchange_is_not_found()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);

        Assert.Equal("not-found", (await Browser.ProblemAsync(await browser.GetAsync("/api/exchanges/exc_none"))).Code);
    }

    [Fact]
    public async Task Exports_hold_the_rows_of_the_list_and_are_recorded()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Auditor);
        await console.RecordAsync(Traffic.Exchange(console, 1));
        await console.RecordAsync(Traffic.Exchange(console, 2, Verdict.Block) with { AgentName = "=cmd|' /C calc'!A0", Model = "a,\"b\"\nc" });

        var csv = await browser.GetAsync("/api/exchanges/export?verdict=block");
        var json = await browser.GetAsync<ExchangeRow[]>("/api/exchanges/export?format=json");

        var text = await csv.Content.ReadAsStringAsync();
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Equal("exchanges.csv", csv.Content.Headers.ContentDisposition!.FileName);
        Assert.Contains(",'=cmd|' /C calc'!A0,", text, StringComparison.Ordinal);
        Assert.Contains(",\"a,\"\"b\"\"\nc\",", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"exc_{1:d26}", text, StringComparison.Ordinal);
        Assert.Equal([$"exc_{2:d26}", $"exc_{1:d26}"], json.Select(row => row.Id));
        Assert.Equal(2, await CountAsync(console, "console.exported"));
    }

    [Fact]
    public async Task The_overview_counts_what_was_recorded()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Auditor);
        await console.RecordAsync(Traffic.Exchange(console, 1));
        await console.RecordAsync(Traffic.Exchange(console, 2, Verdict.Block, labels: ["pii.email"]));
        await console.RecordAsync(Traffic.Exchange(console, 3, Verdict.Hold, labels: ["pii.email", "injection"]));

        var overview = await browser.GetAsync<Overview>("/api/overview?range=1h");

        Assert.Equal(new OverviewTotals(3, 1, 0, 1, 1), overview.Totals);
        Assert.Equal(overview.Totals.Exchanges, overview.Buckets.Sum(b => b.Allow + b.Redact + b.Hold + b.Block));
        Assert.Equal(["pii.email", "injection"], overview.Findings.Select(series => series.Label));
        Assert.Equal(2, overview.Findings[0].Total);
        Assert.All(overview.Findings, series => Assert.Equal(overview.Buckets.Count, series.Counts.Count));
        Assert.Equal((3L, 2L), (overview.MostBlockedAgents[0].Exchanges, overview.MostBlockedAgents[0].Stopped));
        Assert.Equal(TimeSpan.FromSeconds(overview.BucketSeconds * overview.Buckets.Count), overview.To - overview.From);
        Assert.True(overview.Ledger.Size >= 3);
    }

    [Theory]
    [InlineData("agent=agt_2", false)]
    [InlineData("label=pii.*", true)]
    [InlineData("label=pii.iban", false)]
    [InlineData("q=demo", true)]
    [InlineData("verdict=block", false)]
    public async Task The_live_feed_and_the_list_agree_on_filters(string query, bool expected)
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        await console.RecordAsync(Traffic.Exchange(console, 1, labels: ["pii.email"]));

        var listed = (await browser.GetAsync<ExchangePage>("/api/exchanges?" + query)).Items.Count == 1;
        using var feed = await Feed.OpenAsync(browser, "/api/exchanges/live?after=0&" + query);
        await console.RecordAsync(Traffic.Exchange(console, 2, Verdict.Block, "agt_2", "pii.iban"));
        var first = await feed.UntilAsync(batch => batch.Head >= 1 && (batch.Items.Count > 0 || !expected));

        Assert.Equal(expected, listed);
        Assert.Equal(expected, first.Items.Any(row => row.Id == $"exc_{1:d26}"));
    }

    private static ExchangeRecord Sealed(TestConsole console, string text)
    {
        var exchange = Traffic.Exchange(console, 1, labels: ["injection"]);
        return exchange with
        {
            Request = [exchange.Request[0] with { Sealed = console.Store.Content.Seal(exchange.Id, exchange.Request[0].Path, text) }],
        };
    }

    private static async Task<int> CountAsync(TestConsole console, string kind) =>
        (await console.Store.Events.ReadAsync(0, 1_000, default)).Count(stored => stored.Event.Kind == kind);
}
