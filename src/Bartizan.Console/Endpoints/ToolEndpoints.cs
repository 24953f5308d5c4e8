using System.ComponentModel;
using Bartizan.Console.Access;
using Bartizan.Console.Contract;
using Bartizan.Console.Http;
using Bartizan.Core.Text;
using Bartizan.Core.Tools;
using Bartizan.Storage;

namespace Bartizan.Console.Endpoints;

/// <summary>Tools of MCP servers: what they say of themselves, and approval. The store records who approved or suspended what.</summary>
internal static class ToolEndpoints
{
    public static void MapTools(this IEndpointRouteBuilder api)
    {
        var tools = api.MapGroup("/tools").WithTags("Tools");
        tools.MapGet("", ListAsync).For(Right.Watch, "listTools", "All tools of MCP servers that were seen.");
        tools.MapGet("/definition", DefinitionAsync).For(Right.Watch, "readTool", "What a tool says of itself, beside what was approved.").OrNotFound();
        tools.MapPost("/approve", ApproveAsync).For(Right.ApproveTools, "approveTool", "Approves a definition; gateways offer the tool within a second.").OrNotFound().OrConflict();
        tools.MapPost("/suspend", SuspendAsync).For(Right.ApproveTools, "suspendTool", "Takes a tool away; gateways refuse it within a second.").OrNotFound();
    }

    private static async Task<ToolList> ListAsync(BartizanStore store, CancellationToken cancel) =>
        new([.. (await store.ToolPins.ListAsync(cancel)).OrderBy(pin => pin.State == ToolPinState.Approved).Select(View)]);

    private static async Task<ToolDefinitionView> DefinitionAsync(
        [Description("The server's name.")] string server, [Description("The tool's name.")] string name, BartizanStore store, CancellationToken cancel)
    {
        var pin = await FindAsync(server, name, store, cancel);
        var seen = DefinitionLines.Of(pin.Seen);
        // Where nothing was approved, nothing changed: the whole is new, and marking all of it would say nothing.
        return new ToolDefinitionView(pin.Seen.Digest, [.. DefinitionLines.Diff(pin.Approved is null ? seen : DefinitionLines.Of(pin.Approved), seen).Select(l => new ToolLine(l.Change, l.Text))]);
    }

    private static async Task<ToolView> ApproveAsync(ApproveTool body, HttpContext context, BartizanStore store, TimeProvider clock)
    {
        await FindAsync(body.Server, body.Name, store, context.RequestAborted);
        var approved = await store.ToolPins.ApproveAsync(body.Server, body.Name, body.Digest, By(context), clock.GetUtcNow(), context.RequestAborted);
        return View(approved ?? throw new RefusalException(
            Refusals.Conflict("digest", "The tool's definition has changed since it was looked at.", "Look at the new definition, then approve that.")));
    }

    private static async Task<ToolView> SuspendAsync(SuspendTool body, HttpContext context, BartizanStore store, TimeProvider clock)
    {
        if (string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > Reason.Longest)
        {
            throw new RefusalException(Refusals.BadField("reason", "There is no reason, or it is too long.", $"Say why in 1 to {Reason.Longest} characters."));
        }

        var suspended = await store.ToolPins.SuspendAsync(body.Server, body.Name, By(context), body.Reason.Trim(), clock.GetUtcNow(), context.RequestAborted);
        return View(suspended ?? throw new RefusalException(NotSeen(body.Server, body.Name)));
    }

    private static async Task<ToolPin> FindAsync(string server, string name, BartizanStore store, CancellationToken cancel) =>
        await store.ToolPins.FindAsync(server, name, cancel) ?? throw new RefusalException(NotSeen(server, name));

    private static Refusal NotSeen(string server, string name) => Refusals.NotFound("tool", $"{server}/{name}");

    private static string By(HttpContext context) => context.Visitor().Account!.Name;

    // A server chose the name and may have had a say in the reason.
    private static ToolView View(ToolPin pin) => new(
        pin.Server,
        pin.Name,
        pin.State,
        VisibleText.Of(pin.Reason),
        pin.Approved is { } approved && approved.Digest != pin.Seen.Digest,
        pin.ApprovedBy,
        pin.ApprovedAt,
        pin.Seen.Digest,
        pin.SeenAt);
}
