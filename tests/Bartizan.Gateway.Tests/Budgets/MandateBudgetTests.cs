using System.Net;
using System.Text.Json;
using Bartizan.Core.Budgets;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Tests.Mcp;
using Bartizan.Gateway.Tests.Support;
using Bartizan.Testing;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Budgets;

/// <summary>What is spent under a mandate is spent of all those above it.</summary>
public class MandateBudgetTests
{
    private static readonly Mandate Root = Mandate("mnd_root", "10 requests");

    private readonly ManualClock _clock = new();
    private readonly BudgetBook _book;

    public MandateBudgetTests() => _book = new BudgetBook(_clock);

    [Fact]
    public void Siblings_share_what_their_parent_may_spend()
    {
        var (one, other) = (Agent("one", Mandate("mnd_1", "8 requests"), Root), Agent("other", Mandate("mnd_2", "8 requests"), Root));
        Assert.Equal(8, Spend(one, 20));
        Assert.Equal(2, Spend(other, 20));
        Assert.Equal(0, Spend(Agent("third", Root), 5));
        Assert.Equal(5, Spend(Agent("else", Mandate("mnd_else", "5 requests")), 20));
    }

    [Fact]
    public void The_tightest_mandate_is_what_policies_read()
    {
        var agent = Agent("one", Mandate("mnd_1", "4 requests"), Root);
        Spend(agent, 3);
        var spending = _book.Find(BudgetTable.None, agent, "m", stream: false)!;
        Assert.Equal(250, spending.PerMille);
        _ = _book.Settle(spending).AsTask();
    }

    [Fact]
    public async Task It_counts_for_a_month_and_is_forgotten_then()
    {
        var agent = Agent("one", Root);
        Assert.Equal(10, Spend(agent, 20));
        _clock.Now += MandateTerms.LongestLife;
        Assert.Equal(0, Spend(agent, 1));
        _clock.Now += TimeSpan.FromDays(4);
        await _book.WriteAsync(new MemoryBudgetStore());
        await _book.WriteAsync(new MemoryBudgetStore(), resting: true);
        Assert.Contains(_book.Sweep(), k => k.Budget == "mandate:mnd_root");
    }

