using System.CommandLine;
using Bartizan.Core.Text;
using Bartizan.Core.Tools;

namespace Bartizan.Commands.Mcp;

/// <summary><c>bartizan mcp diff</c>: what changed between the approved definition and the one last seen.</summary>
internal static class McpDiffCommand
{
    public static Command Create()
    {
        var (tool, data) = (PinArgument.Create(), DataOption.Create());
        var command = new Command("diff", "Shows what changed since a tool was approved; exit code 1 when something did.") { tool, data };
        command.SetAction((parse, cancellationToken) => CommandErrors.ShowAsync(
            () => RunAsync(parse.GetValue(tool)!, parse.GetValue(data)!, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(string tool, string data, CancellationToken cancellationToken)
    {
        await using var store = await DataOption.OpenBesideAsync(data, cancellationToken);
        var pin = await PinArgument.FindAsync(store, tool, cancellationToken);
        if (pin.Approved?.Digest == pin.Seen.Digest)
        {
            await System.Console.Error.WriteLineAsync("Nothing changed since it was approved.");
            return ExitCodes.Fine;
        }

        foreach (var line in DefinitionLines.Diff(DefinitionLines.Of(pin.Approved), DefinitionLines.Of(pin.Seen)))
        {
            await System.Console.Out.WriteLineAsync($"{Mark(line.Change)} {line.Text}");
        }

        await System.Console.Error.WriteLineAsync($"{VisibleText.Of(pin.Reason)}\nApprove the new definition with: bartizan mcp approve {tool} --digest {pin.Seen.Digest}".TrimStart('\n'));
        return ExitCodes.Findings;
    }

    private static char Mark(LineChange change) => change switch { LineChange.Removed => '-', LineChange.Added => '+', _ => ' ' };
}
