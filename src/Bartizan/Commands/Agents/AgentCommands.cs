using System.CommandLine;

namespace Bartizan.Commands.Agents;

/// <summary>Registers agents and their keys.</summary>
internal static class AgentCommands
{
    public static Command Create() => new("agent", "Registers agents and their keys.")
    {
        AgentAddCommand.Create(),
        AgentAwsKeyCommand.Create(),
        AgentCredentialsCommand.Create(),
        AgentListCommand.Create(),
        AgentAssignCommand.Create(),
        AgentStandingCommands.CreateSuspend(),
        AgentStandingCommands.CreateResume(),
        AgentRevokeCommand.Create(),
        AgentShadowCommand.Create(),
    };
}
