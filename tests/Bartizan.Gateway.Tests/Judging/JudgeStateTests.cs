using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Judging;
using Bartizan.Guard.Injection;
using Bartizan.Testing;

namespace Bartizan.Gateway.Tests.Judging;

public sealed class JudgeStateTests
{
    [Fact]
    public void A_score_counts_for_its_agent_and_channel_and_for_an_hour()
    {
        var clock = new ManualClock();
        var state = new JudgeState(new JudgeOptions { Url = "https://judge.example.org", Model = "m" }, clock);
        var key = new JudgeState.Key("agent", InjectionChannel.User, "digest");
        state.Keep(key, 0.25);
        Assert.Equal(0.25, state.Find(key));
        Assert.Null(state.Find(key with { Agent = "another" }));
        Assert.Null(state.Find(key with { Channel = InjectionChannel.Data }));
        Assert.Null(state.Find(key with { Digest = "other" }));
        clock.Now += TimeSpan.FromHours(1);
        Assert.Null(state.Find(key));
    }
}
