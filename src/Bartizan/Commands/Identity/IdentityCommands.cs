using System.CommandLine;

namespace Bartizan.Commands.Identity;

/// <summary>Looks after the authorization server.</summary>
internal static class IdentityCommands
{
    public static Command Create() => new("identity", "Looks after the authorization server.")
    {
        new Command("keys", "Lists and rotates the keys that sign access tokens.")
        {
            KeysListCommand.Create(),
            KeysRotateCommand.Create(),
        },
    };
}
