using System.CommandLine;

namespace Bartizan.Commands.Policy;

/// <summary>Tests, explains and evaluates policies.</summary>
internal static class PolicyCommands
{
    public static Command Create() => new("policy", "Tests, explains and evaluates policies.");
}
