using Bartizan.Identity.Agents;

namespace Bartizan.Tests.Commands.Agents;

public sealed class AgentCredentialsCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_secret_is_printed_once_and_keys_rotate()
    {
        await CommandLine.RunAsync("agent", "add", "billing", "--owner", "ada", "--data", _data);
        var (exit, output, error) = await CommandLine.RunAsync("agent", "credentials", "billing", "--secret", "--scope", "read", "--data", _data);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((0, 2, true, AgentKeyForm.WellFormed), (exit, lines.Length, lines[0].StartsWith("agt_", StringComparison.Ordinal), AgentKey.Read(lines[1])));
        Assert.DoesNotContain(lines[1], error, StringComparison.Ordinal);

        var first = (await CommandLine.RunAsync("identity", "keys", "rotate", "--now", "--data", _data)).Output.Trim();
        var second = (await CommandLine.RunAsync("identity", "keys", "rotate", "--data", _data)).Output.Trim();
        var listed = (await CommandLine.RunAsync("identity", "keys", "list", "--data", _data)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([(first, "signs"), (second, "next")], listed.Select(l => l.Split('\t')).Select(c => (c[0], c[2])));
    }

    [Fact]
    public async Task What_cannot_be_is_told_all_at_once_and_nothing_is_registered()
    {
        await CommandLine.RunAsync("agent", "add", "billing", "--owner", "ada", "--data", _data);
        Assert.Equal(2, (await CommandLine.RunAsync("agent", "credentials", "billing", "--data", _data)).ExitCode);
        var file = Path.Combine(_data, "jwks.json");
        await File.WriteAllTextAsync(file, """{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}]}""");
        Assert.Equal(2, (await CommandLine.RunAsync("agent", "credentials", "billing", "--secret", "--jwks", file, "--data", _data)).ExitCode);
        var (exit, output, error) = await CommandLine.RunAsync(
            "agent", "credentials", "billing", "--jwks", file, "--grant", "password", "--resource", "mcp", "--delegate", "nobody", "--data", _data);
        Assert.Equal((2, ""), (exit, output));
        foreach (var part in new[] { "key set", "grant", "resource", "'nobody'" })
        {
            Assert.Contains(part, error, StringComparison.Ordinal);
        }
    }
}
