using System.CommandLine;

namespace Bartizan.Commands.Policy;

/// <summary>Checks, tests, explains and evaluates policies.</summary>
internal static class PolicyCommands
{
    public static Command Create() => new("policy", "Checks, tests, explains and evaluates policies.")
    {
        PolicyCheckCommand.Create(),
        PolicyTestCommand.Create(),
        PolicyExplainCommand.Create(),
        PolicyEvaluateCommand.Create(),
        PolicyShadowCommand.Create(),
        PolicyEnforceCommand.Create(),
    };
}
