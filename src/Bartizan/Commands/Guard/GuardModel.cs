using System.CommandLine;
using Bartizan.Core.Results;
using Bartizan.Guard.Injection;
using Spectre.Console;

namespace Bartizan.Commands.Guard;

/// <summary>What <c>guard train</c> and <c>guard evaluate</c> share.</summary>
internal static class GuardModel
{
    /// <summary>The option <c>--format text|json</c>.</summary>
    public static Option<string> CreateFormat()
    {
        var format = new Option<string>("--format") { Description = "text for people, json for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        return format;
    }

    /// <summary>A console for people, on stderr: stdout is data.</summary>
    public static IAnsiConsole People() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });

    /// <summary>The model of a file, or the one that ships.</summary>
    /// <exception cref="InputException">The file is no sound model.</exception>
    public static InjectionModel Load(string? file)
    {
        if (file is null)
            return InjectionModel.LoadDefault();
        try
        {
            return InjectionModel.Read(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(new InputError(e.Message, "Name a file that bartizan guard train wrote.", file));
        }
    }

    /// <summary>Runs a command; bad input becomes lines on stderr and its exit code.</summary>
    public static int Run(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (InputException e)
        {
            foreach (var error in e.Errors)
            {
                System.Console.Error.WriteLine(error);
            }

            return ExitCodes.BadInput;
        }
    }
}
