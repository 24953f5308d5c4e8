using System.CommandLine;

namespace Bartizan.Commands.Ledger;

/// <summary>Verifies the record.</summary>
internal static class LedgerCommands
{
    public static Command Create() => new("ledger", "Verifies the record.")
    {
        LedgerVerifyCommand.Create(),
        LedgerCheckpointCommand.Create(),
        LedgerProveCommand.Create(),
    };
}
