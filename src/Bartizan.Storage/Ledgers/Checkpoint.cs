using System.Globalization;
using Bartizan.Storage.Merkle;

namespace Bartizan.Storage.Ledgers;

/// <summary>A tree head as text in the C2SP tlog-checkpoint format: origin, size and root, a line each.</summary>
/// <param name="Origin">Which log; the same name as the key's.</param>
/// <param name="Size">Entries it covers.</param>
/// <param name="Root">RFC 6962 root over them.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The note text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <summary>Reads a note text; null when it is not a checkpoint. Extension lines are refused: we write none.</summary>
    public static Checkpoint? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length != 4 || lines[3].Length > 0 || lines[0].Length == 0
            || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            return null;
        }

        var root = new byte[MerkleHash.Size];
        var checkpoint = Convert.TryFromBase64String(lines[2], root, out var length) && length == root.Length
            ? new Checkpoint(lines[0], size, root)
            : null;
        return checkpoint?.Text == text ? checkpoint : null;
    }
}
