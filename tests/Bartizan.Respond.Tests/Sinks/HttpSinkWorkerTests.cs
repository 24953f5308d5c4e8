using System.Collections.Concurrent;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Ids;
using Bartizan.Respond.Sinks;
using Bartizan.Storage;
using Bartizan.Testing;
using Bartizan.Testing.Upstreams;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bartizan.Respond.Tests.Sinks;

/// <summary>The real worker between a real store and a receiver that may misbehave.</summary>
public sealed class HttpSinkWorkerTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Everything_arrives_in_order_with_the_token_and_after_a_restart_only_what_is_new()
    {
        await using var receiver = ScriptedUpstream.Json("");
        await using (var store = await OpenAsync())
        {
            await AppendAsync(store, 0, 25);
            await RunAsync(store, receiver, s => s.Position == 25);
            Assert.Equal(25, await store.Cursors.ReadAsync("siem", default));
        }

        Assert.Equal(Ids(0, 25), Received(receiver));
        Assert.True(receiver.Requests.Count >= 3);
        Assert.All(receiver.Requests, r => Assert.Equal(("Bearer sink-token", "application/x-ndjson"), (r.Headers["Authorization"], r.Headers["Content-Type"])));
        await using (var store = await OpenAsync())
        {
            await AppendAsync(store, 25, 3);
            await RunAsync(store, receiver, s => s.Position == 28);
        }

        Assert.Equal(Ids(0, 28), Received(receiver));
    }

    [Fact]
    public async Task A_receiver_that_is_down_loses_nothing()
    {
        var attempts = 0;
        await using var receiver = ScriptedUpstream.Start(async (_, connection) =>
        {
            if (Interlocked.Increment(ref attempts) <= 2)
            {
                await connection.JsonAsync("", attempts == 1 ? 503 : 401);
            }
            else
            {
                await connection.JsonAsync("");
            }
        });
        await using var store = await OpenAsync();
        await AppendAsync(store, 0, 5);
        var state = await RunAsync(store, receiver, s => s.Position == 5);
        Assert.Equal((2, 0), (state.Failures, state.Skipped));
        Assert.Equal(Ids(0, 5), Received(receiver).Distinct());
    }

    [Fact]
    public async Task One_event_that_is_refused_for_good_does_not_hold_up_the_others()
    {
        var taken = new ConcurrentQueue<string>();
        await using var receiver = ScriptedUpstream.Start(async (request, connection) =>
        {
            var bad = request.Body.Contains("evt_3\"", StringComparison.Ordinal);
            if (!bad)
            {
                taken.Enqueue(request.Body);
            }

            await connection.JsonAsync("", bad ? 422 : 200);
        });
        await using var store = await OpenAsync();
        await AppendAsync(store, 0, 8);
        var state = await RunAsync(store, receiver, s => s.Position == 8);
        Assert.Equal(1, state.Skipped);
        Assert.Equal(Ids(0, 8).Where(id => id != "evt_3"), taken.SelectMany(IdsIn));
    }

    [Fact]
    public async Task The_token_does_not_follow_a_redirect()
    {
        await using var elsewhere = ScriptedUpstream.Json("");
        await using var receiver = ScriptedUpstream.Start((_, connection) => connection.JsonAsync("", 307, $"Location: {elsewhere.Address}\r\n"));
        await using var store = await OpenAsync();
        await AppendAsync(store, 0, 1);
        var state = await RunAsync(store, receiver, s => s.Failures > 0);
        Assert.Equal(0, state.Position);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_large_batch_is_cut_by_its_bytes()
    {
        await using var receiver = ScriptedUpstream.Json("");
        await using var store = await OpenAsync();
        for (var i = 0; i < 4; i++)
        {
            await store.Events.AppendAsync(Record($"evt_{i}", $$"""{"text":"{{new string('x', HttpSinkWorker.FullRequest / 2)}}"}"""), default);
        }

        await RunAsync(store, receiver, s => s.Position == 4);
        Assert.Equal(2, receiver.Requests.Count);
    }

    private static async Task<SinkState> RunAsync(BartizanStore store, ScriptedUpstream receiver, Func<SinkState, bool> until)
    {
        var state = new SinkState("siem");
        using var worker = new HttpSinkWorker(
            new HttpSink("siem", receiver.Address, new OcsfForm("sink-token"), 10), state, store.Events, store.Cursors, TimeProvider.System, NullLogger<HttpSinkWorker>.Instance);
        await worker.StartAsync(default);
        await Patience.UntilAsync(() => until(state));
        Assert.True(until(state), "It did not happen in time.");
        await worker.StopAsync(default);
        return state;
    }

    private static IEnumerable<string> Received(ScriptedUpstream receiver) => receiver.Requests.SelectMany(r => IdsIn(r.Body));

    private static IEnumerable<string> IdsIn(string body) =>
        body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("metadata").GetProperty("uid").GetString()!);

    private static IEnumerable<string> Ids(int from, int to) => Enumerable.Range(from, to - from).Select(i => $"evt_{i}");

    private static EventRecord Record(string id, string json) =>
        new() { Id = id, Time = DateTimeOffset.UnixEpoch, Source = "test", Kind = "sample", Json = System.Text.Encoding.UTF8.GetBytes(json) };

    private static async Task AppendAsync(BartizanStore store, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            await store.Events.AppendAsync(Record($"evt_{i}", "{}"), default);
        }
    }

    private Task<BartizanStore> OpenAsync() => BartizanStore.OpenAsync(new StoreOptions { DataFolder = _data }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
}
