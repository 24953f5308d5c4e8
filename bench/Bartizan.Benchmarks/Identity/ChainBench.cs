using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.Benchmarks.Load;

namespace Bartizan.Benchmarks.Identity;

/// <summary>
/// What identity costs a call: so many calls a second, each with a token exchanged for it a moment before and a sealed secret put on at egress, through the real
/// program with its policies, its guard and its record, against the upstream asked directly. Calls begin when they are due, however long earlier ones take.
/// </summary>
internal static class ChainBench
{
    private const int PerSecond = 500;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bartizan-bench-").FullName;
        await using var upstream = await UpstreamProcess.StartAsync();
        Process? program = null;
        try
        {
            var data = Path.Combine(folder, "data");
            var (owner, helper) = await PrepareAsync(folder, data, upstream.Address);
            program = Processes.Start(
                Pinning.All,
                Environment.ProcessPath!,
                [Peers.Bartizan, "up", "--format", "json", "--no-console", "--data", data, "--config", Path.Combine(folder, "bartizan.yaml"), "--gateway", "127.0.0.1:0"],
                redirect: true);
            var ready = JsonDocument.Parse(await program.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("bartizan did not start")).RootElement;
            using var http = new HttpClient { BaseAddress = new Uri(ready.GetProperty("gateway").GetString()!) };
            using var direct = new HttpClient { BaseAddress = upstream.Address };
            using var root = new RootToken(http, owner);

            Console.WriteLine($"machine: {Machine.Describe()}; {PerSecond} calls a second, {Span.TotalSeconds} s, 1 KB, load and upstream on one of the cores");
            Console.WriteLine($"{"",-30}{"p50 ms",10}{"p99 ms",10}{"late",8}");
            await MeasureAsync("upstream alone", () => AskAsync(direct, "/v1/chat/completions", "bench"));
            await MeasureAsync("gateway, one token", async () => await AskAsync(http, "/openai/v1/chat/completions", await root.GetAsync()));
            var exchanges = new List<double>();
            await MeasureAsync("exchange, then gateway", async () =>
            {
                var began = Stopwatch.GetTimestamp();
                var token = await TokenAsync(http, helper, Exchange(await root.GetAsync()));
                lock (exchanges)
                {
                    exchanges.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }

                await AskAsync(http, "/openai/v1/chat/completions", token);
            });
            Print("  of that the exchange", exchanges[(exchanges.Count / 2)..], 0);
            return 0;
        }
        finally
        {
            if (program is not null)
            {
                await Processes.StopAsync(program);
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<((string, string) Owner, (string, string) Helper)> PrepareAsync(string folder, string data, Uri upstream)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "bartizan.yaml"), $"""
            identity:
              issuer: listener
            gateway:
              upstreams:
                - name: bench
                  dialect: openai
                  url: {new Uri(upstream, "/v1")}
                  credential: secret:bench
                  models: ["*"]
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "key"), "bench-upstream-key");
        await RunAsync("secret", "add", "bench", "--host", upstream.Authority, "--file", Path.Combine(folder, "key"), "--data", data);
        foreach (var name in new[] { "owner", "helper" })
        {
            await RunAsync("agent", "add", name, "--owner", "bench", "--data", data);
        }

        var owner = await RunAsync("agent", "credentials", "owner", "--secret", "--delegate", "helper", "--data", data);
        var helper = await RunAsync("agent", "credentials", "helper", "--secret", "--grant", "token-exchange", "--data", data);
        return ((owner[0], owner[1]), (helper[0], helper[1]));
    }

    private static async Task<string[]> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Peers.Bartizan, .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries) : throw new InvalidOperationException($"bartizan {arguments[0]} {arguments[1]} failed.");
    }

    private static async Task MeasureAsync(string name, Func<Task> call)
    {
        await LoadAsync(call, WarmUp);
        var (times, late) = await LoadAsync(call, Span);
        Print(name, times, late);
    }

    private static void Print(string name, List<double> times, int late)
    {
        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-30}{times[times.Count / 2],10:N2}{times[times.Count * 99 / 100],10:N2}{late,8}"));
    }

    // What is measured begins when the call was due, so that one that had to wait for its turn counts as slow.
    private static async Task<(List<double> Times, int Late)> LoadAsync(Func<Task> call, TimeSpan span)
    {
        var calls = new List<Task<double>>();
        var (began, late) = (Stopwatch.GetTimestamp(), 0);
        for (var i = 0; i < span.TotalSeconds * PerSecond; i++)
        {
            var due = began + (long)(i * (double)Stopwatch.Frequency / PerSecond);
            while (Stopwatch.GetTimestamp() < due)
            {
                await Task.Delay(1);
            }

            late += Stopwatch.GetElapsedTime(due).TotalMilliseconds > 5 ? 1 : 0;
            calls.Add(TimeAsync(call));
        }

        return ([.. await Task.WhenAll(calls)], late);
    }

    private static async Task<double> TimeAsync(Func<Task> call)
    {
        var began = Stopwatch.GetTimestamp();
        await call();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task AskAsync(HttpClient http, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(RequestBody.Chat(1_000, stream: false)) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        }
    }

    private static Dictionary<string, string> Exchange(string subject) => new()
    {
        ["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange",
        ["subject_token"] = subject,
        ["subject_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
    };

    private static async Task<string> TokenAsync(HttpClient http, (string Id, string Secret) client, Dictionary<string, string> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client.Id}:{client.Secret}")));
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(body).RootElement.GetProperty("access_token").GetString()!
            : throw new InvalidOperationException(Encoding.UTF8.GetString(body));
    }

    /// <summary>The owner's token, asked for anew before it ends.</summary>
    private sealed class RootToken(HttpClient http, (string, string) owner) : IDisposable
    {
        private static readonly TimeSpan Life = TimeSpan.FromMinutes(3);

        private readonly SemaphoreSlim _gate = new(1);
        private string? _token;
        private long _since;

        public async ValueTask<string> GetAsync()
        {
            if (_token is { } known && Stopwatch.GetElapsedTime(_since) < Life)
            {
                return known;
            }

            await _gate.WaitAsync();
            try
            {
                if (_token is null || Stopwatch.GetElapsedTime(_since) >= Life)
                {
                    (_token, _since) = (await TokenAsync(http, owner, new() { ["grant_type"] = "client_credentials" }), Stopwatch.GetTimestamp());
                }

                return _token;
            }
            finally
            {
                _gate.Release();
            }
        }

        public void Dispose() => _gate.Dispose();
    }
}
