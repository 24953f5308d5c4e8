using System.Text;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Json;
using Bartizan.Gateway.Replay;
using Bartizan.Policy;

namespace Bartizan.Gateway.Tests.Replay;

/// <summary>Recorded decisions under proposed policies, where the record holds everything and where it does not. Over real traffic see <see cref="ReplayTests"/>.</summary>
public sealed class BacktestTests
{
    private static readonly ExchangeRecord Exchange = new()
    {
        Id = "exc_1",
        Time = default,
        Agent = "agt_1",
        AgentName = "bot",
        Owner = "jo@example.com",
        Tags = new Dictionary<string, string> { ["team"] = "red" },
        Dialect = "openai-chat",
        Route = "POST /x",
        Model = "demo",
        Status = 200,
        Verdict = Verdict.Allow,
    };

    [Theory]
    [InlineData("""@id("a") permit(principal, action, resource);""", BacktestOutcome.Same, "")]
    [InlineData("""@id("a") @redact("pii.*") permit(principal, action, resource);""", BacktestOutcome.OtherwiseChanged, "")]
    [InlineData("""@id("a") permit(principal, action, resource) when { principal.tags.team == "blue" };""", BacktestOutcome.NewlyRefused, "")]
    [InlineData("""@id("a") permit(principal, action, resource) when { context.labels.contains("pii.email") && context.sensitivity.level == 0 && !(context has later) };""", BacktestOutcome.Same, "")]
    public void A_decision_of_which_everything_is_known_is_compared_whole(string policies, BacktestOutcome outcome, string missing) =>
        Assert.Equal((outcome, missing), Ask(policies, new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = ["a"], Asked = new() { Labels = ["pii.email"] } }));

    [Theory]
    [InlineData(Verdict.Block, """permit(principal, action, resource);""", BacktestOutcome.NewlyAllowed)]
    [InlineData(Verdict.Block, """forbid(principal, action, resource);""", BacktestOutcome.Same)]
    [InlineData(Verdict.Block, """@hold("owner") forbid(principal, action, resource);""", BacktestOutcome.OtherwiseChanged)]
    public void What_was_refused_and_would_pass_is_newly_allowed(Verdict before, string policies, BacktestOutcome outcome) =>
        Assert.Equal((outcome, ""), Ask(policies, new Decision { Verdict = before, Action = "invokeModel", Policies = [], Code = "blocked_by_policy", Asked = AskedQuestion.Plain }));

    [Theory]
    [InlineData("""permit(principal, action, resource) when { context.canSend || true };""", BacktestOutcome.Same, "")]
    [InlineData("""permit(principal, action, resource); forbid(principal, action, resource) when { context.origins has "card" };""", BacktestOutcome.CannotTell, "context.origins")]
    [InlineData("""permit(principal, action, resource); forbid(principal, action, resource) when { context.tool == "x" && context.userArguments.contains("card") };""", BacktestOutcome.Same, "")]
    [InlineData("""permit(principal, action, resource); forbid(principal, action, resource) when { context.tool == "pay" && context.userArguments.contains("card") };""", BacktestOutcome.CannotTell, "context.userArguments")]
    public void Names_of_arguments_that_were_not_kept_are_not_known(string policies, BacktestOutcome outcome, string missing) => Assert.Equal((outcome, missing), Ask(policies, new Decision
    {
        Verdict = Verdict.Allow,
        Action = "callTool",
        Policies = ["a"],
        Asked = new() { Resource = "Tool::\"pay\"", Labels = ["pii.card"], Context = Json("""{"origins":{"?0":"user","to":"user"},"userArguments":["?0"]}""") },
    }));

    [Theory]
    [InlineData("""permit(principal is Agent, action, resource) when { context.stream == false && principal.owner == "jo@example.com" };""", BacktestOutcome.Same, "")]
    [InlineData("""permit(principal, action == Action::"invokeModel", resource == Model::"demo");""", BacktestOutcome.Same, "")]
    [InlineData("""permit(principal, action, resource); forbid(principal, action, resource) when { context.labels.contains("secret") };""", BacktestOutcome.CannotTell, "context.labels")]
    [InlineData("""forbid(principal, action, resource) when { context.labels.contains("secret") };""", BacktestOutcome.NewlyRefused, "")]
    public void Of_records_from_before_questions_were_kept_only_what_they_say_is_known(string policies, BacktestOutcome outcome, string missing) =>
        Assert.Equal((outcome, missing), Ask(policies, new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = ["a"] }));

    [Fact]
    public void An_older_record_without_an_owner_says_nothing_of_the_agent()
    {
        var exchange = Exchange with { Owner = null, Decisions = [new Decision { Verdict = Verdict.Allow, Action = "callTool", Policies = ["a"] }] };
        var decision = Assert.Single(Read(exchange)!);
        Assert.Equal(BacktestOutcome.CannotTell, Tester("""permit(principal == Agent::"agt_1", action, resource);""").Ask(decision).Outcome);
        Assert.Equal(BacktestOutcome.Same, Tester("""permit(principal is Agent, action, resource is Tool);""").Ask(decision).Outcome);
    }

    [Fact]
    public void A_guard_that_failed_refuses_again_unless_a_permit_says_otherwise()
    {
        var decision = new Decision { Verdict = Verdict.Block, Action = "invokeModel", Policies = ["a"], Code = "guard_unavailable", Asked = new() { GuardFailed = true } };
        Assert.Equal((BacktestOutcome.Same, ""), Ask("""permit(principal, action, resource);""", decision));
        Assert.Equal((BacktestOutcome.NewlyAllowed, ""), Ask("""@onGuardFailure("allow") permit(principal, action, resource);""", decision));
        Assert.Equal((BacktestOutcome.CannotTell, "whether the guard had failed"), Ask("""permit(principal, action, resource);""", decision, "labels"));
    }

    [Fact]
    public void What_the_caller_distrusts_is_not_known()
    {
        var decision = new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = ["a"], Asked = AskedQuestion.Plain };
        const string Policies = """permit(principal, action, resource) when { context.budget.remainingPerMille > 100 };""";
        Assert.Equal((BacktestOutcome.Same, ""), Ask(Policies, decision));
        Assert.Equal((BacktestOutcome.CannotTell, "context.budget"), Ask(Policies, decision, "budget"));
    }

    [Fact]
    public void Budgets_and_approvals_are_no_decisions_of_policy()
    {
        var exchange = Exchange with
        {
            Decisions =
            [
                new Decision { Verdict = Verdict.Block, Action = "spend", Policies = ["budget:x"], Code = "budget_exceeded" },
                new Decision { Verdict = Verdict.Block, Action = "callTool", Policies = [], Code = "tool_unknown" },
            ],
        };
        Assert.Empty(Read(exchange)!);
    }

    [Theory]
    [InlineData("""{"later":null,"labels":{"__entity":7}}""")]
    [InlineData("[]")]
    public void A_damaged_record_is_said_to_be_so(string context) =>
        Assert.Null(Read(Exchange with { Decisions = [new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = [], Asked = new() { Context = Json(context) } }] }));

    [Fact]
    public void The_report_counts_everything_and_shows_the_newly_allowed_first()
    {
        var report = new BacktestReport();
        var tester = Tester("""@id("p") permit(principal, action, resource) unless { context.stream };""");
        foreach (var (verdict, stream) in new[] { (Verdict.Allow, true), (Verdict.Block, false), (Verdict.Block, false), (Verdict.Allow, false) })
        {
            var exchange = Exchange with { Id = $"exc_{report.Exchanges}", Stream = stream, Decisions = [new Decision { Verdict = verdict, Action = "invokeModel", Policies = [$"old-{verdict}"], Asked = AskedQuestion.Plain }] };
            report.AddExchange();
            report.Add(exchange, tester.Ask(Assert.Single(Read(exchange)!)));
        }

        Assert.Equal((4, 4, 2, 1, 1), (report.Exchanges, report.Decisions, report.NewlyAllowed, report.NewlyRefused, report.Same));
        Assert.Equal(["NewlyAllowed 2 old-Block>p exc_1,exc_2", "NewlyRefused 1 old-Allow> exc_0"],
            report.Groups.Select(g => $"{g.Outcome} {g.Decisions} {string.Join(',', g.Before)}>{string.Join(',', g.After)} {string.Join(',', g.Examples.Select(e => e.Id))}"));
    }

    [Theory]
    [InlineData(Verdict.Block, "labels", true)]
    [InlineData(Verdict.Allow, "labels", false)]
    [InlineData(Verdict.Block, "budget", false)]
    public void What_was_refused_and_cannot_be_told_may_be_newly_allowed(Verdict before, string distrusted, bool widens)
    {
        var report = new BacktestReport();
        var exchange = Exchange with { Decisions = [new Decision { Verdict = before, Action = "invokeModel", Policies = ["a"], Asked = new() { Labels = ["secret"] } }] };
        report.Add(exchange, Tester("""permit(principal, action, resource) unless { context.labels.contains("secret") };""").Ask(Assert.Single(Read(exchange, distrusted)!)));
        Assert.Equal(widens, report.Widens);
    }

    private static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    private static Backtester Tester(string policies) => new(new PolicyEngine(PolicySet.Parse(policies)));

    private static IReadOnlyList<RecordedDecision>? Read(ExchangeRecord exchange, params string[] distrusted) =>
        new RecordedDecisions(distrusted.ToHashSet(StringComparer.Ordinal)).Of(exchange);

    private static (BacktestOutcome Outcome, string Missing) Ask(string policies, Decision decision, params string[] distrusted)
    {
        var answer = Tester(policies).Ask(Assert.Single(Read(Exchange with { Decisions = [decision] }, distrusted)!));
        return (answer.Outcome, string.Join(", ", answer.Missing));
    }
}
