using Bartizan.Configuration;
using Bartizan.Core.Budgets;
using Bartizan.Core.Results;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Configuration;
using Bartizan.Testing;

namespace Bartizan.Tests.Configuration;

public class BudgetsReaderTests
{
    private const string Upstream = """
        gateway:
          upstreams:
            - { name: a, dialect: openai, url: "https://api.example.org", credential: env:PATH, weight: 3 }
          retries: { attempts: 5, firstWait: 1s, longestWait: 4s }
          circuit: { failurePercent: 20, attempts: 7, within: 1m, rest: 2m }
        budgets:

        """;

    [Fact]
    public void Every_setting_is_read()
    {
        var config = ConfigReader.Read(
            Upstream + """
              defaultOutput: 100
              mostOutput: 200
              prices:
                - { models: [mine, "mine-*"], currency: EUR, input: 1.5, cachedInput: 0, cacheWrite: 2, output: 3, upTo: 1000, source: contract, date: 2026-01-01 }
              limits:
                - { name: cash, limit: 12.50 EUR, per: month, each: [agent, model], agents: [a], users: [u], systems: [s], models: [m] }
                - { name: open, limit: 8 streams }
                - { name: calls, limit: 60 requests, per: minute, each: [user] }
                - { name: words, limit: 1000000 tokens, per: hour, each: [system] }
            """.ReplaceLineEndings("\n"),
            "x.yaml");
        Assert.Equal(new RetryOptions { Attempts = 5, FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromSeconds(4) }, config.Gateway.Retries);
        Assert.Equal(new CircuitOptions { FailurePercent = 20, Attempts = 7, Within = TimeSpan.FromMinutes(1), Rest = TimeSpan.FromMinutes(2) }, config.Gateway.Circuit);
        Assert.Equal(3, config.Gateway.Upstreams[0].Weight);
        Assert.Equal((100L, 200L), (config.Budgets.DefaultOutput, config.Budgets.MostOutput));
        Assert.Equivalent(
            new PriceOptions { Models = ["mine", "mine-*"], Currency = "EUR", Input = 1.5m, CachedInput = 0, CacheWrite = 2, Output = 3, UpTo = 1000, Source = "contract", Date = "2026-01-01" },
            Assert.Single(config.Budgets.Prices));
        Assert.Equivalent(
            new BudgetOptions
            {
                Name = "cash",
                Unit = BudgetUnit.Money,
                Currency = "EUR",
                Limit = 12.5m,
                Period = BudgetPeriod.Month,
                Each = [BudgetDimension.Agent, BudgetDimension.Model],
                Agents = ["a"],
                Users = ["u"],
                Systems = ["s"],
                Models = ["m"],
            },
            config.Budgets.Limits[0]);
        Assert.Equal(
            [(BudgetUnit.Streams, 8m, BudgetPeriod.None), (BudgetUnit.Requests, 60m, BudgetPeriod.Minute), (BudgetUnit.Tokens, 1_000_000m, BudgetPeriod.Hour)],
            config.Budgets.Limits.Skip(1).Select(l => (l.Unit, l.Limit, l.Period)));
    }

    [Theory]
    [InlineData("  limits:\n    - { name: a, limit: 5, per: day }", 8, 25, "budgets.limits[0].limit: '5' is not understood")]
    [InlineData("  limits:\n    - { name: a, limit: 5 bananas, per: day }", 8, 25, "'5 bananas' is not understood")]
    [InlineData("  limits:\n    - { name: a, limit: -5 tokens, per: day }", 8, 25, "'-5 tokens' is not understood")]
    [InlineData("  limits:\n    - { name: a, limit: 5 tokens, per: week }", 8, 40, "budgets.limits[0].per: 'week' is not understood")]
    [InlineData("  limits:\n    - { name: a, limit: 5 tokens }", 8, 7, "budgets.limits[0].per: it is missing")]
    [InlineData("  limits:\n    - { name: a, limit: 5 streams, per: day }", 8, 41, "budgets.limits[0].per: streams are counted while they are open")]
    [InlineData("  limits:\n    - { name: a, limit: 5 tokens, per: day, each: [team] }", 8, 51, "budgets.limits[0].each: 'team' is not understood")]
    [InlineData("  limits:\n    - { name: a, limit: 5 tokens, per: day, agent: [x] }", 8, 45, "budgets.limits[0].agent: there is no such setting")]
    [InlineData("  limits:\n    - { limit: 5 tokens, per: day }", 8, 7, "budgets.limits[0].name: it is missing")]
    [InlineData("  limits:\n    - { name: a, limit: 0 USD, per: day }", 8, 25, "budgets.limits[0].limit: it must be more than 0")]
    [InlineData("  limits:\n    - { name: a, limit: 5 usd, per: day }", 8, 25, "'usd' is not a currency")]
    [InlineData("  prices:\n    - { models: [a], input: 1 }", 8, 7, "budgets.prices[0].output: it is missing")]
    [InlineData("  prices:\n    - { models: [a], input: cheap, output: 1 }", 8, 29, "budgets.prices[0].input: 'cheap' is not understood")]
    public void A_mistake_is_told_with_its_place(string budgets, int line, int column, string what)
    {
        var error = Assert.Throws<InputException>(() => ConfigReader.Read(Upstream + budgets, "x.yaml")).Errors[0];
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(what, error.What, StringComparison.Ordinal);
        Assert.NotEmpty(error.Fix);
    }

    [Fact]
    public void The_sample_names_budgets_that_hold()
    {
        var config = ConfigReader.ReadFile(Repository.PathTo("samples", "bartizan.yaml"));
        Assert.Equal(new RetryOptions(), config.Gateway.Retries);
        Assert.Equal(new CircuitOptions(), config.Gateway.Circuit);
        Assert.NotEmpty(config.Budgets.Limits);
        Assert.Equal((new BudgetsOptions().DefaultOutput, new BudgetsOptions().MostOutput), (config.Budgets.DefaultOutput, config.Budgets.MostOutput));
    }
}
