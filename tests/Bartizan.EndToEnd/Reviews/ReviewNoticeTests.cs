using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Ids;
using Bartizan.EndToEnd.Processes;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Bartizan.Testing.Upstreams;

namespace Bartizan.EndToEnd.Reviews;

/// <summary>People are told of reviews that wait for them: by the real program, a receiver that checks signatures, and a kill while it is away.</summary>
public sealed class ReviewNoticeTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task Each_reviewer_is_told_and_reminded_once_across_a_kill()
    {
        using var folder = new TempFolder();
        var isThere = false;
        var taken = new List<(string Id, JsonElement Body)>();
        await using var receiver = ScriptedUpstream.Start(async (request, connection) =>
        {
            if (Volatile.Read(ref isThere))
            {
                Assert.Equal(Signature(request), request.Headers["webhook-signature"]);
                lock (taken)
                {
                    taken.Add((request.Headers["webhook-id"], JsonDocument.Parse(request.Body).RootElement));
                }
            }

            await connection.JsonAsync("", Volatile.Read(ref isThere) ? 200 : 503);
        });
        await using var upstream = await DemoUpstream.StartAsync(folder);
        var config = upstream.Configure($$"""
            identity:
              reviews:
                remind: 1m
            export:
              - { name: people, type: webhook, url: "{{receiver.Address}}", credential: "file:{{folder.Write("hook", Secret)}}" }
            """);
        string review;
        await using (var first = await BartizanProcess.StartAsync(folder.Path, "--config", config))
        {
            await AddAccountsAsync(folder);
            foreach (var (name, sponsor) in new[] { ("one", "grace"), ("two", "ada") })
            {
                var file = folder.Write("b.yaml", $"name: {name}\nowner: ada\nsponsor: {sponsor}\nmodels: [demo*, gpt-4o]\nreview: 30d\nexpires: {TimeProvider.System.GetUtcNow().AddDays(9):yyyy-MM-dd}\n");
                await BartizanProcess.OutputAsync("blueprint", "add", file, "--data", folder.Path);
            }

            // Long enough that everybody is told before half of it is over, also where the machine has much to do.
            review = (await BartizanProcess.OutputAsync("review", "start", "Fourth quarter", "--kind", "model", "--for", "2m", "--data", folder.Path)).Trim();
            for (var i = 0; i < 200 && receiver.Requests.IsEmpty; i++)
            {
                await Task.Delay(50);
            }

            Assert.False(receiver.Requests.IsEmpty, first.Errors);
            await first.KillAsync();
        }

        Volatile.Write(ref isThere, true);
        await using var second = await BartizanProcess.StartAsync(folder.Path, "--config", config);
        for (var i = 0; i < 3_000 && Count() < 4; i++)
        {
            await Task.Delay(50);
        }

        Assert.Equal(0, await second.StopAsync());
        var told = taken.DistinctBy(t => t.Id).Select(t => t.Body).ToList();
        string[] expected = ["review.waiting ada 2", "review.waiting grace 2", "review.due-soon ada 2", "review.due-soon grace 2"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), told.Select(Shown).Order(StringComparer.Ordinal));
        Assert.All(told, t => Assert.Equal((review, "Fourth quarter"), (t.GetProperty("data").GetProperty("review").GetString(), t.GetProperty("data").GetProperty("title").GetString())));
        Assert.All(told, t => Assert.EndsWith("/reviews", t.GetProperty("data").GetProperty("link").GetString(), StringComparison.Ordinal));
        Assert.All(receiver.Requests, r => Assert.DoesNotContain(Secret, r.Everything, StringComparison.Ordinal));
        await BartizanProcess.OutputAsync("ledger", "verify", "--data", folder.Path);

        int Count()
        {
            lock (taken)
            {
                return taken.DistinctBy(t => t.Id).Count();
            }
        }
    }

    private static string Shown(JsonElement told) => $"{told.GetProperty("type").GetString()} {told.GetProperty("data").GetProperty("reviewer").GetString()} {told.GetProperty("data").GetProperty("questions").GetInt32()}";

    private static string Signature(UpstreamRequest request) => "v1," + Convert.ToBase64String(HMACSHA256.HashData(
        Convert.FromBase64String(Secret[6..]), Encoding.UTF8.GetBytes($"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{request.Body}")));

    private static async Task AddAccountsAsync(TempFolder folder)
    {
        await using var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder.Path, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
        foreach (var name in new[] { "ada", "grace" })
        {
            await store.Console.AddAccountAsync(new Account { Id = "acc_" + name, Name = name, PasswordHash = "none", Roles = ["admin"], Created = TimeProvider.System.GetUtcNow() }, "test", default);
        }
    }
}
