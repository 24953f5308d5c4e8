using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Bartizan.Core.Ids;
using Bartizan.EndToEnd.Processes;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Registry;

/// <summary>A blueprint from its file to its end, through the real program.</summary>
public class RegistryTests
{
    private const string StrangersKey = "sk-ant-api03-this-key-must-be-nowhere-0123456789";

    [Fact]
    public async Task An_agent_does_what_its_blueprint_allows_as_long_as_somebody_vouches_for_it()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", upstream.Configure("identity:\n  issuer: listener"), "--no-console");
        await AddAccountsAsync(folder);
        string Write(string sponsor) => folder.Write("blueprint.yaml", $$"""
            name: demo-users
            owner: ada
            sponsor: {{sponsor}}
            models: [demo*]
            ceiling: |
              permit (principal, action, resource);
              @id("not-so-slow") forbid (principal, action, resource == Model::"demo-slow");
            lifetime: 200s
            review: 30d
            expires: {{TimeProvider.System.GetUtcNow().AddDays(100):yyyy-MM-dd}}
            """);
        await BartizanProcess.OutputAsync("blueprint", "add", Write("grace"), "--data", folder.Path);
        var key = (await BartizanProcess.OutputAsync("agent", "add", "reader", "--owner", "ada", "--blueprint", "demo-users", "--data", folder.Path)).Trim();
        var client = (await BartizanProcess.OutputAsync("agent", "credentials", "reader", "--secret", "--data", folder.Path)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((200, ""), await AskAsync(bartizan, key));
        Assert.Equal((403, "outside_blueprint"), await AskAsync(bartizan, key, "demo-slow"));
        var (status, answer) = await TokenAsync(bartizan, client);
        Assert.Equal((200, 200), (status, answer.GetProperty("expires_in").GetInt32()));
        var token = answer.GetProperty("access_token").GetString()!;
        Assert.Equal((200, ""), await AskAsync(bartizan, token));
        Assert.Equal((403, "outside_blueprint"), await AskAsync(bartizan, token, "demo-slow"));

        // The sponsor leaves: everything of the agent stops, and nothing new is made.
        await DisableSponsorAsync(folder);
        await UntilAsync(bartizan, key, 401);
        await UntilAsync(bartizan, token, 401);
        Assert.Equal((401, "suspended_agent"), await AskAsync(bartizan, key));
        (status, answer) = await TokenAsync(bartizan, client);
        Assert.Equal((400, "unauthorized_client"), (status, answer.GetProperty("error").GetString()));
        Assert.Contains("sponsor is not active", await BartizanProcess.OutputAsync("agent", "list", "--data", folder.Path), StringComparison.Ordinal);

        // Another one vouches for it: it works again, by the next version.
        await BartizanProcess.OutputAsync("blueprint", "add", Write("ada"), "--data", folder.Path);
        await UntilAsync(bartizan, key, 200);
        await UntilAsync(bartizan, token, 200);
        Assert.Contains("demo-users@2", await BartizanProcess.OutputAsync("agent", "list", "--data", folder.Path), StringComparison.Ordinal);

        // A person's suspension is confirmed when the command ends.
        await BartizanProcess.OutputAsync("agent", "suspend", "reader", "--reason", "it reads too much", "--data", folder.Path);
        Assert.Equal((401, "suspended_agent"), await AskAsync(bartizan, key));
        Assert.Equal((401, "suspended_agent"), await AskAsync(bartizan, token));
        await BartizanProcess.OutputAsync("agent", "resume", "reader", "--reason", "mended", "--data", folder.Path);
        Assert.Equal((200, ""), await AskAsync(bartizan, key));

        // Retired is for good.
        await BartizanProcess.OutputAsync("blueprint", "retire", "demo-users", "--data", folder.Path);
        await UntilAsync(bartizan, key, 401);
        Assert.Equal(2, (await BartizanProcess.RunAsync("agent", "add", "other", "--owner", "ada", "--blueprint", "demo-users", "--data", folder.Path)).ExitCode);

        Assert.Equal(401, (await AskAsync(bartizan, StrangersKey)).Status);
        var shadow = "";
        await Patience.UntilAsync(async () => (shadow = await BartizanProcess.OutputAsync("agent", "shadow", "--data", folder.Path)).Length > 0);

        Assert.StartsWith("provider's key sk-ant-… #", shadow, StringComparison.Ordinal);
        Assert.Contains("reader", bartizan.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await bartizan.StopAsync());
        await BartizanProcess.OutputAsync("ledger", "verify", "--data", folder.Path);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*.db*"))
        {
            Assert.True((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(StrangersKey[12..])) < 0, $"{Path.GetFileName(file)} holds a stranger's key.");
        }
    }

    [Fact]
    public async Task Where_blueprints_are_required_an_agent_without_one_is_suspended_until_it_has_one()
    {
        using var folder = new TempFolder();
        await using var upstream = await DemoUpstream.StartAsync(folder);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", upstream.Configure("identity:\n  requireBlueprint: true"), "--no-console");
        await AddAccountsAsync(folder);
        Assert.Equal((401, "suspended_agent"), await AskAsync(bartizan, bartizan.Key));
        await BartizanProcess.OutputAsync("blueprint", "add", folder.Write("b.yaml", $"name: all\nowner: ada\nsponsor: ada\nreview: 30d\nexpires: {TimeProvider.System.GetUtcNow().AddDays(9):yyyy-MM-dd}\n"), "--data", folder.Path);
        await BartizanProcess.OutputAsync("agent", "assign", "demo", "--blueprint", "all", "--data", folder.Path);
        await UntilAsync(bartizan, bartizan.Key, 200);
    }

    private static async Task AddAccountsAsync(TempFolder folder)
    {
        await using var store = await OpenAsync(folder);
        foreach (var name in new[] { "ada", "grace" })
        {
            await store.Console.AddAccountAsync(new Account { Id = "acc_" + name, Name = name, PasswordHash = "none", Roles = ["admin"], Created = TimeProvider.System.GetUtcNow() }, "test", default);
        }
    }

    private static async Task DisableSponsorAsync(TempFolder folder)
    {
        await using var store = await OpenAsync(folder);
        Assert.Equal(AccountChange.Made, await store.Console.DisableAccountAsync("acc_grace", "test", default));
    }

    private static Task<BartizanStore> OpenAsync(TempFolder folder) =>
        BartizanStore.OpenAsync(new StoreOptions { DataFolder = folder.Path, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);

    private static async Task UntilAsync(BartizanProcess bartizan, string key, int status)
    {
        await Patience.UntilAsync(async () => (await AskAsync(bartizan, key)).Status == status);

        Assert.Equal(status, (await AskAsync(bartizan, key)).Status);
    }

    private static async Task<(int Status, string Code)> AskAsync(BartizanProcess bartizan, string key, string model = "demo")
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/openai/v1/chat/completions"))
        {
            Content = JsonContent.Create(new { model, messages = new[] { new { role = "user", content = "What can you do?" } } }),
        };
        request.Headers.Authorization = new("Bearer", key);
        using var response = await client.SendAsync(request);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, response.StatusCode == HttpStatusCode.OK ? "" : answer.RootElement.GetProperty("error").GetProperty("code").GetString()!);
    }

    private static async Task<(int Status, JsonElement Answer)> TokenAsync(BartizanProcess bartizan, string[] client)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bartizan.Gateway, "/oauth/token"))
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials")]),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client[0].Trim()}:{client[1].Trim()}")));
        using var response = await http.SendAsync(request);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
