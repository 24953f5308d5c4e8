using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Replay;
using Bartizan.Policy;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Replay;

/// <summary>Recorded traffic of a real gateway under the same and under other policies.</summary>
public sealed class ReplayTests
{
    private static readonly string Default = Read("content", "policies", "default.cedar");

    /// <summary>Policies that between them look at every field of a call's context.</summary>
    private static readonly string Packs =
        Read("content", "policies", "packs", "argument-origins.cedar") + Read("content", "policies", "packs", "rule-of-two.cedar") + """
        @id("odd") @code("odd") forbid(principal, action == Action::"callTool", resource)
          when { context.origins has a && context.origins.a == "untrusted" && context.tools.contains("delete_all") && context.model == "gpt-test" };
        @id("masks") @redact("test.*") permit(principal, action, resource) when { principal.owner == "owner@example.org" && principal.tags.team == "payments" && context.agentName != "" };
        """;

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    public async Task With_the_same_policies_nothing_differs_and_without_them_what_they_did_does(string dialect, bool stream)
    {
        foreach (var policies in new[] { Default, Default + Packs, TestGateway.AllowAll + Packs, """@id("none") permit(principal, action, resource) when { false };""" })
        {
            var exchanges = await TrafficAsync(dialect, stream, policies);
            Assert.True(exchanges.Count > 5);
            Assert.All(exchanges, e => Assert.Equal(ReplayOutcome.Same, Replay(policies, e).Outcome));
            Assert.All(exchanges.Where(e => e.GuardFailures.Count == 0), e => Assert.Equal(
                e.Decisions.All(d => d.Verdict == Verdict.Allow) ? ReplayOutcome.Same : ReplayOutcome.Differs, Replay(TestGateway.AllowAll, e).Outcome));
        }
    }

    /// <summary>The law of the backtest: where everything is known, "the same" is what asking again says, decision by decision; and it is never told against it where less is known.</summary>
    [Fact]
    public async Task A_backtest_says_the_same_where_a_replay_does_and_never_against_it()
    {
        var (exchanges, told, untold) = (await TrafficAsync("openai", stream: false, Default + Packs), 0, 0);
        foreach (var policies in new[] { Default + Packs, Default, TestGateway.AllowAll, """@id("none") permit(principal, action, resource) when { false };""" })
        {
            var tester = new Backtester(new PolicyEngine(PolicySet.Parse(policies)));
            foreach (var exchange in exchanges)
            {
                var whole = new RecordedDecisions(new HashSet<string>()).Of(exchange)!.Select(tester.Ask).ToList();
                Assert.Equal(Replay(policies, exchange).Outcome is ReplayOutcome.Same or ReplayOutcome.NothingAsked, whole.All(d => d.Outcome == BacktestOutcome.Same));
                var partly = new RecordedDecisions(new HashSet<string> { "labels", "untrusted", "origins" }).Of(exchange)!.Select(tester.Ask).ToList();
                Assert.Equal(whole.Count, partly.Count);
                foreach (var (all, some) in whole.Zip(partly))
                {
                    (told, untold) = some.Outcome == BacktestOutcome.CannotTell ? (told, untold + 1) : (told + 1, untold);
                    Assert.True(some.Outcome == BacktestOutcome.CannotTell || Stops(some) == Stops(all), $"{some} against {all}");
                }
            }
        }

        Assert.True(told > 10 && untold > 10, $"{told} told, {untold} not: this tested one side only");

        // Newly allowed and newly refused change it; the others leave it as it was.
        static bool Stops(BacktestedDecision d) => d.Before.Verdict is Verdict.Block or Verdict.Hold ? d.Outcome != BacktestOutcome.NewlyAllowed : d.Outcome == BacktestOutcome.NewlyRefused;
    }

    [Fact]
    public async Task A_difference_names_the_first_decision_that_would_be_another_one()
    {
        var exchanges = await TrafficAsync("openai", stream: false, TestGateway.AllowAll);
        var hold = TestGateway.AllowAll + """@id("no-deletes") @hold("owner") forbid(principal, action == Action::"callTool", resource == Tool::"delete_all") when { context.untrusted };""";
        var differing = exchanges.Select(e => Replay(hold, e)).Where(r => r.Outcome == ReplayOutcome.Differs).ToList();
        var difference = Assert.Single(differing).Difference!;
        Assert.Equal(("callTool", Verdict.Allow, Verdict.Hold, "owner"), (difference.After.Action, difference.Before.Verdict, difference.After.Verdict, difference.After.HoldFor));
        Assert.Equal(["no-deletes"], difference.After.Policies);
    }

