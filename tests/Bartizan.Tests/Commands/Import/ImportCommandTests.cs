using System.Text.Json;
using Bartizan.Configuration;
using Bartizan.Hosting;
using Bartizan.Testing;

namespace Bartizan.Tests.Commands.Import;

public sealed class ImportCommandTests : IDisposable
{
    private static readonly string Source = Repository.PathTo("tests", "Bartizan.Tests", "Import", "Golden", "litellm.yaml");

    private readonly string _folder = Directory.CreateTempSubdirectory("bartizan-import-").FullName;

    [Fact]
    public async Task The_configuration_goes_to_stdout_and_what_needs_attention_to_stderr()
    {
        var (exitCode, output, error) = await CommandLine.RunAsync("import", "litellm", Source);
        Assert.Equal(0, exitCode);
        Assert.Equal("openai", ConfigReader.Read(output, "x.yaml").Gateway.Upstreams[0].Name);
        Assert.Contains("litellm.yaml:15:1: model_list[0].litellm_params.rpm: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("rpm", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_written_with_their_policies_and_never_overwritten_unasked()
    {
        var to = Path.Combine(_folder, "bartizan.yaml");
        Assert.Equal(0, (await CommandLine.RunAsync("import", "litellm", Source, "--out", to)).ExitCode);
        var config = ConfigReader.ReadFile(to);
        Assert.Contains("imported-presidio-1", PolicyFiles.Read(config).Policies.Select(p => p.Id));
        Assert.Contains("no-secrets-to-models", PolicyFiles.Read(config).Policies.Select(p => p.Id));
        await File.WriteAllTextAsync(to, "mine");
        var (exitCode, _, error) = await CommandLine.RunAsync("import", "litellm", Source, "--out", to);
        Assert.Equal((2, "mine"), (exitCode, await File.ReadAllTextAsync(to)));
        Assert.Contains("--force", error, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandLine.RunAsync("import", "litellm", Source, "--out", to, "--force")).ExitCode);
        Assert.NotEqual("mine", await File.ReadAllTextAsync(to));
    }

    [Fact]
    public async Task Programs_get_everything_as_json()
    {
        var (exitCode, output, error) = await CommandLine.RunAsync("import", "portkey", Source.Replace("litellm.yaml", "portkey.json", StringComparison.Ordinal), "--format", "json");
        Assert.Equal((0, ""), (exitCode, error));
        var json = JsonDocument.Parse(output).RootElement;
        Assert.NotEmpty(ConfigReader.Read(json.GetProperty("config").GetString()!, "x.yaml").Gateway.Upstreams);
        Assert.All(json.GetProperty("unmapped").EnumerateArray(), u => Assert.True(
            u.GetProperty("line").GetInt32() > 0 && u.GetProperty("path").GetString() is not null && u.GetProperty("why").GetString()!.Length > 0 && u.GetProperty("instead").GetString()!.Length > 0));
    }

    [Fact]
    public async Task Where_nothing_can_be_carried_over_nothing_is_written()
    {
        var from = Path.Combine(_folder, "empty.yaml");
        await File.WriteAllTextAsync(from, "model_list: []\nrouter_settings: { num_retries: 2 }");
        var to = Path.Combine(_folder, "bartizan.yaml");
        var (exitCode, _, error) = await CommandLine.RunAsync("import", "litellm", from, "--out", to);
        Assert.Equal(2, exitCode);
        Assert.False(File.Exists(to));
        Assert.Contains("router_settings", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
