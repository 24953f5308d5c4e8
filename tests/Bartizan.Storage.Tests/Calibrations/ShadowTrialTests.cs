using System.Text.Json;
using Bartizan.Core.Calibrations;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Storage.Exchanges;

namespace Bartizan.Storage.Tests.Calibrations;

/// <summary>Policies in shadow mode, counted from recorded exchanges.</summary>
public sealed class ShadowTrialTests
{
    [Fact]
    public async Task An_exchange_counts_once_for_each_policy_that_it_was_a_trial_of()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await RecordAsync(store, 1, Tried("a@1", "b@1"), Tried("a@1"));
        await RecordAsync(store, 2, Tried("a@1") with { Shadow = Shadow("a") }, Tried("a@1") with { Shadow = Shadow("a", "in-force") });
        await RecordAsync(store, 3, Tried("a@2") with { Shadow = Shadow("b") });
        await store.ProjectAsync(default);
        Assert.Equal(
            [("a", "1", 2, 1), ("a", "2", 1, 0), ("b", "1", 1, 0)],
            (await store.Exchanges.ShadowAsync(default)).Select(t => (t.Policy, t.Digest, (int)t.Asked, (int)t.Changed)));
    }

    [Fact]
    public async Task What_people_marked_as_attacks_is_no_false_alarm()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        for (var i = 1; i <= 100; i++)
        {
            await RecordAsync(store, i, i > 3 ? Tried("a@1") : Tried("a@1") with { Shadow = Shadow("a") });
        }

        await store.ProjectAsync(default);
        Assert.Equal(TrialState.Watching, Assert.Single(await store.Exchanges.ShadowAsync(default)).State(0.05));
        Assert.True(await store.Marks.MarkAsync(new ExchangeMark("exc_1", true, "ada", default), default));
        Assert.True(await store.Marks.MarkAsync(new ExchangeMark("exc_2", true, "ada", default), default));
        Assert.True(await store.Marks.MarkAsync(new ExchangeMark("exc_3", false, "ada", default), default));
        Assert.False(await store.Marks.MarkAsync(new ExchangeMark("exc_none", true, "ada", default), default));
        var trial = Assert.Single(await store.Exchanges.ShadowAsync(default));
        Assert.Equal((100, 3, 2, 1, 98), (trial.Asked, trial.Changed, trial.Attacks, trial.FalseAlarms, trial.Benign));
        Assert.Equal(TrialState.Enough, trial.State(0.05));
        Assert.Equal(["exc_1", "exc_2", "exc_3"], (await store.Marks.ListAsync(default)).Select(m => m.Exchange));
    }

    [Theory]
    [InlineData(298, 0, TrialState.Watching)]
    [InlineData(299, 0, TrialState.Enough)]
    [InlineData(299, 1, TrialState.Watching)]
    [InlineData(473, 1, TrialState.Enough)]
    [InlineData(299, 20, TrialState.TooMany)]
    [InlineData(0, 0, TrialState.Watching)]
    public void Enough_is_when_the_upper_bound_keeps_the_budget(long asked, long changed, TrialState state)
    {
        var trial = new ShadowTrial("a", "1", asked, changed, 0, default, default);
        Assert.Equal(state, trial.State(ShadowTrial.DefaultBudget));
        Assert.Equal(asked >= trial.Needed(ShadowTrial.DefaultBudget), state == TrialState.Enough);
    }

    private static Decision Tried(params string[] trials) => new() { Verdict = Verdict.Allow, Action = "invokeModel", Policies = ["in-force"], Trials = trials };

    private static Decision Shadow(params string[] policies) => new() { Verdict = Verdict.Block, Action = "invokeModel", Policies = policies };

    private static async Task RecordAsync(BartizanStore store, int number, params Decision[] decisions)
    {
        var exchange = new ExchangeRecord
        {
            Id = $"exc_{number}",
            Time = new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero).AddSeconds(number),
            Dialect = "openai-chat",
            Route = "r",
            Status = 200,
            Verdict = Verdict.Allow,
            Decisions = decisions,
        };
        await store.Events.AppendAsync(
            new EventRecord
            {
                Id = exchange.Id,
                Time = exchange.Time,
                Source = "gateway",
                Kind = "exchange",
                Exchange = number % 2 == 0 ? exchange : null,
                Json = JsonSerializer.SerializeToUtf8Bytes(exchange, EventJsonContext.Default.ExchangeRecord),
            },
            default);
    }
}
