using Bartizan.Storage.Merkle;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Ledgers;

/// <summary>The tree's stored hashes: full tiles of 256, and what is not yet in a tile computed from the entries.</summary>
internal sealed class LedgerNodes(SqliteConnection connection) : INodeSource
{
    private const int LevelsPerTile = 8;

    /// <inheritdoc/>
    public byte[] Node(int level, long index)
    {
        // A subtree of height h inside one tile is the fold of 2^h neighbouring hashes of that tile.
        var (tileLevel, height) = (level / LevelsPerTile, level % LevelsPerTile);
        var count = 1 << height;
        var hashes = new byte[count * MerkleHash.Size];
        Hashes(tileLevel, index * count, hashes);
        var root = new byte[MerkleHash.Size];
        MerkleFrontier.Fold(hashes, root);
        return root;
    }

    /// <summary>Consecutive hashes of one level that lie in one tile, full or not.</summary>
    public void Hashes(int tileLevel, long first, Span<byte> hashes)
    {
        var (tile, offset) = (first / MerkleFrontier.TileWidth, (int)(first % MerkleFrontier.TileWidth));
        if (Tile(tileLevel, tile) is { } stored)
        {
            stored.AsSpan(offset * MerkleHash.Size, hashes.Length).CopyTo(hashes);
            return;
        }

        var count = hashes.Length / MerkleHash.Size;
        var filled = 0;
        using var command = connection.CreateCommand();
        command.CommandText = tileLevel == 0
            ? "SELECT entry FROM ledger_entries WHERE seq > $first AND seq <= $first + $count ORDER BY seq"
            : "SELECT root FROM ledger_tiles WHERE level = $level - 1 AND idx >= $first AND idx < $first + $count ORDER BY idx";
        command.Parameters.AddWithValue("$first", first);
        command.Parameters.AddWithValue("$count", count);
        if (tileLevel > 0)
        {
            command.Parameters.AddWithValue("$level", tileLevel);
        }

        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var value = reader.GetFieldValue<byte[]>(0);
            var slot = hashes.Slice(filled++ * MerkleHash.Size, MerkleHash.Size);
            if (tileLevel == 0)
            {
                MerkleHash.Leaf(value, slot);
            }
            else
            {
                value.CopyTo(slot);
            }
        }

        if (filled != count)
        {
            throw new LedgerDamagedException($"hashes {first + filled} to {first + count - 1} of level {tileLevel} are missing");
        }
    }

    private byte[]? Tile(int level, long index)
    {
        var hashes = connection.QuerySingleOrDefault<byte[]>(
            "SELECT hashes FROM ledger_tiles WHERE level = @level AND idx = @index", new { level, index });
        return hashes is null || hashes.Length == MerkleFrontier.TileWidth * MerkleHash.Size
            ? hashes
            : throw new LedgerDamagedException($"tile {index} of level {level} has {hashes.Length} bytes");
    }
}

/// <summary>The stored ledger contradicts itself; <c>bartizan ledger verify</c> says where.</summary>
public sealed class LedgerDamagedException(string what) : Exception($"The ledger is damaged: {what}. Run `bartizan ledger verify`.");
