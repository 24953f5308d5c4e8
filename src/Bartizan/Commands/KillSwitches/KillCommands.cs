using System.CommandLine;

namespace Bartizan.Commands.KillSwitches;

/// <summary><c>bartizan kill</c>: stops agents, systems, tools and more at once.</summary>
internal static class KillCommands
{
    public static Command Create() => new("kill", "Kill switches: stops agents, systems, models, tools or everything at once, and lets them go on.")
    {
        KillThrowCommand.Create(),
        KillListCommand.Create(),
        KillLiftCommand.Create(),
    };
}
