using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Bartizan.EndToEnd.Processes;
using Bartizan.Testing;

namespace Bartizan.EndToEnd.Up;

public class UpTests
{
    [Fact]
    public async Task A_port_in_use_is_one_line_that_names_it_and_the_option()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var folder = new TempFolder();
        var (exitCode, output, errors) = await BartizanProcess.RunAsync("up", "--data", folder.Path, "--gateway", $"127.0.0.1:{port}", "--no-console");
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        var line = Assert.Single(errors.Trim().Split('\n'));
        Assert.Contains($"Port {port} is in use", line, StringComparison.Ordinal);
        Assert.Contains("--gateway", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_in_a_configuration_is_said_with_its_line()
    {
        using var folder = new TempFolder();
        var config = folder.Write("bad.yaml", """
            gateway:
              upstreams:
                - name: openai
                  dialect: openai
                  url: ftp://example.org
                  credential: env:PATH
              timeouts:
                idle: soon
              lissen: 127.0.0.1:1
            """);
        var (exitCode, _, errors) = await BartizanProcess.RunAsync("up", "--data", folder.Path, "--config", config, "--no-console");
        Assert.Equal(2, exitCode);
        Assert.Contains("bad.yaml:8:11: gateway.timeouts.idle", errors, StringComparison.Ordinal);
        Assert.Contains("bad.yaml:9:3: gateway.lissen", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_that_do_not_fit_are_named_and_refused_where_the_configuration_says_so()
    {
        using var folder = new TempFolder();
        var policies = Directory.CreateDirectory(Path.Combine(folder.Path, "policies"));
        var policy = Path.Combine(policies.FullName, "mine.cedar");
        await File.WriteAllTextAsync(policy, "@id(\"mine\")\npermit (principal, action == Action::\"invokeModel\", resource)\n  when { context.lables.contains(\"pii\") };\n");
        const string text = """
            gateway:
              upstreams: [{ name: openai, dialect: openai, url: "https://example.org/v1", credential: env:PATH }]
            policies: policies
            """;
        var config = folder.Write("refuse.yaml", text + "\npolicyCheck: refuse\n");
        var (exitCode, _, errors) = await BartizanProcess.RunAsync("up", "--data", Path.Combine(folder.Path, "data"), "--config", config, "--no-console");
        Assert.Equal(2, exitCode);
        Assert.Contains($"{policy}:3:10: mine: The context of Action::\"invokeModel\" has no attribute lables. Did you mean labels?", errors, StringComparison.Ordinal);

        config = folder.Write("warn.yaml", text);
        await using var server = await BartizanProcess.StartAsync(Path.Combine(folder.Path, "data"), "--config", config);
        await Patience.UntilAsync(() => server.Errors.Contains("mine.cedar:3:10", StringComparison.Ordinal));

        Assert.Contains($"{policy}:3:10: mine: ", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_is_orderly_and_the_demo_key_works_after_the_next_start()
    {
        using var folder = new TempFolder();
        string key;
        await using (var first = await BartizanProcess.StartAsync(folder.Path))
        {
            key = first.Key;
            Assert.NotNull(first.SignIn);
            Assert.Equal(HttpStatusCode.OK, await AskAsync(first.Gateway, key, "hello"));
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await BartizanProcess.StartAsync(folder.Path);
        Assert.Equal(key, second.Key);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(second.Gateway, key, "hello"));
    }

    [Fact]
    public async Task Policies_edited_on_disk_come_into_force_and_a_mistake_does_not()
    {
        using var folder = new TempFolder();
        const string Allow = """@id("allow") permit(principal, action, resource);""";
        var policy = folder.Write("policies/one.cedar", Allow);
        var key = folder.Write("key", "upstream-key");
        var config = folder.Write("bartizan.yaml", $"""
            policies: policies
            gateway:
              retries:
                attempts: 1
              circuit:
                attempts: 1000000
              upstreams:
                - name: nowhere
                  dialect: openai
                  url: http://127.0.0.1:9/v1
                  credential: file:{key}
            """);
        await using var bartizan = await BartizanProcess.StartAsync(folder.Path, "--config", config, "--no-console");
        // Nobody listens on the upstream's port: 502 says that policy let it pass.
        Assert.Equal(HttpStatusCode.BadGateway, await AskAsync(bartizan.Gateway, bartizan.Key, "hello"));
        await File.WriteAllTextAsync(policy, """@id("none") forbid(principal, action, resource);""");
        await UntilAsync(HttpStatusCode.Forbidden);
        await File.WriteAllTextAsync(policy, "permit(principal, action, resource");
        await Task.Delay(2_500);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(bartizan.Gateway, bartizan.Key, "hello"));
        Assert.Contains("one.cedar:1", bartizan.Errors, StringComparison.Ordinal);
        await File.WriteAllTextAsync(policy, Allow + "\n");
        await UntilAsync(HttpStatusCode.BadGateway);

        async Task UntilAsync(HttpStatusCode wanted)
        {
            await Patience.UntilAsync(async () => await AskAsync(bartizan.Gateway, bartizan.Key, "hello") == wanted);

            Assert.Equal(wanted, await AskAsync(bartizan.Gateway, bartizan.Key, "hello"));
        }
    }

    [RequiresFact("apt-get install curl", "curl", "bash")]
    public async Task The_three_commands_shown_at_start_work_as_pasted()
    {
        using var folder = new TempFolder();
        var answers = await BartizanProcess.WithTextAsync(folder.Path, text => Commands(text).Count == 3, async text =>
        {
            var outputs = new List<string>();
            foreach (var command in Commands(text))
            {
                using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, UseShellExecute = false })!;
                outputs.Add(await bash.StandardOutput.ReadToEndAsync());
                await bash.WaitForExitAsync();
            }

            return outputs;
        });
        Assert.Contains("Hello from the demo model.", answers[0], StringComparison.Ordinal);
        Assert.Contains("injection_in_untrusted_text", answers[1], StringComparison.Ordinal);
        Assert.DoesNotContain("PWNED", answers[1], StringComparison.Ordinal);
        Assert.Contains("secret_in_request", answers[2], StringComparison.Ordinal);
    }

    /// <summary>The complete curl commands in a text: from <c>curl</c> to a line that does not go on.</summary>
    private static List<string> Commands(string text)
    {
        var commands = new List<string>();
        StringBuilder? open = null;
        foreach (var line in text.Split('\n').SkipLast(1))
        {
            open ??= line.StartsWith("curl ", StringComparison.Ordinal) ? new StringBuilder() : null;
            open?.Append(line).Append('\n');
            if (open is not null && !line.EndsWith('\\'))
            {
                commands.Add(open.ToString());
                open = null;
            }
        }

        return commands;
    }

    private static async Task<HttpStatusCode> AskAsync(Uri gateway, string key, string text)
    {
        using var client = new HttpClient { BaseAddress = gateway };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var content = new StringContent($$"""{"model":"demo","messages":[{"role":"user","content":"{{text}}"}]}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content);
        return response.StatusCode;
    }
}