    [Fact]
    public async Task Shadow_policies_in_the_replayed_set_change_nothing()
    {
        var exchanges = await TrafficAsync("openai", stream: false, TestGateway.AllowAll);
        Assert.All(exchanges, e => Assert.Equal(ReplayOutcome.Same, Replay(TestGateway.AllowAll + """@mode("shadow") forbid(principal, action, resource);""", e).Outcome));
    }

    [Fact]
    public void Records_from_before_are_said_to_be_so()
    {
        var record = new ExchangeRecord { Id = "exc_1", Time = default, Dialect = "openai-chat", Route = "POST /x", Status = 200, Verdict = Verdict.Allow };
        Assert.Equal(ReplayOutcome.NothingAsked, Replay(TestGateway.AllowAll, record).Outcome);
        var old = record with { Decisions = [new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = ["allow"] }] };
        Assert.Equal(ReplayOutcome.NotRecorded, Replay(TestGateway.AllowAll, old).Outcome);
    }

    [Theory]
    [InlineData("""{"later":null,"labels":{"__entity":7}}""")]
    [InlineData("""{"a":1e99}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_damaged_record_is_said_to_be_so_and_never_a_crash(string context)
    {
        var record = new ExchangeRecord
        {
            Id = "exc_1",
            Time = default,
            Dialect = "openai-chat",
            Route = "POST /x",
            Status = 200,
            Verdict = Verdict.Allow,
            Decisions = [new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = ["allow"], Asked = new() { Context = new(System.Text.Encoding.UTF8.GetBytes(context)) } }],
        };
        Assert.Equal(ReplayOutcome.Unreadable, Replay(TestGateway.AllowAll, record).Outcome);
    }

    private static ReplayedExchange Replay(string policies, ExchangeRecord exchange) => new Replayer(new PolicyEngine(PolicySet.Parse(policies))).Replay(exchange);

    private static async Task<IReadOnlyList<ExchangeRecord>> TrafficAsync(string dialect, bool stream, string policies)
    {
        var answer = "";
        await using var upstream = ScriptedUpstream.Start(async (_, connection) =>
        {
            if (!stream)
            {
                await connection.JsonAsync(answer);
                return;
            }

            await connection.BeginEventsAsync();
            await connection.ChunkAsync(answer);
            await connection.EndAsync();
        });
        await using var gateway = await TestGateway.StartAsync(
            upstream.Address, policies, inspectors: [new WordInspector("apple", "test.fruit", failsOn: "boom"), new WordInspector("4111", "pii.card"), new WordInspector("AKIA", "secret.key")]);
        foreach (var (asked, told) in new (string, string?)[]
        {
            (Bodies.Ask(dialect, "hello", stream), "hi"),
            (Bodies.Ask(dialect, "an apple and 4111", stream), "an apple, 4111"),
            (Bodies.Ask(dialect, "AKIA", stream), "hi"),
            (Bodies.Ask(dialect, "boom", stream), "hi"),
            (Bodies.Ask(dialect, "hello", stream), "boom apple"),
            (Bodies.Ask(dialect, "hello", stream), null),
            (Bodies.AskWithToolResult(dialect, "some page says 1", stream), null),
            (Bodies.AskWithToolResult(dialect, "AKIA apple", stream), "AKIA"),
        })
        {
            answer = (stream, told) switch
            {
                (false, null) => Bodies.ToolAnswer(dialect, "delete_all"),
                (false, _) => Bodies.Answer(dialect, told),
                (true, null) => string.Concat(Bodies.ToolEvents(dialect, "delete_all")),
                (true, _) => string.Concat(Bodies.Events(dialect, told[..(told.Length / 2)], told[(told.Length / 2)..])),
            };
            using var response = await gateway.AskAsync(dialect, asked);
        }

        return gateway.Exchanges;
    }

    private static string Read(params string[] path) => File.ReadAllText(Repository.PathTo(path));
}
