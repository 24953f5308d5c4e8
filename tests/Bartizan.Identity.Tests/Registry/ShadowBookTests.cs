using System.Globalization;
using Bartizan.Core.Identity.Registry;
using Bartizan.Identity.Registry;
using Bartizan.Identity.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Clock = Bartizan.Testing.ManualClock;

namespace Bartizan.Identity.Tests.Registry;

public sealed class ShadowBookTests : IDisposable
{
    private readonly Clock _clock = new();
    private readonly MemoryShadowStore _store = new();
    private readonly ShadowBook _book;

    public ShadowBookTests() => _book = new ShadowBook(_store, _clock, NullLogger<ShadowBook>.Instance);

    public void Dispose() => _book.Dispose();

    [Fact]
    public async Task One_caller_is_written_once_with_how_often_it_was_seen()
    {
        var first = _clock.Now;
        _book.See(Sighting("one", "10.0.0.1"));
        _clock.Now += TimeSpan.FromMilliseconds(300);
        _book.See(Sighting("one", "10.0.0.2"));
        await _book.FlushAsync(default);
        await _book.FlushAsync(default);
        Assert.Equal(new ShadowCaller(Sighting("one", "10.0.0.2"), first, _clock.Now, 2), Assert.Single(Assert.Single(_store.Batches)));
    }

    [Fact]
    public async Task However_many_strangers_come_and_whatever_they_send_little_is_kept_and_written()
    {
        for (var i = 0; i < 100_000; i++)
        {
            _book.See(Sighting(i.ToString(CultureInfo.InvariantCulture), "10.0.0." + (i % 200)) with { UserAgent = new string('x', 20_000) });
        }

        _book.See(Sighting("0", "10.0.0.0"));
        await _book.FlushAsync(default);
        var written = Assert.Single(_store.Batches);
        Assert.Equal((ShadowBook.MostAtOnce, 2), (written.Count, written.Single(c => c.Seen.Mark == "0").Count));
        Assert.True(written.GroupBy(c => c.Seen.Address).All(g => g.Count() <= ShadowBook.MostOfAddress) && written.All(c => c.Seen.UserAgent.Length <= 200));
    }

    [Fact]
    public async Task One_address_cannot_crowd_out_the_others_and_hidden_characters_are_shown()
    {
        for (var i = 0; i < 1_000; i++)
        {
            _book.See(Sighting(i.ToString(CultureInfo.InvariantCulture), "10.0.0.1"));
        }

        _book.See(Sighting("other", "10.0.0.2") with { UserAgent = "curl\u202e8\n" });
        await _book.FlushAsync(default);
        Assert.Equal("curl<U+202E>8<U+000A>", Assert.Single(_store.Batches)[^1].Seen.UserAgent);
    }

    [Fact]
    public async Task A_store_that_fails_stops_nothing()
    {
        _store.IsBroken = true;
        _book.See(Sighting("one", "10.0.0.1"));
        await _book.FlushAsync(default);
        _store.IsBroken = false;
        _book.See(Sighting("two", "10.0.0.1"));
        await _book.FlushAsync(default);
        Assert.Equal("two", Assert.Single(Assert.Single(_store.Batches)).Seen.Mark);
    }

    private static ShadowSighting Sighting(string mark, string address) => new(ShadowKind.Key, mark, "btz_…", address, "curl/8", "openai-chat");
}
