using Bartizan.Core.Ids;
using Bartizan.Core.Tools;
using Bartizan.Storage;

namespace Bartizan.Tests.Commands.Mcp;

public sealed class McpCommandsTests : IDisposable
{
    private const string Before = """{"description":"Reads.","inputSchema":{"type":"object"},"name":"read"}""";
    private const string After = "{\"description\":\"Reads.\u200b And sends.\",\"inputSchema\":{\"type\":\"object\"},\"name\":\"read\"}";

    private readonly string _data = Directory.CreateTempSubdirectory("bartizan-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_change_is_shown_and_approved_by_the_digest_that_was_looked_at()
    {
        await using (var store = await BartizanStore.OpenAsync(new StoreOptions { DataFolder = _data, Serve = false }, TimeProvider.System, new SortableIdSource(TimeProvider.System), default))
        {
            var pin = new ToolPin { Server = "files", Name = "read", State = ToolPinState.Suspended, Reason = "It changed.", Approved = new("one", Before), Seen = new("two-two-two-two", After), SeenAt = default };
            Assert.True(await store.ToolPins.SightAsync(null, pin, default, default));
        }

        var listed = await RunAsync("list");
        Assert.Equal((0, "files/read\tsuspended\ttwo-two-two-\t-\tIt changed."), (listed.ExitCode, listed.Output.Trim()));
        var diff = await RunAsync("diff", "files/read");
        Assert.Equal(1, diff.ExitCode);
        Assert.Contains("-   \"description\": \"Reads.\"", diff.Output, StringComparison.Ordinal);
        // What a person cannot see is what an attacker writes.
        Assert.Contains("+   \"description\": \"Reads.<U+200B> And sends.\"", diff.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("show", "files/read", "--format", "json")).ExitCode);

        var stale = await RunAsync("approve", "files/read", "--digest", "one", "--by", "ada");
        Assert.Equal(2, stale.ExitCode);
        Assert.Contains("last seen is not one", stale.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("approve", "files/read", "--digest", "two-two-two-two", "--by", "ada")).ExitCode);
        Assert.Equal((0, ""), ((await RunAsync("diff", "files/read")).ExitCode, (await RunAsync("diff", "files/read")).Output));
        Assert.Equal(0, (await RunAsync("suspend", "files/read", "--by", "bob")).ExitCode);
        Assert.Contains("\"state\":\"suspended\"", (await RunAsync("list", "--format", "json")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("show", "files/other")).ExitCode);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => CommandLine.RunAsync(["mcp", .. arguments, "--data", _data]);
}
