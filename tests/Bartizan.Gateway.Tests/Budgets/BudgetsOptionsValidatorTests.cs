using Bartizan.Core.Budgets;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Configuration;

namespace Bartizan.Gateway.Tests.Budgets;

public class BudgetsOptionsValidatorTests
{
    private static readonly BudgetOptions Good = Books.Limit("a", BudgetUnit.Tokens, 5, BudgetPeriod.Day);

    [Fact]
    public void Every_mistake_is_reported_at_once_and_names_its_setting()
    {
        var errors = BudgetsOptionsValidator.Validate(new BudgetsOptions
        {
            Limits =
            [
                Good with { Name = "a b", Limit = -1, Period = BudgetPeriod.None, Models = [] },
                Good with { Unit = BudgetUnit.Streams, Limit = 1.5m },
                Good with { Unit = BudgetUnit.Money, Currency = "usd" },
                Good with { Limit = decimal.MaxValue },
            ],
            Prices = [new() { Models = [], Input = -1, Output = 1e9m, Currency = "", UpTo = 0 }],
            MostOutput = 0,
            DefaultOutput = 1,
        });
        foreach (var setting in (string[])
            ["limits[0].name", "limits[0].limit", "limits[0].per", "limits[0].models", "limits[1].limit", "limits[1].per", "limits[2].limit", "limits[3].limit", "limits",
             "prices[0].models", "prices[0].input", "prices[0].output", "prices[0].currency", "prices[0].upTo", "mostOutput", "defaultOutput"])
        {
            Assert.Contains(errors, e => e.What.StartsWith($"budgets.{setting}:", StringComparison.Ordinal) && e.Fix.Length > 0);
        }
    }

    [Fact]
    public void Retries_circuits_and_weights_have_bounds()
    {
        var errors = GatewayOptionsValidator.Validate(new GatewayOptions
        {
            Upstreams = [new() { Name = "a", Dialect = ProviderDialect.OpenAi, Url = "https://api.example.org/v1", Credential = "env:PATH", Weight = -1 }],
            Retries = new() { Attempts = 0, FirstWait = TimeSpan.FromSeconds(5), LongestWait = TimeSpan.FromSeconds(1) },
            Circuit = new() { FailurePercent = 0, Attempts = 1, Within = TimeSpan.Zero, Rest = TimeSpan.Zero },
        });
        Assert.Equal(
            ["gateway.upstreams[0].weight", "gateway.retries.attempts", "gateway.retries.longestWait", "gateway.circuit.failurePercent", "gateway.circuit.attempts", "gateway.circuit.within", "gateway.circuit.rest"],
            errors.Select(e => e.What[..e.What.IndexOf(':', StringComparison.Ordinal)]));
    }
}
