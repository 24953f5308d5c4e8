using System.CommandLine;

namespace Bartizan.Commands.Guard;

/// <summary>Inspects text; trains and evaluates the guard.</summary>
internal static class GuardCommands
{
    public static Command Create() => new("guard", "Inspects text; trains and evaluates the guard.")
    {
        GuardScan.Create(),
        GuardTrain.Create(),
        GuardEvaluate.Create(),
    };
}
