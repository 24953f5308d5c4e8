using Bartizan.Core.Identity;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Scopes;
using Bartizan.Guard;
using Bartizan.Guard.Contracts;

namespace Bartizan.Gateway.Tests.Scopes;

public class ScopedInspectorsTests
{
    private static readonly Principal Agent = new("agt", "agent", "owner", new Dictionary<string, string>());

    private readonly GuardEngine _guard = GuardEngine.CreateDefault();

    private readonly ScopedInspectors _scoped = new(new GatewayOptions
    {
        Languages = [new LanguageOptions { For = new ExchangeScope { Models = ["a*"] }, Allowed = ["en"], Answers = true }, new LanguageOptions { For = new ExchangeScope { Models = ["b"] }, Allowed = ["de"] }],
        Contracts = [new ContractOptions(new ExchangeScope { Models = ["a1", "c"] }, "x.json", JsonContract.Parse("""{"type":"object"}""", "x.json"))],
    });

    [Fact]
    public void An_engine_is_made_once_for_all_exchanges_that_an_entry_covers()
    {
        var english = _scoped.ForRequest(_guard, Agent, "a1");
        Assert.NotSame(_guard, english);
        Assert.Same(english, _scoped.ForRequest(_guard, Agent, "a2"));
        Assert.NotSame(english, _scoped.ForRequest(_guard, Agent, "b"));
        var contracted = _scoped.ForAnswer(_guard, Agent, "a1");
        Assert.NotSame(contracted, _scoped.ForAnswer(_guard, Agent, "a2"));
        Assert.NotSame(contracted, _scoped.ForAnswer(_guard, Agent, "c"));
        Assert.Same(contracted, _scoped.ForAnswer(_guard, Agent, "a1"));
    }

    [Fact]
    public void Each_guard_has_its_own()
    {
        var other = GuardEngine.CreateDefault();
        Assert.NotSame(_scoped.ForRequest(_guard, Agent, "a1"), _scoped.ForRequest(other, Agent, "a1"));
    }

    [Fact]
    public void What_no_entry_covers_is_left_to_the_guard()
    {
        Assert.Same(_guard, _scoped.ForRequest(_guard, Agent, "c"));
        Assert.Same(_guard, _scoped.ForAnswer(_guard, Agent, "b"));
    }

    [Fact]
    public void Many_at_once_get_the_same()
    {
        var engines = new GuardEngine[64];
        Parallel.For(0, engines.Length, i => engines[i] = _scoped.ForAnswer(_guard, Agent, "a1"));
        Assert.Single(engines.Distinct());
    }
}
