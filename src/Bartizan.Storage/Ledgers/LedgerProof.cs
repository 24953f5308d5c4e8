using System.Globalization;
using System.Text;

namespace Bartizan.Storage.Ledgers;

/// <summary>All that is needed to check, without Bartizan, that an event is in the ledger.</summary>
public sealed record LedgerProof
{
    /// <summary>Id of the event.</summary>
    public required string EventId { get; init; }

    /// <summary>The leaf's index from 0; its sequence number minus one.</summary>
    public required long Index { get; init; }

    /// <summary>Entries that the checkpoint covers.</summary>
    public required long TreeSize { get; init; }

    /// <summary>The entry, as the text whose bytes are the leaf.</summary>
    public required string Entry { get; init; }

    /// <summary>SHA-256(0x00 || entry), base64.</summary>
    public required string LeafHash { get; init; }

    /// <summary>The audit path from the leaf's sibling up, base64.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>The signed checkpoint, verbatim.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>The key that verifies the checkpoint, as note tools read it.</summary>
    public required string Key { get; init; }

    /// <summary>The proof in the C2SP tlog-proof format.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("c2sp.org/tlog-proof@v1\n");
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path)
        {
            text.Append(hash).Append('\n');
        }

        return text.Append('\n').Append(Checkpoint).ToString();
    }
}
