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
            foreach (var error in wrong.Errors)
            {
                await System.Console.Error.WriteLineAsync(error.ToString());
            }

            return ExitCodes.BadInput;
        }
    }
}
