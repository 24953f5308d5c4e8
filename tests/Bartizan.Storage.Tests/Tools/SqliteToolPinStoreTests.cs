using System.Text;
using Bartizan.Core.Tools;

namespace Bartizan.Storage.Tests.Tools;

public class SqliteToolPinStoreTests
{
    private static readonly DateTimeOffset When = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private static ToolPin Pin(string definition) => new()
    {
        Server = "github",
        Name = "read",
        State = ToolPinState.Pending,
        Reason = "It waits.",
        Seen = new ToolDefinition("digest-" + definition, definition),
        SeenAt = When,
    };

    [Fact]
    public async Task A_pin_is_seen_approved_changed_and_suspended_and_the_ledger_knows_who_did_it()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            var pins = store.ToolPins;
            Assert.True(await pins.SightAsync(null, Pin("one"), When, default));
            Assert.Equal(Pin("one"), Assert.Single(await pins.ListAsync(default)));

            Assert.Null(await pins.ApproveAsync("github", "read", "digest-other", "ada", When, default));
            Assert.Null(await pins.ApproveAsync("github", "write", "digest-one", "ada", When, default));
            var approved = await pins.ApproveAsync("github", "read", "digest-one", "ada", When, default);
            Assert.Equal((ToolPinState.Approved, "ada", "", "digest-one"), (approved!.State, approved.ApprovedBy, approved.Reason, approved.Approved!.Digest));

            var changed = approved with { State = ToolPinState.Suspended, Reason = "It changed.", Seen = new ToolDefinition("digest-two", "two") };
            Assert.False(await pins.SightAsync(Pin("one"), changed, When, default));
            Assert.True(await pins.SightAsync(approved, changed, When, default));
            Assert.Equal(changed, Assert.Single(await pins.ListAsync(default)));
            Assert.Equal("No more.", (await pins.SuspendAsync("github", "read", "bob", "No more.", When, default))!.Reason);
            Assert.Null(await pins.SuspendAsync("github", "write", "bob", "No more.", When, default));

            var events = await store.Events.ReadAsync(0, 10, default);
            Assert.Equal(["mcp.tool-seen", "mcp.tool-approved", "mcp.tool-changed", "mcp.tool-suspended"], events.Select(e => e.Event.Kind));
            Assert.Contains("\"by\":\"ada\"", Encoding.UTF8.GetString(events[1].Event.Json.Span), StringComparison.Ordinal);
            Assert.Contains("\"by\":\"bob\"", Encoding.UTF8.GetString(events[3].Event.Json.Span), StringComparison.Ordinal);
        }

        Assert.Empty(folder.Verify().Problems);
    }

    [Fact]
    public async Task Each_change_moves_the_version()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var before = await store.ToolPins.VersionAsync(default);
        Assert.False(await store.ToolPins.SightAsync(Pin("none"), Pin("one"), When, default));
        Assert.Equal(before, await store.ToolPins.VersionAsync(default));
        await store.ToolPins.SightAsync(null, Pin("one"), When, default);
        Assert.NotEqual(before, await store.ToolPins.VersionAsync(default));
    }
}
