using System.Text.Json;
using Bartizan.Core.Ids;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;

namespace Bartizan.Tests.Commands.Blueprints;

public sealed class BlueprintCommandsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_blueprint_is_added_changed_listed_shown_and_retired()
    {
        var file = Write("billing.yaml", "grace");
        var nobody = await CommandLine.RunAsync("blueprint", "add", file, "--data", _data);
        Assert.Equal((2, ""), (nobody.ExitCode, nobody.Output));
        Assert.Contains(":2:8: owner: There is no console account", nobody.Error, StringComparison.Ordinal);
        Assert.Contains(":3:10: sponsor: There is no console account", nobody.Error, StringComparison.Ordinal);

        await AddAccountsAsync();
        Assert.Equal(0, (await CommandLine.RunAsync("blueprint", "add", file, "--by", "ada", "--data", _data)).ExitCode);
        Assert.Contains("billing@2", (await CommandLine.RunAsync("blueprint", "add", Write("billing.yaml", "ada"), "--data", _data)).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("agent", "add", "a\u202eb", "--owner", "ada", "--blueprint", "billing", "--data", _data)).ExitCode);

        var listed = (await CommandLine.RunAsync("blueprint", "list", "--data", _data)).Output;
        Assert.Contains("billing\tversion 2\tada\tada\tin force until ", listed, StringComparison.Ordinal);
        Assert.EndsWith("\t1 agents", listed.TrimEnd(), StringComparison.Ordinal);
        var shown = (await CommandLine.RunAsync("blueprint", "show", "billing", "--format", "json", "--data", _data)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal([(2, "ada"), (1, "grace")], shown.Select(s => (s.GetProperty("version").GetInt32(), s.GetProperty("sponsor").GetString()!)));
        Assert.Contains("  ceiling\n    permit (principal, action, resource);", (await CommandLine.RunAsync("blueprint", "show", "billing", "--data", _data)).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await CommandLine.RunAsync("blueprint", "review", "billing", "--data", _data)).ExitCode);
        Assert.Equal(0, (await CommandLine.RunAsync("blueprint", "retire", "billing", "--data", _data)).ExitCode);
        Assert.Equal(2, (await CommandLine.RunAsync("blueprint", "retire", "billing", "--data", _data)).ExitCode);
        var agents = (await CommandLine.RunAsync("agent", "list", "--data", _data)).Output;
        Assert.Contains("\ta<U+202E>b\tada\t", agents, StringComparison.Ordinal);
        Assert.Contains("\tsuspended: its blueprint was retired\t", agents, StringComparison.Ordinal);
        Assert.Contains("was retired", (await CommandLine.RunAsync("agent", "add", "c", "--owner", "ada", "--blueprint", "billing", "--data", _data)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_tells_of_every_file_by_itself()
    {
        var broken = Path.Combine(_data, "broken.yaml");
        await File.WriteAllTextAsync(broken, "name: [");
        var wrong = Path.Combine(_data, "wrong.yaml");
        await File.WriteAllTextAsync(wrong, "name: X\nowner: a\nsponsor: b\nreview: 30d\nexpires: 2020-01-01\n");
        Assert.Equal((0, "", ""), await CommandLine.RunAsync("blueprint", "check", Write("right.yaml", "nobody-yet")));
        var both = await CommandLine.RunAsync("blueprint", "check", broken, wrong);
        Assert.Equal((2, ""), (both.ExitCode, both.Output));
        Assert.Contains("broken.yaml:2:", both.Error, StringComparison.Ordinal);
        Assert.Contains("wrong.yaml:1:7: name:", both.Error, StringComparison.Ordinal);
        Assert.Contains("wrong.yaml:5:10: expires:", both.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_is_suspended_with_a_reason_on_one_line_and_resumed()
    {
        await AddAccountsAsync();
        await CommandLine.RunAsync("agent", "add", "a", "--owner", "ada", "--data", _data);
        Assert.Equal(2, (await CommandLine.RunAsync("agent", "suspend", "a", "--reason", "two\nlines", "--data", _data)).ExitCode);
        Assert.Equal(2, (await CommandLine.RunAsync("agent", "resume", "a", "--reason", "mended", "--data", _data)).ExitCode);
        Assert.Equal(0, (await CommandLine.RunAsync("agent", "suspend", "a", "--reason", "it sends too much", "--data", _data)).ExitCode);
        var agent = JsonDocument.Parse((await CommandLine.RunAsync("agent", "list", "--format", "json", "--data", _data)).Output).RootElement;
        Assert.Equal(("suspended", "it sends too much"), (agent.GetProperty("state").GetString(), agent.GetProperty("reason").GetString()));
        Assert.Equal(0, (await CommandLine.RunAsync("agent", "resume", "a", "--reason", "mended", "--data", _data)).ExitCode);
        Assert.Equal("", (await CommandLine.RunAsync("agent", "shadow", "--data", _data)).Output);
    }

    private string Write(string name, string sponsor)
    {
        var path = Path.Combine(_data, name);
        File.WriteAllText(path, FormattableString.Invariant(
            $"name: billing\nowner: ada\nsponsor: {sponsor}\nmodels: [gpt-*]\nceiling: |\n  permit (principal, action, resource);\nreview: 30d\nexpires: {TimeProvider.System.GetUtcNow().AddDays(100):yyyy-MM-dd}\n"));
        return path;
    }

    private async Task AddAccountsAsync()
    {
        await using var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = _data, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
        foreach (var name in new[] { "ada", "grace" })
        {
            await store.Console.AddAccountAsync(new Account { Id = "acc_" + name, Name = name, PasswordHash = "none", Roles = ["admin"], Created = TimeProvider.System.GetUtcNow() }, "test", default);
        }
    }
}
