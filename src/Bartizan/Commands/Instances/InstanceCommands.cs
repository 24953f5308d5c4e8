using System.CommandLine;

namespace Bartizan.Commands.Instances;

/// <summary>Shows and ends runs of agents, and makes the secrets that let them begin.</summary>
internal static class InstanceCommands
{
    public static Command Create() => new("instance", "Shows and ends instances of agents, and makes join tokens.")
    {
        InstanceListCommand.Create(),
        InstanceShowCommand.Create(),
        InstanceEndCommand.Create(),
        JoinTokenCommand.Create(),
    };
}
