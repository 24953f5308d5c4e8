using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.Signals;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class SignalTests
{
    [Fact]
    public async Task Streams_in_and_out_stand_with_their_party_what_waits_and_what_is_wrong()
    {
        await using var console = await TestConsole.StartAsync();
        using var admin = await console.SignInAsync(Role.Admin);
        var agent = (await admin.PostAsync<AgentAdded>("/api/agents", new AddAgent("siem", "ada", null))).Agent;
        var now = console.Clock.GetUtcNow();
        await console.Store.SignalStreams.AddAsync(
            new SignalStream { Id = "sst_1", Client = agent.Id, Created = now, Endpoint = "https://siem.example/in", Description = "night\u202Eshift" }, "Bearer the-receivers-secret", default);
        await console.Store.SignalStreams.TellAsync([], [new("sst_1", "sig_1", "{}")], default);
        await console.Store.SignalStreams.FailedAsync("sst_1", "It answers with status 503.", default);
        await console.Store.Signals.ReportAsync("staff", "It does not answer.", default);
        using var browser = await console.SignInAsync(Role.Auditor);
        var items = (await browser.GetAsync<SignalStreamList>("/api/signals")).Items;
        Assert.Equal(("staff", SignalDirection.In, 0L, "It does not answer.", true), (items[0].Party, items[0].Direction, items[0].Count, items[0].Problem, items[0].FailingSince is not null));
        Assert.Equal(("siem (night<U+202E>shift)", SignalDirection.Out, "https://siem.example/in", 1L, "enabled"), (items[1].Party, items[1].Direction, items[1].Way, items[1].Waiting, items[1].Status));
        Assert.DoesNotContain("secret", string.Concat(items), StringComparison.Ordinal);
    }
}
