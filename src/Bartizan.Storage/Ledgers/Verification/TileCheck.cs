using Bartizan.Storage.Merkle;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Bartizan.Storage.Ledgers.Verification;

/// <summary>Compares the stored tiles with those that the entries make.</summary>
internal sealed class TileCheck(SqliteConnection connection, ProblemList problems) : ITileSink
{
    private const int LevelsPerTile = 8;

    private long _expected;

    /// <inheritdoc/>
    public void Full(int level, long index, ReadOnlySpan<byte> root, ReadOnlySpan<byte> hashes)
    {
        _expected++;
        var leaves = 1L << (LevelsPerTile * level);
        var first = (index * MerkleFrontier.TileWidth * leaves) + 1;
        var last = first + (MerkleFrontier.TileWidth * leaves) - 1;
        var row = connection.QuerySingleOrDefault<Row>("SELECT root, hashes FROM ledger_tiles WHERE level = @level AND idx = @index", new { level, index });
        if (row is null)
        {
            problems.Add(LedgerProblemKind.Tile, first, last, null, $"Tile {index} of level {level} is missing.");
        }
        else if (!hashes.SequenceEqual(row.Hashes))
        {
            var at = hashes.CommonPrefixLength(row.Hashes) / MerkleHash.Size;
            problems.Add(
                LedgerProblemKind.Tile, first + (at * leaves), first + ((at + 1) * leaves) - 1, null, $"The hash stored in tile {index} of level {level} is not that of the entries.");
        }
        else if (!root.SequenceEqual(row.Root))
        {
            problems.Add(LedgerProblemKind.Tile, first, last, null, $"The root stored with tile {index} of level {level} is not that of its hashes.");
        }
    }

    /// <summary>Reports tiles beyond those that the entries make.</summary>
    public void Finish(long entries)
    {
        if (connection.ExecuteScalar<long>("SELECT count(*) FROM ledger_tiles") > _expected)
        {
            problems.Add(LedgerProblemKind.Tile, entries, null, "There are tiles of entries that are not there.");
        }
    }

    private sealed class Row
    {
        public required byte[] Root { get; init; }
        public required byte[] Hashes { get; init; }
    }
}
