using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace Bartizan.Commands.Doctor;

/// <summary><c>bartizan doctor</c>: looks at the machine and says what is missing and how to mend it. Changes nothing.</summary>
internal static class DoctorCommand
{
    private const int GatewayPort = 4180;
    private const int ConsolePort = 4181;

    public static Command Create()
    {
        var data = DataOption.Create();
        var config = new Option<string?>("--config") { Description = "Configuration file [default: bartizan.yaml here, if there is one]." };
        var format = FormatOption.Create();
        var command = new Command("doctor", "Checks this machine and the configuration.") { data, config, format };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var file = parse.GetValue(config) ?? (File.Exists("bartizan.yaml") ? Path.GetFullPath("bartizan.yaml") : null);
            IReadOnlyList<Check> checks =
            [
                Checks.Runtime(),
                Checks.Sqlite(),
                Checks.Guard(),
                Checks.Data(Path.GetFullPath(parse.GetRequiredValue(data))),
                Checks.Config(file),
                .. Checks.DecisionPoint(file),
                Checks.Port("gateway", GatewayPort),
                Checks.Port("console", ConsolePort),
                await Checks.NodeAsync(cancellationToken),
                .. Checks.Lockdown(),
            ];
            if (parse.GetValue(format) == "json")
            {
                ShowJson(checks);
            }
            else
            {
                ShowText(checks);
            }

            return checks.Any(c => c.State == CheckState.Problem) ? ExitCodes.Findings : ExitCodes.Fine;
        });
        return command;
    }

    private static void ShowText(IReadOnlyList<Check> checks)
    {
        foreach (var check in checks)
        {
            var mark = check.State switch { CheckState.Fine => "[green]✓[/]", CheckState.Note => "[yellow]•[/]", _ => "[red]✗[/]" };
            AnsiConsole.MarkupLine($"{mark} [bold]{Markup.Escape(check.Name)}[/]  {Markup.Escape(check.Found)}");
            if (check.Fix.Length > 0)
            {
                AnsiConsole.MarkupLine($"    [dim]{Markup.Escape(check.Fix)}[/]");
            }
        }
    }

    private static void ShowJson(IReadOnlyList<Check> checks) => System.Console.Out.WriteLine(JsonSerializer.Serialize(
        checks.Select(c => new { name = c.Name, state = c.State.ToString().ToLowerInvariant(), found = c.Found, fix = c.Fix })));
}
