using Bartizan.Core.Histories;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Pipeline;
using Bartizan.Guard;
using Bartizan.Policy;
using Bartizan.Testing;
using Bartizan.Testing.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bartizan.Gateway.Tests.Histories;

public sealed class HistoryKeeperTests
{
    [Theory]
    [InlineData("permit(principal, action, resource);", "1h 20h")]
    [InlineData("permit(principal, action, resource) when history { count within 1h event() < 3 };", "1h 20h")]
    [InlineData("permit(principal, action, resource) when history { count within 2d event() < 3 };", "1h 20h 40h")]
    public async Task What_the_longest_window_or_a_day_may_ask_stays(string policies, string kept)
    {
        Environment.SetEnvironmentVariable("BARTIZAN_TEST_UPSTREAM_KEY", TestGateway.UpstreamKey);
        var clock = new ManualClock();
        var store = new MemoryHistoryStore();
        await store.SaveAsync([.. new[] { 1, 20, 40, 60 }.Select(hours => new HistoryRow
        {
            Principal = "a",
            At = (clock.GetUtcNow() - TimeSpan.FromHours(hours)).ToUnixTimeMicroseconds(),
            Agent = "a",
            Action = "callTool",
            Resource = "Tool::\"x\"",
            Outcome = 0,
        })], default);
        var state = new GatewayState(new GatewaySnapshot(RouteTable.Compile(new GatewayOptions { Upstreams = [new() { Name = "none", Dialect = ProviderDialect.OpenAi, Url = "http://127.0.0.1:1", Credential = "env:BARTIZAN_TEST_UPSTREAM_KEY" }] }), new PolicyEngine(PolicySet.Parse(policies)), new GuardEngine([], new GuardOptions())));
        var keeper = new HistoryKeeper(new HistoryBook(store, clock, NullLogger<HistoryBook>.Instance), store, state, clock, NullLogger<HistoryKeeper>.Instance);
        await keeper.OnceAsync(default);
        Assert.Equal(kept, string.Join(' ', store.Rows.Reverse().Select(r => $"{(clock.GetUtcNow() - DateTimeOffset.UnixEpoch.AddMicroseconds(r.At)).TotalHours}h")));
    }

    [Fact]
    public void Rows_and_events_are_the_same()
    {
        var row = new HistoryRow { Principal = "a", At = 5, Agent = "b", Action = "callTool", Resource = "Tool::\"x\\\"y\"", Outcome = 2, Labels = "pii pii.email", Sensitivity = 3, Arguments = "[\"to me\",\"b\"]", Tokens = 7 };
        Assert.Equal(row, HistoryRows.Of("a", new HistoryRows().Read(row)));
        var (one, other) = (HistoryRows.Kept(new("Resource", new string('a', 100_000))), HistoryRows.Kept(new("Resource", new string('a', 99_999))));
        Assert.Equal(one.Id.Length, other.Id.Length);
        Assert.NotEqual(one, other);
        Assert.True(one.Id.Length <= 512);
        Assert.Throws<InvalidDataException>(() => new HistoryRows().Read(row with { Resource = "broken" }));
    }
}
