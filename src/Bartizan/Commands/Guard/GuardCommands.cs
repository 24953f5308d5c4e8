using System.CommandLine;

namespace Bartizan.Commands.Guard;

/// <summary>Inspects text; trains, evaluates and calibrates the guard.</summary>
internal static class GuardCommands
{
    public static Command Create() => new("guard", "Inspects text; trains, evaluates and calibrates the guard.")
    {
        GuardScan.Create(),
        GuardTrain.Create(),
        GuardEvaluate.Create(),
        GuardCalibrate.Create(),
        GuardMark.Create(),
    };
}
