using Bartizan.Core.Results;

namespace Bartizan.Commands;

/// <summary>Turns wrong input into lines on stderr and an exit code.</summary>
internal static class CommandErrors
{
    /// <summary>Runs a command's work; input errors are shown, one line each.</summary>
    public static async Task<int> ShowAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (InputException wrong)
        {
            return Write(System.Console.Error, wrong.Errors);
        }
    }

    /// <summary>The same for work that waits for nothing.</summary>
    public static int Show(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (InputException wrong)
        {
            return Write(System.Console.Error, wrong.Errors);
        }
    }

    /// <summary>Writes errors, one line each, and returns the exit code for them.</summary>
    public static int Write(TextWriter to, IEnumerable<InputError> errors)
    {
        foreach (var error in errors)
        {
            to.WriteLine(error);
        }

        return ExitCodes.BadInput;
    }
}
