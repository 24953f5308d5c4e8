using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Bartizan.Benchmarks.Load;

/// <summary>
/// Keeps many paced streams open at once, each with words of its own that the upstream sends back one an event, and checks every word:
/// none may be missing, double, or another stream's. Prints what it cost in CPU and resident memory.
/// </summary>
internal static class ManyStreams
{
    private const int WordsEach = 64;

    public static async Task<int> RunAsync(string[] args)
    {
        var streams = LoadBench.Option(args, "--streams", 512);
        var rounds = LoadBench.Option(args, "--rounds", 4);
        await using var upstream = await UpstreamProcess.StartAsync();
        await using var targets = await TargetSet.StartAsync(upstream.Address, args);
        Console.WriteLine($"machine: {Machine.Describe()}; {streams} streams at once, {rounds} rounds, {WordsEach + 3} events each, one every 100 ms");
        Console.WriteLine();
        Console.WriteLine("| target | streams | wrong | CPU µs/event | first token p50 ms | p99 ms | resident MB, most |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|");
        var failed = false;
        foreach (var target in targets)
        {
            var before = Machine.CpuOf(target.ProcessIds());
            var (wrong, first) = await DriveAsync(target, streams, rounds);
            var cpu = Machine.CpuOf(target.ProcessIds()) - before;
            failed |= wrong > 0;
            first.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {target.Name} | {streams * rounds} | {wrong} | {cpu.TotalMicroseconds / (streams * rounds * (WordsEach + 3)):N2} | {first[first.Count / 2]:N1} | {first[first.Count * 99 / 100]:N1} | {Machine.MostResident(target.ProcessIds()) / 1e6:N0} |"));
        }

        return failed ? 1 : 0;
    }

    private static async Task<(int Wrong, List<double> FirstToken)> DriveAsync(Target target, int streams, int rounds)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
        var answers = await Task.WhenAll(Enumerable.Range(0, streams).Select(async stream =>
        {
            var results = new List<(bool Right, double First)>();
            for (var round = 0; round < rounds; round++)
            {
                results.Add(await OneAsync(client, target, Words(target, stream, round)));
            }

            return results;
        }));
        var all = answers.SelectMany(a => a).ToList();
        return (all.Count(a => !a.Right), [.. all.Select(a => a.First)]);
    }

    // Where reversible masking is on, an address in the middle goes to the upstream as a token, and must come back as itself.
    private static string Words(Target target, int stream, int round) => string.Join(' ', Enumerable.Range(0, WordsEach)
        .Select(i => i == WordsEach / 2 && target.Name == BartizanSetting.EverythingOn.Name ? $"person{stream}.{round}@example.org" : $"w{stream}-{round}-{i}"));

    private static async Task<(bool Right, double First)> OneAsync(HttpClient client, Target target, string words)
    {
        var start = Stopwatch.GetTimestamp();
        var first = 0.0;
        var text = new StringBuilder();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, target.Url)
            {
                Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { model = "echo", stream = true, messages = new[] { new { role = "user", content = words } } })),
            };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            foreach (var (name, value) in target.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            var done = false;
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line == "data: [DONE]")
                {
                    done = true;
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    Append(text, line.AsMemory(6));
                    first = first == 0 && text.Length > 0 ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : first;
                }
            }

            var right = done && text.ToString() == words + " ";
            if (!right)
            {
                var same = words.Zip(text.ToString()).TakeWhile(p => p.First == p.Second).Count();
                Console.Error.WriteLine($"{target.Name}: ended {done}; of {words.Length} characters of '{words[..20]}…' {same} came as sent, then: {text.ToString(same, Math.Min(40, text.Length - same))}");
            }

            return (right, first);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            Console.Error.WriteLine($"{target.Name}: {e.Message}");
            return (false, first);
        }
    }

    private static void Append(StringBuilder text, ReadOnlyMemory<char> data)
    {
        using var document = JsonDocument.Parse(data);
        foreach (var choice in document.RootElement.GetProperty("choices").EnumerateArray())
        {
            if (choice.GetProperty("delta").TryGetProperty("content", out var content))
            {
                text.Append(content.GetString());
            }
        }
    }
}
