using System.Text.Json;
using Bartizan.Testing;

namespace Bartizan.Tests.Commands.Instances;

public sealed class InstanceCommandsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_join_token_is_printed_once_and_nothing_else_on_stdout()
    {
        await RunAsync("agent", "add", "billing", "--owner", "ada");
        var client = await RunAsync("agent", "credentials", "billing", "--attested");
        Assert.StartsWith("agt_", client.Output, StringComparison.Ordinal);
        var made = await RunAsync("instance", "join-token", "billing", "--for", "5m", "--by", "ada");
        Assert.Equal((0, 47, true), (made.ExitCode, made.Output.Trim().Length, made.Output.StartsWith("btj_", StringComparison.Ordinal)));
        Assert.DoesNotContain(made.Output.Trim(), made.Error, StringComparison.Ordinal);
        var json = JsonDocument.Parse((await RunAsync("instance", "join-token", "billing", "--format", "json")).Output).RootElement;
        Assert.Equal(client.Output.Trim(), json.GetProperty("agent").GetString());
        foreach (var wrong in new[] { "2h", "0s", "soon" })
        {
            Assert.Equal((2, ""), Ended(await RunAsync("instance", "join-token", "billing", "--for", wrong)));
        }

        Assert.Equal((2, ""), Ended(await RunAsync("instance", "join-token", "nobody")));
        Assert.Equal((0, ""), Ended(await RunAsync("instance", "list")));
        Assert.Equal((2, ""), Ended(await RunAsync("instance", "show", "ins_none")));
        Assert.Equal((2, ""), Ended(await RunAsync("instance", "end", "ins_none")));
    }

    [Fact]
    public async Task The_policy_of_the_page_passes_the_tests_of_the_page()
    {
        var page = await File.ReadAllTextAsync(Repository.PathTo("docs", "attestation.md"));
        string Block(string language, string mark) =>
            page.Split("```").Single(b => b.StartsWith(language + "\n", StringComparison.Ordinal) && b.Contains(mark, StringComparison.Ordinal))[(language.Length + 1)..];
        await File.WriteAllTextAsync(Path.Combine(_data, "attest.cedar"), Block("cedar", "invoices-run-in-payments"));
        var tests = Path.Combine(_data, "attest.tests.yaml");
        await File.WriteAllTextAsync(tests, Block("yaml", "attest.cedar"));
        var (exitCode, output, error) = await CommandLine.RunAsync("policy", "test", tests);
        Assert.True(exitCode == 0 && (output + error).Contains("2 passed, 0 failed", StringComparison.Ordinal), output + error);
    }

    private static (int, string) Ended((int ExitCode, string Output, string Error) run) => (run.ExitCode, run.Output);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => CommandLine.RunAsync([.. arguments, "--data", _data]);
}
