using System.Text.Json;
using Bartizan.Core.Exchanges;
using Bartizan.Core.Ids;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Storage;
using Bartizan.Storage.Accounts;
using Bartizan.Testing;

namespace Bartizan.Tests.Commands.Reviews;

public sealed class ReviewCommandsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Unused_authority_is_told_proposed_and_taken_away()
    {
        await FillAsync();
        Assert.Contains("triager\tinvokeModel\tgpt-4o\t1\t", await RunAsync("review", "usage", "triager", "--since", "90d"), StringComparison.Ordinal);
        Assert.Contains("1 new proposals", (await CommandLine.RunAsync("review", "propose", "--data", _data)).Error, StringComparison.Ordinal);
        Assert.Contains("nothing can be called unused", (await CommandLine.RunAsync("review", "propose", "--unused-for", "300d", "--data", _data)).Error, StringComparison.Ordinal);
        var proposal = JsonDocument.Parse(await RunAsync("review", "proposals", "--format", "json")).RootElement;
        var id = proposal.GetProperty("id").GetString()!;
        Assert.Contains("tools: files/delete -> nothing\t0 of 1 recorded uses would be refused\tuntil ", await RunAsync("review", "proposals"), StringComparison.Ordinal);
        Assert.NotEqual(0, (await CommandLine.RunAsync("review", "decline", id, "--data", _data)).ExitCode);
        await RunAsync("review", "accept", id, "--by", "ada");
        Assert.Contains("accepted", await RunAsync("review", "proposals"), StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("review", "accept", id, "--data", _data)).ExitCode);
    }

    [Fact]
    public async Task A_review_is_begun_answered_certified_and_verified()
    {
        await FillAsync();
        Assert.Equal(2, (await CommandLine.RunAsync("review", "start", "Tools", "--kind", "nothing", "--data", _data)).ExitCode);
        Assert.Equal(2, (await CommandLine.RunAsync("review", "start", "Tools", "--reviewer", "nobody", "--data", _data)).ExitCode);
        var review = (await RunAsync("review", "start", "Tools", "--kind", "tool", "--kind", "model", "--by", "ada")).Trim();
        Assert.Contains($"{review}\tTools\t0 of 2 answered\t0 kept, 0 removed or narrowed\tuntil ", await RunAsync("review", "list"), StringComparison.Ordinal);
        var items = (await RunAsync("review", "show", review, "--format", "json")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Contains("tool files/delete of triage\tasked: grace\tnot used since ", await RunAsync("review", "show", review), StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("review", "certify", review, "--data", _data)).ExitCode);

        var (model, tool) = (Id(items, "gpt-4o"), Id(items, "files/delete"));
        await RunAsync("review", "assign", tool, "ada");
        Assert.Equal(2, (await CommandLine.RunAsync("review", "answer", tool, "remove", "--data", _data)).ExitCode);
        Assert.Contains("triage@2", (await CommandLine.RunAsync("review", "answer", tool, "remove", "--reason", "not needed", "--by", "ada", "--data", _data)).Error, StringComparison.Ordinal);
        await RunAsync("review", "answer", model, "keep", "--by", "grace");
        Assert.Equal("", await RunAsync("review", "show", review, "--open"));

        var file = Path.Combine(_data, "review.json");
        await File.WriteAllTextAsync(file, await RunAsync("review", "certify", review));
        var key = (await RunAsync("ledger", "checkpoint", "--key")).Trim();
        var verified = await CommandLine.RunAsync("review", "verify", file, "--key", key);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));
        Assert.Contains("Tools, ", verified.Output, StringComparison.Ordinal);
        Assert.Contains("tool\ttriage\tfiles/delete\tremove\tby ada", verified.Output, StringComparison.Ordinal);
        Assert.Contains("taken from the file itself", (await CommandLine.RunAsync("review", "verify", file)).Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("not needed", "not heeded", StringComparison.Ordinal));
        var forged = await CommandLine.RunAsync("review", "verify", file, "--key", key);
        Assert.Equal(1, forged.ExitCode);
        Assert.Contains("not proven", forged.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("review", "verify", Path.Combine(_data, "missing.json"))).ExitCode);
    }

    private static string Id(List<JsonElement> items, string entry) => items.Single(i => i.GetProperty("subject").GetProperty("entry").GetString() == entry).GetProperty("id").GetString()!;

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (code, output, error) = await CommandLine.RunAsync([.. arguments, "--data", _data]);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {code} {error}");
        return output;
    }

    // Sixty days ago a blueprint was made and something used; since then only the model.
    private async Task FillAsync()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = _data }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default);
        foreach (var name in new[] { "ada", "grace" })
        {
            await store.Console.AddAccountAsync(new Account { Id = "acc_" + name, Name = name, PasswordHash = "none", Roles = ["admin"], Created = now }, "test", default);
        }

        var blueprint = (await store.Registry.AddBlueprintAsync(
            new Blueprint
            {
                Id = "",
                Name = "triage",
                Version = 0,
                Owner = "ada",
                Sponsor = "grace",
                Uses = new TokenAuthority(["gpt-4o"], ["files/delete"]),
                Depth = 0,
                ReviewDays = 90,
                Expires = now.AddDays(300),
                Created = now.AddDays(-61),
                By = "ada",
                Reviewed = now,
            },
            default)).Blueprint!;
        await store.Agents.AddAsync(new Agent { Id = "agt_t", Name = "triager", Owner = "ada", Created = now.AddDays(-61), KeyId = "k", KeyHash = new byte[32], Blueprint = blueprint }, default);
        await AppendAsync(store, "exc_old", now.AddDays(-60), "other", null);
        await AppendAsync(store, "exc_new", now.AddDays(-1), "gpt-4o", "agt_t");
    }

    private static async Task AppendAsync(BartizanStore store, string id, DateTimeOffset when, string model, string? agent)
    {
        var exchange = new ExchangeRecord
        {
            Id = id,
            Time = when,
            Agent = agent,
            Dialect = "openai-chat",
            Route = "POST /",
            Model = model,
            Status = 200,
            Verdict = Verdict.Allow,
            Decisions = [new Decision { Verdict = Verdict.Allow, Action = "invokeModel", Policies = ["all"], Asked = AskedQuestion.Plain }],
        };
        await store.Events.AppendAsync(exchange);
    }
}
