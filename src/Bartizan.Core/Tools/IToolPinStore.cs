namespace Bartizan.Core.Tools;

/// <summary>Keeps the pins of tools. Each change is one ledger entry that says what changed and who changed it.</summary>
public interface IToolPinStore
{
    /// <summary>All pins, by server and name.</summary>
    ValueTask<IReadOnlyList<ToolPin>> ListAsync(CancellationToken cancellationToken);

    /// <summary>The pin of one tool; null when it was never seen.</summary>
    ValueTask<ToolPin?> FindAsync(string server, string name, CancellationToken cancellationToken);

    /// <summary>
    /// Writes what a gateway concluded from a definition it saw. False, and nothing written, when the pin is no longer <paramref name="before"/> (null: there
    /// was none): somebody else changed it, and the gateway must look again.
    /// </summary>
    ValueTask<bool> SightAsync(ToolPin? before, ToolPin after, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Approves the definition last seen, if that still has this digest; null when there is no such pin or it has changed since.</summary>
    ValueTask<ToolPin?> ApproveAsync(string server, string name, string digest, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Takes a tool away; null when there is no such pin.</summary>
    ValueTask<ToolPin?> SuspendAsync(string server, string name, string by, string reason, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>A number that changes when any pin changed, also by another process; cheap enough to ask every second.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellationToken);
}
