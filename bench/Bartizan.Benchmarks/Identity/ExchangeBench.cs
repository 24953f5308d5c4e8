using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Events;
using Bartizan.Core.Identity;
using Bartizan.Core.Ids;
using Bartizan.Identity;
using Bartizan.Identity.Agents;
using Bartizan.Identity.Clients;
using Bartizan.Identity.Keys;
using Bartizan.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bartizan.Benchmarks.Identity;

/// <summary>Tokens a second over loopback HTTP, each with its event and ledger entry durable before the answer. Client and server share the machine.</summary>
internal static class ExchangeBench
{
    private const int Callers = 64;

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bartizan-bench-").FullName;
        try
        {
            var ids = new SortableIdSource(TimeProvider.System);
            await using var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder }, TimeProvider.System, ids, default);
            await new SigningKeys(store.Identity, TimeProvider.System).EnsureAsync(default);
            var (owner, helper) = (await AddAsync(store, ids, "owner"), await AddAsync(store, ids, "helper"));
            owner = await RegisterAsync(store, "owner", "helper");
            await using var app = await StartAsync(store, ids);
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            Console.WriteLine($"{"",-30}{"CPU µs",10}{"tokens/s",12}{"p50 ms",10}{"p99 ms",10}");
            var root = await TokenAsync(http, owner, new() { ["grant_type"] = "client_credentials" });
            await MeasureAsync("client credentials", () => TokenAsync(http, owner, new() { ["grant_type"] = "client_credentials" }));
            root = await TokenAsync(http, owner, new() { ["grant_type"] = "client_credentials" });
            await MeasureAsync("exchange", () => TokenAsync(http, helper, new()
            {
                ["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange",
                ["subject_token"] = root,
                ["subject_token_type"] = "urn:ietf:params:oauth:token-type:access_token",
            }));
            await app.StopAsync();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string name, Func<Task<string>> work)
    {
        // The first pass warms up.
        await LoadAsync(work, Span / 3);
        var process = Process.GetCurrentProcess();
        process.Refresh();
        var cpu = process.TotalProcessorTime;
        var times = await LoadAsync(work, Span);
        process.Refresh();
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-30}{(process.TotalProcessorTime - cpu).TotalMicroseconds / times.Count,10:N0}{times.Count / Span.TotalSeconds,12:N0}{times[times.Count / 2],10:N1}{times[times.Count * 99 / 100],10:N1}"));
    }

    private static async Task<List<double>> LoadAsync(Func<Task<string>> work, TimeSpan span)
    {
        var began = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            var times = new List<double>();
            while (Stopwatch.GetElapsedTime(began) < span)
            {
                var start = Stopwatch.GetTimestamp();
                await work();
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            return times;
        }));
        return [.. all.SelectMany(t => t)];
    }

    private static async Task<string> TokenAsync(HttpClient http, (string Id, string Secret) client, Dictionary<string, string> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Issuer.TokenPath) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client.Id}:{client.Secret}")));
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(body).RootElement.GetProperty("access_token").GetString()!
            : throw new InvalidOperationException(Encoding.UTF8.GetString(body));
    }

    private static async Task<(string Id, string Secret)> AddAsync(BartizanStore store, IIdSource ids, string name)
    {
        await new AgentRegistry(store.Agents, TimeProvider.System, ids).AddAsync(name, "bench", new Dictionary<string, string>(), default);
        return await RegisterAsync(store, name);
    }

    private static async Task<(string Id, string Secret)> RegisterAsync(BartizanStore store, string name, params string[] delegates)
    {
        var wish = new ClientWish { Agent = name, Grants = ["client_credentials", "token-exchange"], Delegates = delegates };
        var made = await new ClientRegistry(store.Identity, store.Agents, TimeProvider.System).IssueSecretAsync(wish, default);
        return (made.Client.Agent, made.Secret);
    }

    private static async Task<WebApplication> StartAsync(BartizanStore store, IIdSource ids)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(ids);
        builder.Services.AddSingleton<IEventLog>(store.Events);
        builder.Services.AddSingleton<IAgentStore>(store.Agents);
        builder.Services.AddSingleton<IIdentityStore>(store.Identity);
        builder.Services.AddSingleton(store.Consents);
        builder.Services.AddSingleton(store.Backchannel);
        builder.Services.AddSingleton(store.Mandates);
        builder.Services.AddSingleton(store.Standing);
        builder.Services.AddSingleton(store.Shadows);
        builder.Services.AddBartizanIdentity();
        builder.Services.AddBartizanAuthorizationServer(new Issuer("https://as.example"));
        var app = builder.Build();
        app.MapBartizanAuthorizationServer();
        await app.StartAsync();
        return app;
    }
}
