using System.Net.ServerSentEvents;
using System.Text.Json;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;

namespace Bartizan.Console.Tests.Live;

/// <summary>Reads a live feed.</summary>
internal sealed class Feed : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private Feed(HttpResponseMessage response, Stream body)
    {
        _response = response;
        _items = SseParser.Create(body).EnumerateAsync().GetAsyncEnumerator();
    }

    public string LastId { get; private set; } = "";

    public static async Task<Feed> OpenAsync(Browser browser, string path, string? lastEventId = null)
    {
        var request = browser.Request(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new Feed(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event, or null when the feed has ended.</summary>
    public async Task<(string Name, LiveBatch Batch)?> NextAsync()
    {
        if (!await _items.MoveNextAsync())
        {
            return null;
        }

        LastId = _items.Current.EventId ?? LastId;
        return (_items.Current.EventType, JsonSerializer.Deserialize<LiveBatch>(_items.Current.Data, ConsoleJson.Options)!);
    }

    /// <summary>Reads until a batch fits.</summary>
    public async Task<LiveBatch> UntilAsync(Func<LiveBatch, bool> fits)
    {
        while (await NextAsync() is var (_, batch))
        {
            if (fits(batch))
            {
                return batch;
            }
        }

        throw new InvalidOperationException("The feed ended.");
    }

    public void Dispose() => _response.Dispose();
}
