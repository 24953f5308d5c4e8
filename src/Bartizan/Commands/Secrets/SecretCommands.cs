using System.CommandLine;

namespace Bartizan.Commands.Secrets;

/// <summary><c>bartizan secret</c>: keys that upstreams ask for, kept sealed, sent only where they are bound to.</summary>
internal static class SecretCommands
{
    public static Command Create() => new("secret", "Upstream secrets: kept sealed, put on requests only to the hosts and in the header they are bound to.")
    {
        SecretAddCommand.Create(),
        SecretListCommand.Create(),
        SecretRotateCommand.Create(),
        SecretRemoveCommand.Create(),
        RotateKeyCommand.Create(),
    };
}
