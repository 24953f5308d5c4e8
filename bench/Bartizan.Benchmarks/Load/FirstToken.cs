using System.Diagnostics;
using System.Net.Http.Headers;

namespace Bartizan.Benchmarks.Load;

/// <summary>Time from sending a streamed request to the first event that carries text, one request at a time over kept connections.</summary>
internal static class FirstToken
{
    private const int WarmUps = 5;

    /// <summary>Milliseconds by target: minimum, median, 99th percentile.</summary>
    public static async Task<List<(string Target, double Min, double P50, double P99)>> MeasureAsync(TargetSet targets, int requests)
    {
        var times = targets.ToDictionary(t => t.Name, _ => new List<double>());
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var body = RequestBody.Chat(1_000, stream: true, "paced");
        for (var i = 0; i < requests + WarmUps; i++)
        {
            foreach (var target in targets)
            {
                var time = await OneAsync(client, target, body);
                if (i >= WarmUps)
                {
                    times[target.Name].Add(time);
                }
            }
        }

        return [.. targets.Select(t => (t.Name, times[t.Name].Min(), Percentile(times[t.Name], 0.5), Percentile(times[t.Name], 0.99)))];
    }

    private static async Task<double> OneAsync(HttpClient client, Target target, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in target.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var start = Stopwatch.GetTimestamp();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[65_536];
        var first = 0.0;
        var seen = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(seen % buffer.Length))) > 0)
        {
            seen += read;
            if (first == 0 && buffer.AsSpan(0, Math.Min(seen, buffer.Length)).IndexOf("\"content\":\"The "u8) >= 0)
            {
                first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        return first;
    }

    private static double Percentile(List<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
    }
}
