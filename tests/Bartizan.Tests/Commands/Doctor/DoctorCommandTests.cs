using System.Text.Json;

namespace Bartizan.Tests.Commands.Doctor;

public sealed class DoctorCommandTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_healthy_machine_has_no_problems_and_the_library_versions_are_named()
    {
        var run = await CommandLine.RunAsync("doctor", "--format", "json", "--data", _data);
        Assert.Equal(0, run.ExitCode);
        var checks = JsonDocument.Parse(run.Output).RootElement.EnumerateArray().ToDictionary(c => c.GetProperty("name").GetString()!);
        Assert.Equal("fine", checks["SQLite"].GetProperty("state").GetString());
        Assert.StartsWith("3.", checks["SQLite"].GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.Equal("fine", checks["injection model"].GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_wrong_configuration_is_a_problem_with_its_line()
    {
        var config = Path.Combine(_data, "bartizan.yaml");
        await File.WriteAllTextAsync(config, "gateway:\n  upstream: nonsense\n");
        var run = await CommandLine.RunAsync("doctor", "--data", _data, "--config", config);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("bartizan.yaml:2", run.Output.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_others_can_read_is_a_problem()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Directory.CreateDirectory(Path.Combine(_data, "keys"));
        var key = Path.Combine(_data, "keys", "digest");
        await File.WriteAllTextAsync(key, "x");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var run = await CommandLine.RunAsync("doctor", "--format", "json", "--data", _data);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("chmod 600", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("callers: [a]", "permit(principal, action, resource);", 0, "policies: 1, entities: 0")]
    [InlineData("anonymous: true", "permit(principal, action, resource);", 0, "whoever reaches the port may ask")]
    [InlineData("callers: [a]", "permit(principal", 1, "pdp.cedar:1:")]
    public async Task The_decision_point_is_looked_at_too(string callers, string policy, int exitCode, string found)
    {
        var config = Path.Combine(_data, "bartizan.yaml");
        await File.WriteAllTextAsync(Path.Combine(_data, "pdp.cedar"), policy);
        await File.WriteAllTextAsync(config, $$"""
            gateway:
              upstreams:
                - { name: a, dialect: openai, url: "https://a.example", credential: "env:X" }
            authzen:
              policies: [pdp.cedar]
              {{callers}}
            """);
        var run = await CommandLine.RunAsync("doctor", "--format", "json", "--data", _data, "--config", config);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(found, run.Output, StringComparison.Ordinal);
    }
}
