using Spectre.Console;

namespace Bartizan.Commands;

/// <summary>The terminal as people see it: on stderr, because stdout is for data.</summary>
internal static class PeopleConsole
{
    /// <summary>A console on stderr, plain when that goes to a file.</summary>
    public static IAnsiConsole Create() => AnsiConsole.Create(new AnsiConsoleSettings
    {
        // Spectre looks at stdout when it decides on colours; these lines go to stderr.
        Ansi = System.Console.IsErrorRedirected ? AnsiSupport.No : AnsiSupport.Detect,
        Out = new AnsiConsoleOutput(System.Console.Error),
    });
}
