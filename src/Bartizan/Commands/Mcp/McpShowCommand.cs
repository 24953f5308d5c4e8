using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Text;
using Bartizan.Core.Tools;

namespace Bartizan.Commands.Mcp;

/// <summary><c>bartizan mcp show</c>: the definition last seen, whole, as a model would read it.</summary>
internal static class McpShowCommand
{
    public static Command Create()
    {
        var (tool, data, format) = (PinArgument.Create(), DataOption.Create(), FormatOption.Create());
        var command = new Command("show", "Shows a tool's state and the definition last seen.") { tool, data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(tool)!, parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string tool, string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var pin = await PinArgument.FindAsync(store, tool, cancellationToken);
        if (json)
        {
            await System.Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { pin = PinLine.Of(pin), definition = JsonDocument.Parse(pin.Seen.Json) }, FormatOption.Json));
            return ExitCodes.Fine;
        }

        foreach (var line in DefinitionLines.Of(pin.Seen))
        {
            await System.Console.Out.WriteLineAsync(line);
        }

        await System.Console.Error.WriteLineAsync($"{pin.State}. {VisibleText.Of(pin.Reason)}\nApprove this definition with: bartizan mcp approve {tool} --digest {pin.Seen.Digest}");
        return ExitCodes.Fine;
    }
}
