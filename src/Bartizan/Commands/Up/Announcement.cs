using Bartizan.Gateway.Configuration;
using Bartizan.Hosting;
using Spectre.Console;

namespace Bartizan.Commands.Up;

/// <summary>Tells the person who started Bartizan what runs and what to try. On stderr: stdout is for data.</summary>
internal static class Announcement
{
    public static void Show(Running running, string? config)
    {
        var console = PeopleConsole.Create();
        console.MarkupLine("[bold]Bartizan is up.[/] Stop it with Ctrl+C.");
        console.WriteLine();
        Line(console, "Gateway", running.Gateway.AbsoluteUri.TrimEnd('/'), "set it as base URL: …/openai/v1 or …/anthropic");
        if (running.Console is not null)
        {
            Line(console, "Console", running.Console.AbsoluteUri.TrimEnd('/'), "");
        }

        Line(console, "Data", running.Data, "");
        Line(console, "Models", running.Demo ? "built-in demo model" : config!, "");
        Line(console, "Recording", running.Config.Gateway.RecordedContent == RecordedContent.Sealed ? "findings, digests, and text (sealed)" : "findings and digests, no text", "");
        if (running.SignIn is not null)
        {
            console.WriteLine();
            console.MarkupLine("Sign in once, within 15 minutes, with this link:");
            Plain(running.SignIn.AbsoluteUri);
        }

        console.WriteLine();
        if (running.Key is null)
        {
            console.MarkupLine("Make a key for an agent with: [bold]bartizan agent add[/]");
            return;
        }

        Line(console, "Agent key", running.Key, "");
        foreach (var (title, command) in running.Demo ? TryIt.Commands(running.Gateway, running.Key) : TryIt.Question(running))
        {
            console.WriteLine();
            console.MarkupLine($"[bold]{Markup.Escape(title)}[/]");
            Plain(command);
        }
    }

    private static void Line(IAnsiConsole console, string name, string value, string note) =>
        Plain($"  {name,-10} {value}{(note.Length > 0 ? "   " + note : "")}");

    /// <summary>Text to copy must not be wrapped.</summary>
    private static void Plain(string text) => System.Console.Error.WriteLine(text);
}
