using System.CommandLine;

namespace Bartizan.Commands.Detect;

/// <summary>Finds in events what rules describe.</summary>
internal static class DetectCommands
{
    public static Command Create() => new("detect", "Finds in events what Sigma rules describe.")
    {
        DetectRunCommand.Create(),
    };
}
