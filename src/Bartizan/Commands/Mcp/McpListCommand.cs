using System.CommandLine;
using System.Text.Json;
using Bartizan.Core.Text;
using Bartizan.Core.Tools;

namespace Bartizan.Commands.Mcp;

/// <summary><c>bartizan mcp list</c>: every tool that was seen, those that wait for a person first.</summary>
internal static class McpListCommand
{
    public static Command Create()
    {
        var (data, format) = (DataOption.Create(), FormatOption.Create());
        var command = new Command("list", "Lists tools, one a line: server/tool, state, digest, who approved it, why it is not offered.") { data, format };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(data)!, parse.GetValue(format) == "json", cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        foreach (var pin in (await store.ToolPins.ListAsync(cancellationToken)).OrderBy(p => p.State == ToolPinState.Approved))
        {
            await System.Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(PinLine.Of(pin), FormatOption.Json) : Text(pin));
        }

        return ExitCodes.Fine;
    }

    private static string Text(ToolPin pin) => string.Join(
        '\t',
        VisibleText.Of($"{pin.Server}/{pin.Name}"),
        pin.State.ToString().ToLowerInvariant(),
        pin.Seen.Digest[..12],
        pin.ApprovedBy ?? "-",
        VisibleText.Of(pin.Reason));
}
