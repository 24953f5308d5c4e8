using System.CommandLine;

namespace Bartizan.Commands.Access;

/// <summary>Decides on calls that policy holds.</summary>
internal static class AccessCommands
{
    public static Command Create() => new("access", "Decides on calls that policy holds.")
    {
        AccessListCommand.Create(),
        AccessShowCommand.Create(),
        AccessApproveCommand.Create(),
        AccessDenyCommand.Create(),
        AccessRevokeCommand.Create(),
        new Command("key", "Keys with which people approve on the command line.")
        {
            AccessKeyAddCommand.Create(),
            AccessKeyListCommand.Create(),
            AccessKeyRemoveCommand.Create(),
        },
    };
}
