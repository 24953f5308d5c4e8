using System.Text.Json;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

public class ConcurrencyTests
{
    private const int Streams = 200;

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    public async Task Two_hundred_streams_at_once_each_get_their_own_bytes_and_all_of_them(string dialect)
    {
        // Each stream says its own words, cut at its own places, so that a byte of another would show.
        await using var upstream = ScriptedUpstream.Start(async (request, connection) =>
        {
            var number = Number(request.Body);
            var random = new Random(number);
            var text = string.Concat(Expected(dialect, number));
            await connection.BeginEventsAsync();
            for (var at = 0; at < text.Length;)
            {
                var length = Math.Min(random.Next(1, 400), text.Length - at);
                await connection.ChunkAsync(text.Substring(at, length));
                at += length;
                await Task.Yield();
            }

            await connection.EndAsync();
        });
        await using var gateway = await TestGateway.StartAsync(upstream.Address);
        await Task.WhenAll(Enumerable.Range(0, Streams).Select(async number =>
        {
            using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, $"stream number {number} please", stream: true));
            Assert.Equal(string.Concat(Expected(dialect, number)), await response.Content.ReadAsStringAsync());
        }));
        Assert.Equal(Streams, gateway.Exchanges.Count);
    }

    private static IReadOnlyList<string> Expected(string dialect, int number) =>
        Bodies.Events(dialect, [.. Enumerable.Range(0, 30).Select(i => $"Stream {number} says word {i}, and ünïcödé too. ")]);

    private static int Number(string body)
    {
        using var json = JsonDocument.Parse(body);
        var text = json.RootElement.GetProperty("messages")[0].GetProperty("content").GetString()!;
        return int.Parse(text.Split(' ')[2]);
    }
}
