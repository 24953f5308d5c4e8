using System.CommandLine;

namespace Bartizan.Commands.Mcp;

/// <summary><c>bartizan mcp suspend</c>: takes a tool away; gateways refuse it within a second.</summary>
internal static class McpSuspendCommand
{
    public static Command Create()
    {
        var (tool, data) = (PinArgument.Create(), DataOption.Create());
        var by = ByOption.Create("Who suspends it");
        var reason = new Option<string>("--reason") { Description = "Why, for people.", DefaultValueFactory = _ => "A person suspended it." };
        var command = new Command("suspend", "Suspends a tool until it is approved again.") { tool, by, reason, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(tool)!, parse.GetValue(by)!, parse.GetValue(reason)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string tool, string by, string reason, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var pin = await PinArgument.FindAsync(store, tool, cancellationToken);
        await store.ToolPins.SuspendAsync(pin.Server, pin.Name, by, reason, TimeProvider.System.GetUtcNow(), cancellationToken);
        await System.Console.Error.WriteLineAsync($"Suspended by {by}: {tool}.");
        return ExitCodes.Fine;
    }
}
