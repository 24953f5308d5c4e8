namespace Bartizan.Commands;

/// <summary>Exit codes of every command.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and nothing to report.</summary>
    public const int Fine = 0;

    /// <summary>Done, with findings at or above the threshold (or a deny, or a ledger that does not verify).</summary>
    public const int Findings = 1;

    /// <summary>The command line, a file or a setting is wrong.</summary>
    public const int BadInput = 2;

    /// <summary>Bartizan itself failed.</summary>
    public const int Internal = 3;
}
