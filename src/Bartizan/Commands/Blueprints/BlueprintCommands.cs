using System.CommandLine;

namespace Bartizan.Commands.Blueprints;

/// <summary>Registers what agents of a kind may be at most.</summary>
internal static class BlueprintCommands
{
    public static Command Create() => new("blueprint", "Registers blueprints: what agents of a kind may be at most, and who answers for them.")
    {
        BlueprintCheckCommand.Create(),
        BlueprintAddCommand.Create(),
        BlueprintListCommand.Create(),
        BlueprintShowCommand.Create(),
        BlueprintStandingCommands.CreateReview(),
        BlueprintStandingCommands.CreateRetire(),
    };
}
