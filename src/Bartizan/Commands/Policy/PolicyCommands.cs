using System.CommandLine;

namespace Bartizan.Commands.Policy;

/// <summary>Checks, tests, explains, evaluates and analyses policies.</summary>
internal static class PolicyCommands
{
    public static Command Create() => new("policy", "Checks, tests, explains, evaluates and analyses policies.")
    {
        PolicyCheckCommand.Create(),
        PolicyTestCommand.Create(),
        PolicyExplainCommand.Create(),
        PolicyEvaluateCommand.Create(),
        PolicyWhyNotCommand.Create(),
        PolicyMatrixCommand.Create(),
        PolicyDiffCommand.Create(),
        PolicyBacktestCommand.Create(),
        PolicyShadowCommand.Create(),
        PolicyEnforceCommand.Create(),
    };
}
