using System.Text.Json;
using Bartizan.Identity.Agents;

namespace Bartizan.Tests.Commands.Agents;

public sealed class AgentCommandsTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task An_agent_is_added_listed_and_revoked()
    {
        var added = await CommandLine.RunAsync("agent", "add", "billing", "--owner", "ada@example.com", "--tag", "team=payments", "--data", _data);
        Assert.Equal(0, added.ExitCode);
        // stdout is the key and nothing else, so that a script can take it.
        var key = added.Output.Trim();
        Assert.Equal(AgentKeyForm.WellFormed, AgentKey.Read(key));
        Assert.DoesNotContain(key, added.Error, StringComparison.Ordinal);

        var taken = await CommandLine.RunAsync("agent", "add", "billing", "--owner", "bob", "--data", _data);
        Assert.Equal((2, ""), (taken.ExitCode, taken.Output));
        Assert.Contains("'billing' already", taken.Error, StringComparison.Ordinal);

        var revoked = await CommandLine.RunAsync("agent", "revoke", "billing", "--data", _data);
        Assert.Equal((0, ""), (revoked.ExitCode, revoked.Output));
        var listed = await CommandLine.RunAsync("agent", "list", "--format", "json", "--data", _data);
        var agent = JsonDocument.Parse(listed.Output).RootElement;
        Assert.Equal("billing", agent.GetProperty("name").GetString());
        Assert.Equal("payments", agent.GetProperty("tags").GetProperty("team").GetString());
        Assert.True(agent.TryGetProperty("revoked", out _));
        Assert.False(agent.TryGetProperty("keyHash", out _));
        Assert.Equal(2, (await CommandLine.RunAsync("agent", "revoke", "billing", "--data", _data)).ExitCode);
    }

    [Fact]
    public async Task A_key_pair_is_issued_once_and_another_takes_its_place()
    {
        var added = await CommandLine.RunAsync("agent", "add", "billing", "--owner", "ada", "--aws", "--data", _data);
        Assert.Equal(0, added.ExitCode);
        var lines = added.Output.Trim().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal(3, lines.Length);
        Assert.Matches("^AWS_ACCESS_KEY_ID=BTZA[A-Z2-7]{16}$", lines[1]);
        Assert.Matches("^AWS_SECRET_ACCESS_KEY=[A-Za-z0-9+/]{40}$", lines[2]);

        var again = JsonDocument.Parse((await CommandLine.RunAsync("agent", "aws-key", "billing", "--format", "json", "--data", _data)).Output).RootElement;
        var (id, secret) = (again.GetProperty("accessKeyId").GetString()!, again.GetProperty("secretAccessKey").GetString()!);
        Assert.DoesNotContain(id, lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain(secret, lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(_data, "*", SearchOption.AllDirectories), f => File.ReadAllText(f).Contains(secret, StringComparison.Ordinal));

        await CommandLine.RunAsync("agent", "revoke", "billing", "--data", _data);
        Assert.Equal(2, (await CommandLine.RunAsync("agent", "aws-key", "billing", "--data", _data)).ExitCode);
        Assert.Equal(2, (await CommandLine.RunAsync("agent", "aws-key", "nobody", "--data", _data)).ExitCode);
    }

    [Fact]
    public async Task Wrong_input_is_named_with_exit_code_2()
    {
        var tag = await CommandLine.RunAsync("agent", "add", "billing", "--owner", "ada", "--tag", "nonsense", "--data", _data);
        Assert.Equal(2, tag.ExitCode);
        Assert.Contains("--tag nonsense", tag.Error, StringComparison.Ordinal);
        var missing = await CommandLine.RunAsync("agent", "list", "--data", Path.Combine(_data, "nowhere"));
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("There is no Bartizan store", missing.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_data, "nowhere")));
    }
}
