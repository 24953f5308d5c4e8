using System.CommandLine;

namespace Bartizan.Commands.Up;

/// <summary>Starts gateway and console.</summary>
internal static class UpCommand
{
    public static Command Create() => new("up", "Starts gateway and console.");
}
