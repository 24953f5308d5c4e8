using System.Numerics;

namespace Bartizan.Storage.Merkle;

/// <summary>Takes the tiles that a growing tree completes.</summary>
internal interface ITileSink
{
    /// <summary>A tile is full.</summary>
    /// <param name="level">0 for leaf hashes; a hash at level n covers 256^n leaves.</param>
    /// <param name="index">Place of the tile in its level.</param>
    /// <param name="root">Hash over the whole tile.</param>
    /// <param name="hashes">Its 256 hashes, valid during the call.</param>
    void Full(int level, long index, ReadOnlySpan<byte> root, ReadOnlySpan<byte> hashes);
}

/// <summary>
/// The right edge of a Merkle tree, which is all that appending needs: one hash per set bit of the size,
/// and the hashes of each level's unfinished tile. An append costs two hashes on average and no I/O of its own.
/// </summary>
internal sealed class MerkleFrontier
{
    /// <summary>Hashes in a tile, as in C2SP tlog-tiles.</summary>
    public const int TileWidth = 256;

    private const int LevelsPerTile = 8;

    // Hash of the complete subtree of 2^level leaves that ends at Size, valid where that bit of Size is set.
    private readonly byte[] _edge = new byte[64 * MerkleHash.Size];
    private readonly List<byte[]> _tiles = [];

    /// <summary>Leaves so far.</summary>
    public long Size { get; private set; }

    /// <summary>Rebuilds the edge of a tree of <paramref name="size"/> leaves.</summary>
    /// <param name="size">Leaves in the tree.</param>
    /// <param name="unfinished">Fills in the hashes of a level's unfinished tile: level, index of its first hash in the level, destination.</param>
    public static MerkleFrontier Load(long size, Action<int, long, Memory<byte>> unfinished)
    {
        var frontier = new MerkleFrontier { Size = size };
        for (int level = 0; size >> (LevelsPerTile * level) > 0; level++)
        {
            var inLevel = size >> (LevelsPerTile * level);
            var count = (int)(inLevel % TileWidth);
            var tile = frontier.Tile(level);
            unfinished(level, inLevel - count, tile.AsMemory(0, count * MerkleHash.Size));
            for (int height = LevelsPerTile - 1, from = 0; height >= 0; height--)
            {
                if ((count & (1 << height)) != 0)
                {
                    Fold(tile.AsSpan(from * MerkleHash.Size, (1 << height) * MerkleHash.Size), frontier.Edge((LevelsPerTile * level) + height));
                    from += 1 << height;
                }
            }
        }

        return frontier;
    }

    /// <summary>Appends a leaf hash.</summary>
    public void Append(ReadOnlySpan<byte> leafHash, ITileSink sink)
    {
        leafHash.CopyTo(Slot(0, Size));
        Span<byte> hash = stackalloc byte[MerkleHash.Size];
        leafHash.CopyTo(hash);
        var level = 0;
        for (; (Size >> level & 1) == 1; level++)
        {
            MerkleHash.Node(Edge(level), hash, hash);
            if ((level + 1) % LevelsPerTile == 0)
            {
                var tile = level / LevelsPerTile;
                var index = Size >> (level + 1);
                sink.Full(tile, index, hash, Tile(tile));
                hash.CopyTo(Slot(tile + 1, index));
            }
        }

        hash.CopyTo(Edge(level));
        Size++;
    }

    /// <summary>Root over all leaves so far.</summary>
    public byte[] Root()
    {
        if (Size == 0)
        {
            return MerkleHash.EmptyRoot();
        }

        var level = BitOperations.TrailingZeroCount(Size);
        var root = Edge(level).ToArray();
        for (level++; Size >> level > 0; level++)
        {
            if ((Size >> level & 1) == 1)
            {
                MerkleHash.Node(Edge(level), root, root);
            }
        }

        return root;
    }

    /// <summary>An independent copy.</summary>
    public MerkleFrontier Copy()
    {
        var copy = new MerkleFrontier { Size = Size };
        _edge.CopyTo(copy._edge, 0);
        copy._tiles.AddRange(_tiles.Select(t => (byte[])t.Clone()));
        return copy;
    }

    /// <summary>Root of a complete subtree given its leaves' hashes, a power of two of them.</summary>
    internal static void Fold(ReadOnlySpan<byte> hashes, Span<byte> root)
    {
        Span<byte> work = stackalloc byte[TileWidth * MerkleHash.Size];
        hashes.CopyTo(work);
        for (var count = hashes.Length / MerkleHash.Size; count > 1; count /= 2)
        {
            for (var i = 0; i < count / 2; i++)
            {
                MerkleHash.Node(At(work, 2 * i), At(work, (2 * i) + 1), At(work, i));
            }
        }

        At(work, 0).CopyTo(root);
    }

    private static Span<byte> At(Span<byte> hashes, int index) => hashes.Slice(index * MerkleHash.Size, MerkleHash.Size);

    private Span<byte> Edge(int level) => _edge.AsSpan(level * MerkleHash.Size, MerkleHash.Size);

    private Span<byte> Slot(int level, long index) => At(Tile(level), (int)(index % TileWidth));

    private byte[] Tile(int level)
    {
        while (_tiles.Count <= level)
        {
            _tiles.Add(new byte[TileWidth * MerkleHash.Size]);
        }

        return _tiles[level];
    }
}
