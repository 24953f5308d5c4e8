using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Ids;
using Bartizan.EndToEnd.Credentials;
using Bartizan.EndToEnd.Processes;
using Bartizan.Storage;

namespace Bartizan.EndToEnd.Durability;

/// <summary>Policies that are saved from the console while the process is killed: whole or not at all, and never unknown to the ledger.</summary>
public sealed class PolicyKillTests
{
    private const string Password = "a long walk on the wall";
    private const int Rounds = 6;

    [Fact]
    public async Task Killed_while_it_saves_a_policy_file_is_the_old_or_the_new_one_and_the_ledger_knows_it()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        var file = folder.Write("rules.cedar", Text(0));
        var rules = Path.Combine(Path.GetDirectoryName(file)!, "rules");
        Directory.CreateDirectory(rules);
        File.Move(file, file = Path.Combine(rules, "mine.cedar"));
        var config = upstream.Configure("policies: rules\nconsole: { editPolicies: true }\n");
        var known = Text(0);
        for (var round = 1; round <= Rounds; round++)
        {
            await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config);
            Assert.Equal(known, await File.ReadAllTextAsync(file));
            using var person = await SignInAsync(bartizan, round == 1);
            var (before, after) = (known, Text(round));
            var saving = SaveAsync(person, after);
            // The first one ends; the others are met in their review, at the ledger or at the file.
            await Task.WhenAny(saving, Task.Delay(round == 1 ? Timeout.Infinite : 20 * round));
            await bartizan.KillAsync();
            var answered = await saving;
            var now = await File.ReadAllTextAsync(file);
            Assert.Contains(now, new[] { before, after });
            Assert.True(!answered || now == after, "It was said to be saved, and is not.");
            Assert.Single(Directory.GetFiles(rules, "*.cedar"));
            known = now;
            Assert.True(now == Text(0) || (await SavedAsync(folder.Path)).Contains(Digest(now)), "The file holds what the ledger does not know.");
        }

        var (code, _, errors) = await BartizanProcess.RunAsync("ledger", "verify", "--data", folder.Path);
        Assert.True(code == 0, errors);
    }

    private static string Text(int round) => $"@id(\"ask\")\npermit (principal, action == Action::\"invokeModel\", resource);\n// round {round}\n";

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static async Task<HashSet<string>> SavedAsync(string data)
    {
        await using var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = data, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
        return [.. (await store.Events.ReadAsync(0, 10_000, default)).Where(e => e.Event.Kind == "policies.saved")
            .Select(e => JsonDocument.Parse(e.Event.Json).RootElement.GetProperty("fact").GetProperty("after").GetString()!)];
    }

    private static async Task<PersonBrowser> SignInAsync(BartizanProcess bartizan, bool first)
    {
        var person = new PersonBrowser(bartizan.Console!);
        if (first)
        {
            await person.PostAsync("/api/session/link", new { token = new Uri(bartizan.SignIn!).Fragment["#token=".Length..] });
            await person.PostAsync("/api/session/account", new { name = "maria", password = Password });
        }
        else
        {
            await person.PostAsync("/api/session/password", new { name = "maria", password = Password });
        }

        return person;
    }

    private static async Task<bool> SaveAsync(PersonBrowser person, string text)
    {
        try
        {
            var version = (await person.GetAsync("/api/policies/files")).GetProperty("items")[0].GetProperty("version").GetString();
            var draft = new { file = "policies/mine.cedar", text };
            var review = await person.PostAsync("/api/policies/reviews", new { draft });
            var id = review.GetProperty("id").GetString();
            while (review.GetProperty("state").GetString() is "waiting" or "running")
            {
                await Task.Delay(5);
                review = await person.GetAsync($"/api/policies/reviews/{id}");
            }

            await person.PostAsync("/api/policies/save", new { draft, version, review = id, acceptWidening = true, reason = "a round" });
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false; // killed
        }
    }
}
