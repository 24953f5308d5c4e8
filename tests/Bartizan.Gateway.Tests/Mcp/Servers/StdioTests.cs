using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using Bartizan.Gateway.Mcp.Configuration;
using Bartizan.Gateway.Mcp.Servers;

namespace Bartizan.Gateway.Tests.Mcp.Servers;

/// <summary>Servers that the gateway starts, written in shell, well or badly.</summary>
[UnsupportedOSPlatform("windows")]
public class StdioTests
{
    private const string Loop = """
        answer() { printf '{"jsonrpc":"2.0","id":%s,%s}\n' "$id" "$1"; }
        text() { answer "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"$1\"}]}"; }
        while IFS= read -r line; do
          id=$(printf '%s' "$line" | sed -n 's/.*"id":\([0-9]*\).*/\1/p')
          case "$line" in
            *'"initialize"'*) answer '"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"sh","version":"1"}}';;
            *'"tools/list"'*) answer '"result":{"tools":[{"name":"t","inputSchema":{"type":"object"}}]}';;
            *'"tools/call"'*) CALL;;
            *'"ping"'*) answer '"result":{}';;
          esac
        done
        """;

    [Fact]
    public async Task A_started_server_is_greeted_once_and_serves_many_clients()
    {
        await using var gateway = await StartAsync("text \"$(printf '%s' \"$line\" | sed -n 's/.*\"say\": *\"\\([a-z0-9]*\\)\".*/\\1/p')\"");
        using var greeting = await gateway.SendMcpAsync(McpClient.Request("initialize", """ "protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"a","version":"1"} """));
        Assert.Equal(HttpStatusCode.OK, greeting.StatusCode);
        Assert.Single(greeting.Headers.GetValues("Mcp-Session-Id"));
        var result = JsonDocument.Parse(await greeting.Content.ReadAsStringAsync()).RootElement.GetProperty("result");
        Assert.Equal(("2025-06-18", "sh"), (result.GetProperty("protocolVersion").GetString(), result.GetProperty("serverInfo").GetProperty("name").GetString()));
        using var initialized = await gateway.SendMcpAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        Assert.Equal(HttpStatusCode.Accepted, initialized.StatusCode);
        Assert.Equal(["t"], (await gateway.AskMcpAsync(McpClient.Request("tools/list"))).Names());

        // All with one id: answers find their way by the gateway's own numbers.
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => gateway.AskMcpAsync(McpClient.Call("t", $$"""{"say":"w{{i}}"}"""))));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"w{i}"), answers.Select(a => a.Text()));
        Assert.All(answers, a => Assert.Equal(1, a.GetProperty("id").GetInt32()));
    }

    [Fact]
    public async Task It_sees_only_the_environment_that_was_written_for_it_and_works_in_a_folder_of_its_own()
    {
        Environment.SetEnvironmentVariable("BARTIZAN_TEST_STDIO_SECRET", "s3cret");
        await using var gateway = await StartAsync(
            "text \"$(env | cut -d= -f1 | sort | tr '\\n' ' ')|$TOKEN|$PLAIN|$(pwd)\"", "TOKEN=env:BARTIZAN_TEST_STDIO_SECRET", "PLAIN=a=b");
        var parts = (await gateway.AskMcpAsync(McpClient.Call("t"))).Text().Split('|');
        Assert.Equal(["HOME", "LANG", "PATH", "PLAIN", "PWD", "TMPDIR", "TOKEN"], parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(n => n is not ("_" or "SHLVL" or "OLDPWD")));
        Assert.Equal(("s3cret", "a=b", Path.Combine(gateway.Folder, "test")), (parts[1], parts[2], parts[3]));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(parts[3]));
    }

    [Fact]
    public async Task It_is_confined_as_far_as_this_machine_can()
    {
        await using var gateway = await StartAsync("text \"$(grep -E 'NoNewPrivs' /proc/self/status | tr -d '\\t')|$(ulimit -n)|$(ulimit -c)|$(cut -d' ' -f5 /proc/self/stat)\"");
        var parts = (await gateway.AskMcpAsync(McpClient.Call("t"))).Text().Split('|');
        var measures = Lockdown.Machine.Measures;
        Assert.True(!measures[2].Applied || parts[0] == "NoNewPrivs:1");
        Assert.True(!measures[1].Applied || (parts[1], parts[2]) == ("1024", "0"));
        Assert.NotEqual(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), parts[3]);
    }

    [Fact]
    public async Task What_it_writes_to_its_error_output_stays_in_its_folder()
    {
        await using var gateway = await StartAsync("echo 'a secret in a stack trace' >&2; text fine");
        Assert.Equal("fine", (await gateway.AskMcpAsync(McpClient.Call("t"))).Text());
        var file = Path.Combine(gateway.Folder, "test", "stderr.log");
        await Forwarding.FailureTests.Until(() => new FileInfo(file) is { Exists: true, Length: > 0 });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task One_that_dies_fails_its_requests_and_is_started_again_after_a_pause()
    {
        await using var gateway = await StartAsync("exit 3");
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("t"))).IsRefused("upstream_broke"));
        Assert.True((await gateway.AskMcpAsync(McpClient.Request("ping"))).IsRefused("upstream_unreachable"));
        await McpClient.UntilAsync(async () => (await gateway.AskMcpAsync(McpClient.Request("ping"))).TryGetProperty("result", out _));
    }

    [Fact]
    public async Task One_that_never_answers_is_given_up_and_told_so()
    {
        await using var gateway = await StartAsync("last=$id", change: o => o with { Timeouts = o.Timeouts with { FirstByte = TimeSpan.FromMilliseconds(500) } });
        await gateway.AskMcpAsync(McpClient.Request("ping"));
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("t"))).IsRefused("upstream_timeout"));
        Assert.True((await gateway.AskMcpAsync(McpClient.Request("ping"))).TryGetProperty("result", out _));
    }

    [Theory]
    [InlineData("while :; do echo '{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}'; done")]
    [InlineData("yes 'this is no JSON'")]
    [InlineData("head -c 20000000 /dev/zero | tr '\\0' x; sleep 60")]
    public async Task One_that_floods_its_output_is_ended(string flood)
    {
        await using var gateway = await StartAsync(flood);
        Assert.True((await gateway.AskMcpAsync(McpClient.Call("t"))).IsRefused("upstream_broke"));
        await McpClient.UntilAsync(async () => (await gateway.AskMcpAsync(McpClient.Request("ping"))).TryGetProperty("result", out _));
    }

    [Theory]
    [InlineData("echo '{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"sampling/createMessage\",\"params\":{}}'; IFS= read -r line; text \"$(printf '%s' \"$line\" | grep -c 32601)\"", "1")]
    [InlineData("echo '{\"jsonrpc\":\"2.0\",\"id\":77777,\"result\":{}}'; text right", "right")]
    public async Task What_nobody_asked_it_for_reaches_no_client(string call, string expected)
    {
        await using var gateway = await StartAsync(call);
        Assert.Equal(expected, (await gateway.AskMcpAsync(McpClient.Call("t"))).Text());
    }

    [Fact]
    public async Task It_and_what_it_started_end_with_the_gateway()
    {
        string[] pids;
        await using (var gateway = await StartAsync("sleep 1000 & echo started >&2; text fine"))
        {
            Assert.Equal("fine", (await gateway.AskMcpAsync(McpClient.Call("t"))).Text());
            pids = [.. Sleepers(gateway.Folder)];
            Assert.NotEmpty(pids);
        }

        await Forwarding.FailureTests.Until(() => !pids.Any(p => Directory.Exists("/proc/" + p) && !File.ReadAllText($"/proc/{p}/stat").Contains(") Z ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_an_error_of_the_exchange()
    {
        await using var gateway = await TestGateway.StartAsync(new Uri("http://127.0.0.1:1"), mcp: new McpOptions { Servers = [new() { Name = "test", Command = "no-such-program-anywhere" }] });
        Assert.True((await gateway.AskMcpAsync(McpClient.Request("ping"))).IsRefused("upstream_unreachable"));
    }

    [Fact]
    public async Task No_shell_reads_its_arguments()
    {
        var options = new McpOptions { Servers = [new() { Name = "test", Command = "sh", Args = ["-c", Loop.Replace("CALL", "text \"$1\"", StringComparison.Ordinal), "sh", "$(id); `id`"], Trust = McpTrust.FirstUse }] };
        await using var gateway = await TestGateway.StartAsync(new Uri("http://127.0.0.1:1"), mcp: options);
        Assert.Equal("$(id); `id`", (await gateway.AskMcpAsync(McpClient.Call("t"))).Text());
    }

    private static Task<TestGateway> StartAsync(string call, params string[] env) => StartAsync(call, null, env);

    private static Task<TestGateway> StartAsync(string call, Func<Bartizan.Gateway.Configuration.GatewayOptions, Bartizan.Gateway.Configuration.GatewayOptions>? change, params string[] env) =>
        TestGateway.StartAsync(new Uri("http://127.0.0.1:1"), change: change, mcp: new McpOptions
        {
            Servers = [new() { Name = "test", Command = "sh", Args = ["-c", Loop.Replace("CALL", call, StringComparison.Ordinal)], Env = env, Trust = McpTrust.FirstUse }],
        });

    // The processes that work in the server's folder.
    private static IEnumerable<string> Sleepers(string folder) => Directory.EnumerateDirectories("/proc")
        .Select(d => Path.GetFileName(d))
        .Where(p => p.All(char.IsAsciiDigit))
        .Where(p =>
        {
            try
            {
                return new FileInfo($"/proc/{p}/cwd").ResolveLinkTarget(false)?.FullName.StartsWith(folder, StringComparison.Ordinal) == true
                    && File.ReadAllText($"/proc/{p}/cmdline").StartsWith("sleep", StringComparison.Ordinal);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
}
