using System.CommandLine;

namespace Bartizan.Commands.Mandates;

/// <summary><c>bartizan mandate</c>: what pieces of work may spend, who does them for whom, and ending them.</summary>
internal static class MandateCommands
{
    public static Command Create() => new("mandate", "Mandates: pieces of work that agents do for people and for each other, and what they may spend.")
    {
        MandateListCommand.Create(),
        MandateEndCommand.Create(),
    };
}
