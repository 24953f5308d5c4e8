using System.CommandLine;
using Bartizan.Core.Results;

namespace Bartizan.Commands.Mcp;

/// <summary><c>bartizan mcp approve</c>: pins the definition last seen; gateways offer the tool within a second.</summary>
internal static class McpApproveCommand
{
    public static Command Create()
    {
        var (tool, data) = (PinArgument.Create(), DataOption.Create());
        var digest = new Option<string?>("--digest") { Description = "Digest of the definition that was looked at; without it, whatever was seen last is approved." };
        var by = ByOption.Create("Who approves");
        var command = new Command("approve", "Approves the definition of a tool that was last seen.") { tool, digest, by, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(tool)!, parse.GetValue(digest), parse.GetValue(by)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string tool, string? digest, string by, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var pin = await PinArgument.FindAsync(store, tool, cancellationToken);
        var approved = await store.ToolPins.ApproveAsync(pin.Server, pin.Name, digest ?? pin.Seen.Digest, by, TimeProvider.System.GetUtcNow(), cancellationToken)
            ?? throw new InputException(new InputError($"The definition of '{tool}' last seen is not {digest ?? pin.Seen.Digest}.", "Look at it again with `bartizan mcp diff`."));
        await System.Console.Error.WriteLineAsync($"Approved by {by}: {tool}, definition {approved.Seen.Digest}.");
        return ExitCodes.Fine;
    }
}
