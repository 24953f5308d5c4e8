using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Exchanges;
using Bartizan.Storage.Exchanges;

namespace Bartizan.Storage.Tests.Exchanges;

public class RecentExchangesTests
{
    private static StoredEvent Stored(long position, bool large = false) => new(position, Event(Exchange((int)position), large));

    private static EventRecord Event(ExchangeRecord exchange, bool large = false) => new()
    {
        Id = exchange.Id,
        Time = exchange.Time,
        Source = "gateway",
        Kind = "exchange",
        Json = large ? new byte[RecentExchanges.MaxJson + 1] : JsonSerializer.SerializeToUtf8Bytes(exchange, EventJsonContext.Default.ExchangeRecord),
        Exchange = exchange,
    };

    private static ExchangeRecord Exchange(int seed)
    {
        var random = new Random(seed);
        return new ExchangeRecord
        {
            Id = $"exc_{seed:d6}",
            Time = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(random.NextInt64(TimeSpan.TicksPerDay * 300)),
            Agent = random.Next(4) == 0 ? null : "agt_" + random.Next(9),
            AgentName = random.Next(4) == 0 ? null : "Zoë \"ops\" \n" + random.Next(9),
            Dialect = "openai-chat",
            Route = "POST /openai/v1/chat/completions",
            Model = random.Next(3) == 0 ? "" : "modèle-" + random.Next(9),
            Stream = random.Next(2) == 0,
            Status = random.Next(200, 599),
            Verdict = (Verdict)random.Next(4),
            Decisions = [new Decision { Verdict = Verdict.Block, Action = "invokeModel", Policies = ["p"], Redact = ["label"] }],
            Request = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Segment(random))],
            Response = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Segment(random))],
            Timing = new ExchangeTiming { Total = random.NextInt64(1L << 40), Overhead = random.Next(), Receive = 7 },
        };
    }

    private static SegmentRecord Segment(Random random) => new()
    {
        Role = SegmentRole.User,
        Provenance = Provenance.Untrusted,
        Path = "messages[0].content",
        Length = 5,
        Digest = "00",
        Findings = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new Finding
        {
            Label = $"pii.kind-{random.Next(5)}", Score = 0.5, Segment = 0, Start = 1, Length = 2, Reason = "\"label\":\"no\"", Inspector = "i",
            Contributions = [new Contribution("label", 1.5, 0, 1)],
        })],
    };

    [Fact]
    public void What_was_not_parsed_is_what_parsing_gives()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var record = Event(Exchange(seed));
            Assert.Equal(
                JsonSerializer.Serialize(ExchangeProjection.Read(record)),
                JsonSerializer.Serialize(ExchangeProjection.Of(record.Exchange!)));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"id":"e","time":"2026-01-01T00:00:00Z","dialect":"d","route":"r","verdict":"Shrug"}""")]
    [InlineData("""{"id":"e","time":"yesterday","dialect":"d","route":"r"}""")]
    [InlineData("""{"id":"e","time":"2026-01-01T00:00:00Z","dialect":"d","route":"r","request":{}}""")]
    [InlineData("""{"id":"e","time":"2026-01-01T00:00:00Z","dialect":"d","route":"r","request":[{"findings":[7]}]}""")]
    [InlineData("""{"id":7,"time":"2026-01-01T00:00:00Z","dialect":"d","route":"r"}""")]
    [InlineData("""{"id":"e","time":"2026-01-01T00:00:00Z","dialect":"d","route":"r","status":99999999999}""")]
    [InlineData("""{"id":"e","time":"2026-01-01T00:00:00Z","dialect":"d","route":"r",""")]
    public void A_record_that_is_no_exchange_is_passed_over(string json) =>
        Assert.Null(ExchangeProjection.Read(Event(Exchange(1)) with { Json = System.Text.Encoding.UTF8.GetBytes(json) }));

    [Fact]
    public void It_gives_only_what_follows_without_a_gap()
    {
        var recent = new RecentExchanges();
        foreach (var position in new[] { 3, 4, 6 })
        {
            recent.Add(Stored(position));
        }

        Assert.Empty(recent.Take(1, 10));
        Assert.Equal([3L], recent.Take(2, 1).Select(r => r.Position));
        Assert.Equal([4L], recent.Take(3, 10).Select(r => r.Position));
        Assert.Empty(recent.Take(4, 10));
        Assert.Equal([6L], recent.Take(5, 10).Select(r => r.Position));
        Assert.Empty(recent.Take(6, 10));
    }

    [Fact]
    public void The_large_the_unparsed_and_the_overflow_are_left_to_the_log()
    {
        var recent = new RecentExchanges();
        recent.Add(Stored(1));
        recent.Add(Stored(2, large: true));
        recent.Add(new StoredEvent(3, Stored(3).Event with { Exchange = null }));
        recent.Add(new StoredEvent(4, TestStore.Event(4)));
        Assert.Equal([1L], recent.Take(0, 10).Select(r => r.Position));
        Assert.Empty(recent.Take(1, 10));
        Assert.Empty(recent.Take(2, 10));
        Assert.Equal(new Recent(4, null), Assert.Single(recent.Take(3, 10)));

        for (var position = 5L; position < 7 + RecentExchanges.Capacity; position++)
        {
            recent.Add(Stored(position));
        }

        Assert.Empty(recent.Take(4, 10));
        Assert.Equal(RecentExchanges.Capacity, recent.Take(6, int.MaxValue).Count);
    }

    [Fact]
    public async Task Views_made_in_passing_are_those_rebuilt_from_the_log()
    {
        using var folder = new TestStore();
        List<ExchangeSummary> inPassing;
        await using (var store = await folder.OpenAsync())
        {
            for (var i = 1; i <= 300; i++)
            {
                await store.Events.AppendAsync(i % 7 == 0 ? TestStore.Event(i) : Event(Exchange(i)) with { Exchange = i % 50 == 0 ? null : Exchange(i) }, default);
            }

            await store.ProjectAsync(default);
            inPassing = [.. (await store.Exchanges.PageAsync(new ExchangeFilter(), 1_000, null, default)).Items];
        }

        File.Delete(new DataFolder(folder.Folder).Views);
        await using var again = await folder.OpenAsync();
        await again.ProjectAsync(default);
        var rebuilt = (await again.Exchanges.PageAsync(new ExchangeFilter(), 1_000, null, default)).Items;
        Assert.Equal(258, rebuilt.Count);
        Assert.Equal(JsonSerializer.Serialize(rebuilt), JsonSerializer.Serialize(inPassing));
    }
}
