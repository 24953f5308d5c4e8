using System.Text;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Tests.Hosting;
using Bartizan.Core.Tools;

namespace Bartizan.Console.Tests.Endpoints;

public sealed class ToolTests
{
    [Fact]
    public async Task What_waits_for_a_person_stands_first()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Auditor);
        await SeeAsync(console, null, Pin("add", "adds", ToolPinState.Approved));
        await SeeAsync(console, null, Pin("echo", "echoes", ToolPinState.Pending));

        var tools = await browser.GetAsync<ToolList>("/api/tools");

        Assert.Equal(["echo", "add"], tools.Items.Select(t => t.Name));
        Assert.Equal([ToolPinState.Pending, ToolPinState.Approved], tools.Items.Select(t => t.State));
    }

    [Fact]
    public async Task An_approver_sees_what_changed_and_approves_just_that()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Approver);
        var name = (await browser.GetAsync<Session>("/api/session")).Person!.Name;
        var pin = await ChangedAsync(console);

        var view = Assert.Single((await browser.GetAsync<ToolList>("/api/tools")).Items);
        var definition = await browser.GetAsync<ToolDefinitionView>("/api/tools/definition?server=files&name=read");
        var approved = await browser.PostAsync<ToolView>("/api/tools/approve", new ApproveTool("files", "read", definition.Digest));

        Assert.True(view.Changed);
        Assert.Equal((pin.Seen.Digest, pin.Seen.Digest), (view.Digest, definition.Digest));
        Assert.Contains(definition.Lines, l => l is { Change: LineChange.Removed, Text: "  \"description\": \"reads\"," });
        Assert.Contains(definition.Lines, l => l is { Change: LineChange.Added, Text: "  \"description\": \"reads<U+200B> all\"," });
        Assert.Equal((ToolPinState.Approved, false, name), (approved.State, approved.Changed, approved.ApprovedBy));
        var told = Assert.Single(await console.Store.Events.ReadAsync(0, 100, default), e => e.Event.Kind == "mcp.tool-approved");
        Assert.Contains(name, Encoding.UTF8.GetString(told.Event.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_that_nobody_looked_at_is_not_approved()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Admin);
        var pin = await ChangedAsync(console);

        var problem = await Browser.ProblemAsync(await browser.PostAsync("/api/tools/approve", new ApproveTool("files", "read", pin.Approved!.Digest)));

        Assert.Equal((409, "conflict", "digest"), (problem.Status, problem.Code, problem.Where));
        Assert.Equal(ToolPinState.Suspended, Assert.Single(await console.Store.ToolPins.ListAsync(default)).State);
    }

    [Fact]
    public async Task A_tool_is_suspended_with_a_reason()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Architect);
        await SeeAsync(console, null, Pin("read", "reads", ToolPinState.Approved));

        var suspended = await browser.PostAsync<ToolView>("/api/tools/suspend", new SuspendTool("files", "read", " reads too much "));
        var silent = await Browser.ProblemAsync(await browser.PostAsync("/api/tools/suspend", new SuspendTool("files", "read", " ")));
        var unknown = await Browser.ProblemAsync(await browser.PostAsync("/api/tools/suspend", new SuspendTool("files", "rm", "why not")));

        Assert.Equal((ToolPinState.Suspended, "reads too much"), (suspended.State, suspended.Reason));
        Assert.Equal((400, "reason"), (silent.Status, silent.Where));
        Assert.Equal(404, unknown.Status);
    }

    [Fact]
    public async Task What_was_never_approved_has_not_changed()
    {
        await using var console = await TestConsole.StartAsync();
        using var browser = await console.SignInAsync(Role.Analyst);
        await SeeAsync(console, null, Pin("read", "reads", ToolPinState.Pending));

        var definition = await browser.GetAsync<ToolDefinitionView>("/api/tools/definition?server=files&name=read");

        Assert.All(definition.Lines, l => Assert.Equal(LineChange.Same, l.Change));
        Assert.Equal(404, (await Browser.ProblemAsync(await browser.GetAsync("/api/tools/definition?server=files&name=write"))).Status);
    }

    private static async Task<ToolPin> ChangedAsync(TestConsole console)
    {
        var first = Pin("read", "reads", ToolPinState.Approved);
        var changed = first with { State = ToolPinState.Suspended, Reason = "Its definition changed.", Seen = Definition("read", "reads\u200b all") };
        await SeeAsync(console, null, first);
        await SeeAsync(console, first, changed);
        return changed;
    }

    private static async Task SeeAsync(TestConsole console, ToolPin? before, ToolPin after) =>
        Assert.True(await console.Store.ToolPins.SightAsync(before, after, console.Clock.GetUtcNow(), default));

    private static ToolPin Pin(string name, string description, ToolPinState state)
    {
        var definition = Definition(name, description);
        var when = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var pin = new ToolPin { Server = "files", Name = name, State = state, Seen = definition, SeenAt = when };
        return state == ToolPinState.Approved ? pin with { Approved = definition, ApprovedBy = "ada", ApprovedAt = when } : pin;
    }

    private static ToolDefinition Definition(string name, string description)
    {
        var json = $$"""{"description":"{{description}}","name":"{{name}}"}""";
        return new ToolDefinition(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(json))), json);
    }
}