    [Fact]
    public void Whatever_tree_spends_in_whatever_order_no_mandate_is_exceeded()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            SpendAtRandom(new Random(seed));
        }
    }

    [Fact]
    public async Task A_spent_mandate_is_refused_in_words_that_name_it_and_asks_nobody()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hello"));
        var facts = TestTokens.For(null) with { Mandates = [Mandate("mnd_1", "1 requests"), Root] };
        await using var gateway = await TestGateway.StartAsync(upstream.Address, tokens: new TestTokens(facts));
        using (var first = await gateway.AskWithTokenAsync())
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        using var refused = await gateway.AskWithTokenAsync();
        Assert.Equal((HttpStatusCode.TooManyRequests, "false"), (refused.StatusCode, string.Join(',', refused.Headers.GetValues("x-should-retry"))));
        var error = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.StartsWith("The mandate 'mnd_1' has not so much left of its 1 requests. Who gave it must give another.", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Single(upstream.Requests);
        Assert.Equal(["mandate:mnd_1", "mandate:mnd_root"], gateway.Exchanges[0].Spent.Select(s => s.Budget));
        Assert.Equal("budget:mandate:mnd_1", Assert.Single(gateway.Exchanges[^1].Decisions[^1].Policies));
    }

    [Fact]
    public async Task Calls_of_tools_are_counted_where_they_are_limited_and_lists_are_free()
    {
        await using var upstream = McpClient.Tools(() => McpClient.Tool("get"));
        var facts = TestTokens.For(null, null, "mcp:test") with { Mandates = [Mandate("mnd_1", "2 calls", "1 requests")] };
        await using var gateway = await TestGateway.StartAsync(upstream.Address, mcp: McpClient.Options(upstream.Address), tokens: new TestTokens(facts));
        async Task<HttpStatusCode> SendAsync(string body)
        {
            using var response = await gateway.SendMcpAsync(body, key: TestTokens.Text);
            return response.StatusCode;
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(McpClient.Request("tools/list")));
        }

        Assert.Equal(HttpStatusCode.OK, await SendAsync(McpClient.Call("get")));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(McpClient.Call("get")));
        var asked = upstream.Requests.Count;
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(McpClient.Call("get")));
        Assert.Equal(asked, upstream.Requests.Count);
        Assert.Equal(("budget_exceeded", 0m), (gateway.LastExchange.Decisions[^1].Code, Assert.Single(gateway.LastExchange.Spent).Amount));
        Assert.Equal(1m, Assert.Single(gateway.Exchanges[^2].Spent).Amount);
    }

    [Fact]
    public async Task A_batch_needs_room_for_all_its_calls()
    {
        await using var upstream = McpClient.Tools(() => McpClient.Tool("get"));
        var facts = TestTokens.For(null, null, "mcp:test") with { Mandates = [Mandate("mnd_1", "2 calls")] };
        await using var gateway = await TestGateway.StartAsync(upstream.Address, mcp: McpClient.Options(upstream.Address), tokens: new TestTokens(facts));
        var call = McpClient.Call("get");
        using var batch = await gateway.SendMcpAsync($"[{call},{call.Replace("\"id\":1", "\"id\":2", StringComparison.Ordinal)},{call.Replace("\"id\":1", "\"id\":3", StringComparison.Ordinal)}]", key: TestTokens.Text, change: r => r.Headers.Add("MCP-Protocol-Version", "2025-03-26"));
        Assert.Equal(HttpStatusCode.TooManyRequests, batch.StatusCode);
    }

    [Fact]
    public async Task What_was_spent_survives_a_restart()
    {
        var store = new MemoryBudgetStore();
        Assert.Equal(4, Spend(Agent("one", Root), 4));
        await _book.WriteAsync(store);
        var second = new BudgetBook(_clock);
        second.Load(await store.LoadAsync(default));
        Assert.Null(second.Take(BudgetTable.None, 7, Agent("one", Root)));
        Assert.NotNull(second.Take(BudgetTable.None, 5, Agent("one", Root)));
    }

    private void SpendAtRandom(Random random)
    {
        var book = new BudgetBook(_clock);
        var paths = new List<Mandate[]> { new[] { Limited(random, 0) } };
        for (var i = 1; i < 8; i++)
        {
            paths.Add([Limited(random, i), .. paths[random.Next(paths.Count)]]);
        }

        var (limits, spent) = (paths.ToDictionary(p => p[0].Id, p => p[0].Limits[0].Amount), paths.ToDictionary(p => p[0].Id, _ => 0m));
        var open = new List<(Spending Spending, Mandate[] Path)>();
        for (var i = 0; i < 60; i++)
        {
            if (open.Count > 0 && random.Next(3) == 0)
            {
                var (spending, path) = open[random.Next(open.Count)];
                open.RemoveAll(o => o.Spending == spending);
                var tokens = random.Next((int)spending.Entries[0].Reserved + 1);
                book.Settle(spending, tokens);
                foreach (var mandate in path)
                {
                    spent[mandate.Id] += tokens;
                }
            }
            else
            {
                var path = paths[random.Next(paths.Count)];
                if (book.Take(BudgetTable.None, random.Next(1, 40), Agent("a", path)) is { } spending)
                {
                    open.Add((spending, path));
                }
            }

            Assert.All(limits, l => Assert.True(
                spent[l.Key] + open.Where(o => o.Path.Any(m => m.Id == l.Key)).Sum(o => o.Spending.Entries[0].Reserved) <= l.Value));
        }
    }

    private static Mandate Limited(Random random, int i) => Mandate($"mnd_{i}", $"{random.Next(10, 200)} tokens");

    private static Mandate Mandate(string id, params string[] limits) =>
        new() { Id = id, Limits = [.. limits.Select(l => BudgetAmount.Parse(l)!.Value)], Until = DateTimeOffset.MaxValue };

    private static Principal Agent(string name, params Mandate[] mandates) => Books.Agent(name) with { Token = TestTokens.For(null) with { Mandates = mandates } };

    // How many of so many requests had room.
    private int Spend(Principal agent, int requests)
    {
        var passed = 0;
        for (var i = 0; i < requests; i++)
        {
            if (_book.Take(BudgetTable.None, 1, agent) is { } spending)
            {
                _book.Settle(spending, 0);
                passed++;
            }
        }

        return passed;
    }
}
