using Bartizan.Core.KillSwitches;
using Bartizan.Core.Signals;

namespace Bartizan.Storage.Tests.Signals;

public class SignalStreamTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task An_event_waits_to_be_told_of_from_its_own_write_on_until_its_signals_are_kept()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            await ThrowAsync(store, "before");
            Assert.Empty(await store.SignalStreams.UntoldAsync(10, default));
            Assert.True(await store.SignalStreams.AddAsync(Stream("sst_1"), null, default));
            await ThrowAsync(store, "agt_1");
            await store.Events.AppendAsync(TestStore.Event(1), default);
        }

        await using var opened = await folder.OpenAsync();
        var untold = Assert.Single(await opened.SignalStreams.UntoldAsync(10, default));
        Assert.Equal("kill-switch.thrown", untold.Event.Kind);
        await opened.SignalStreams.TellAsync([untold.Position], [new("sst_1", "sig_1", "{}"), new("sst_gone", "sig_2", "{}")], default);
        Assert.Empty(await opened.SignalStreams.UntoldAsync(10, default));
        Assert.Equal(new OutgoingSignal("sst_1", "sig_1", "{}"), Assert.Single(await opened.SignalStreams.WaitingAsync("sst_1", 10, default)));
        await opened.SignalStreams.DeliveredAsync("sst_2", ["sig_1"], default);
        Assert.Single(await opened.SignalStreams.WaitingAsync("sst_1", 10, default));
        await opened.SignalStreams.DeliveredAsync("sst_1", ["sig_1", "sig_1", "never"], default);
        var stream = Assert.Single(await opened.SignalStreams.ListAsync("agt_siem", default));
        Assert.Equal((1L, 0L), (stream.Delivered, stream.Waiting));
        Assert.NotNull(stream.Last);
    }

    [Fact]
    public async Task A_clients_streams_are_its_own_bounded_and_their_header_sealed()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        for (var i = 0; i < SignalStream.MostOfOne; i++)
        {
            Assert.True(await store.SignalStreams.AddAsync(Stream($"sst_{i}"), "Bearer a-secret-of-the-receiver", default));
        }

        Assert.False(await store.SignalStreams.AddAsync(Stream("sst_more"), null, default));
        Assert.Null(await store.SignalStreams.ChangeAsync("sst_0", "agt_other", s => s, null, default));
        Assert.False(await store.SignalStreams.DeleteAsync("sst_0", "agt_other", default));
        Assert.Empty(await store.SignalStreams.ListAsync("agt_other", default));
        Assert.Equal("Bearer a-secret-of-the-receiver", await store.SignalStreams.AuthorizationAsync("sst_0", default));
        Assert.DoesNotContain("secret", folder.Query<string>("SELECT \"authorization\" FROM signal_streams LIMIT 1"), StringComparison.Ordinal);

        // Moved to another stream it does not open; changed without a word it stays; an empty one takes it away.
        folder.Tamper("UPDATE signal_streams SET \"authorization\" = (SELECT \"authorization\" FROM signal_streams WHERE id = 'sst_0') WHERE id = 'sst_1'");
        Assert.Null(await store.SignalStreams.AuthorizationAsync("sst_1", default));
        await store.SignalStreams.ChangeAsync("sst_0", "agt_siem", s => s with { Description = "x" }, null, default);
        Assert.NotNull(await store.SignalStreams.AuthorizationAsync("sst_0", default));
        await store.SignalStreams.ChangeAsync("sst_0", "agt_siem", s => s, "", default);
        Assert.Null(await store.SignalStreams.AuthorizationAsync("sst_0", default));
        Assert.True(await store.SignalStreams.DeleteAsync("sst_0", "agt_siem", default));
    }

    [Fact]
    public async Task Paused_signals_wait_disabled_they_are_forgotten_and_too_many_disable()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var streams = store.SignalStreams;
        await streams.AddAsync(Stream("sst_1"), null, default);
        await streams.ChangeAsync("sst_1", "agt_siem", s => s with { Status = StreamStatus.Paused }, null, default);
        await streams.TellAsync([], [new("sst_1", "sig_1", "{}")], default);
        Assert.Single(await streams.WaitingAsync("sst_1", 10, default));
        await streams.ChangeAsync("sst_1", "agt_siem", s => s with { Status = StreamStatus.Disabled }, null, default);
        await streams.TellAsync([], [new("sst_1", "sig_2", "{}")], default);
        Assert.Empty(await streams.WaitingAsync("sst_1", 10, default));

        await streams.ChangeAsync("sst_1", "agt_siem", s => s with { Status = StreamStatus.Enabled }, null, default);
        await streams.TellAsync([], [.. Enumerable.Range(0, SignalStream.MostWaiting).Select(i => new OutgoingSignal("sst_1", $"many_{i}", "{}"))], default);
        Assert.Equal(SignalStream.MostWaiting, (await streams.ListAsync(null, default))[0].Waiting);
        await streams.TellAsync([], [new("sst_1", "one-more", "{}")], default);
        var stream = Assert.Single(await streams.ListAsync(null, default));
        Assert.Equal((StreamStatus.Disabled, 0L), (stream.Status, stream.Waiting));
        Assert.NotNull(stream.StatusReason);
    }

    [Fact]
    public async Task What_a_receiver_never_takes_is_left_out_in_the_end_and_told()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.SignalStreams.AddAsync(Stream("sst_1"), null, default);
        await store.SignalStreams.TellAsync([], [new("sst_1", "sig_1", "{}")], default);
        await store.SignalStreams.RefusedAsync("sst_1", "sig_1", "invalid_key", 2, default);
        Assert.Single(await store.SignalStreams.WaitingAsync("sst_1", 10, default));
        await store.SignalStreams.RefusedAsync("sst_1", "sig_1", "invalid_key", 2, default);
        Assert.Empty(await store.SignalStreams.WaitingAsync("sst_1", 10, default));
        Assert.Single(await store.Events.ReadAsync(0, 100, default), e => e.Event.Kind == "signal.left-out");
    }

    private static ValueTask ThrowAsync(BartizanStore store, string agent) => store.Standing.ThrowAsync(new KillTarget(KillKind.Agent, agent), "r", "ada", Now, default);

    private static SignalStream Stream(string id) => new() { Id = id, Client = "agt_siem", Created = Now, Events = ["https://e.example/1"] };
}
