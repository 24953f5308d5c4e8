using System.Text;
using Bartizan.Storage.Merkle;

namespace Bartizan.Storage.Tests.Merkle;

public class MerkleTests
{
    private const int Largest = 300;

    private static readonly byte[][] Entries = [.. Enumerable.Range(0, Largest).Select(i => Encoding.ASCII.GetBytes($"entry {i}"))];

    [Fact]
    public void Roots_of_all_sizes_are_those_of_the_naive_tree()
    {
        var (frontier, nodes) = (new MerkleFrontier(), new Nodes());
        Assert.Equal(NaiveTree.Root([]), frontier.Root());
        for (var size = 1; size <= Largest; size++)
        {
            frontier.Append(MerkleHash.Leaf(Entries[size - 1]), nodes);
            var expected = NaiveTree.Root(Entries[..size]);
            Assert.Equal(expected, frontier.Root());
            Assert.Equal(expected, MerkleProofs.Root(nodes, size));
        }
    }

    [Fact]
    public void Inclusion_proofs_of_all_leaves_at_all_sizes_are_those_of_the_naive_tree_and_verify()
    {
        var nodes = new Nodes();
        for (var size = 1; size <= Largest; size++)
        {
            var root = NaiveTree.Root(Entries[..size]);
            // Each leaf at some sizes, each size with its corners: all of them would be 45,000 naive trees.
            foreach (var index in Enumerable.Range(0, size).Where(i => i < 2 || i > size - 3 || i % 17 == size % 17))
            {
                var path = MerkleProofs.Inclusion(nodes, index, size);
                Assert.Equal(NaiveTree.Path(index, Entries[..size]), path);
                Assert.True(MerkleVerification.Inclusion(MerkleHash.Leaf(Entries[index]), index, size, path, root));
            }
        }
    }

    [Fact]
    public void Every_leaf_of_every_size_is_proven()
    {
        var nodes = new Nodes();
        for (var size = 1; size <= Largest; size++)
        {
            var root = MerkleProofs.Root(nodes, size);
            for (var index = 0; index < size; index++)
            {
                Assert.True(MerkleVerification.Inclusion(
                    MerkleHash.Leaf(Entries[index]), index, size, MerkleProofs.Inclusion(nodes, index, size), root));
            }
        }
    }

    [Fact]
    public void Consistency_proofs_between_all_sizes_verify_and_agree_with_the_naive_tree()
    {
        var nodes = new Nodes();
        var roots = Enumerable.Range(0, Largest + 1).Select(size => MerkleProofs.Root(nodes, size)).ToArray();
        for (var newer = 1; newer <= Largest; newer++)
        {
            for (var older = 0; older <= newer; older++)
            {
                var proof = MerkleProofs.Consistency(nodes, older, newer);
                Assert.True(MerkleVerification.Consistency(older, roots[older], newer, roots[newer], proof));
                if (older > 0 && (older * 31 + newer) % 43 == 0)
                {
                    Assert.Equal(NaiveTree.Proof(older, Entries[..newer]), proof);
                }
            }
        }
    }

    [Fact]
    public void A_proof_with_anything_changed_does_not_verify()
    {
        var nodes = new Nodes();
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            var size = random.Next(2, Largest + 1);
            var index = random.Next(size);
            var root = MerkleProofs.Root(nodes, size);
            var leaf = MerkleHash.Leaf(Entries[index]);
            var path = MerkleProofs.Inclusion(nodes, index, size).Select(h => (byte[])h.Clone()).ToList();
            Assert.False(MerkleVerification.Inclusion(leaf, (index + 1) % size, size, path, root));
            Assert.False(MerkleVerification.Inclusion(leaf, index, size, [.. path, leaf], root));
            Assert.False(MerkleVerification.Inclusion(leaf, index, size, path[..^1], root));
            path[random.Next(path.Count)][random.Next(32)] ^= (byte)(1 << random.Next(8));
            Assert.False(MerkleVerification.Inclusion(leaf, index, size, path, root));

            var older = random.Next(1, size);
            var oldRoot = MerkleProofs.Root(nodes, older);
            var proof = MerkleProofs.Consistency(nodes, older, size).Select(h => (byte[])h.Clone()).ToList();
            Assert.False(MerkleVerification.Consistency(older, leaf, size, root, proof) && !leaf.AsSpan().SequenceEqual(oldRoot));
            Assert.False(MerkleVerification.Consistency(older, oldRoot, size, root, [.. proof, leaf]));
            Assert.False(MerkleVerification.Consistency(older, oldRoot, size, root, proof[..^1]));
            proof[random.Next(proof.Count)][random.Next(32)] ^= (byte)(1 << random.Next(8));
            Assert.False(MerkleVerification.Consistency(older, oldRoot, size, root, proof));
        }
    }

    [Fact]
    public void A_frontier_loaded_at_any_size_goes_on_like_one_that_never_stopped()
    {
        // Past one level of tiles: 256 * 256 + some.
        const int Size = 66_000;
        var (nodes, through) = (new Nodes(), new MerkleFrontier());
        var stops = new HashSet<int>(new[] { 0, 1, 2, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537 });
        stops.UnionWith(Enumerable.Range(0, 40).Select(i => i * 1_637));
        var loaded = new List<MerkleFrontier>();
        var sink = new Sink();
        for (var i = 0; i < Size; i++)
        {
            if (stops.Contains(i))
            {
                loaded.Add(MerkleFrontier.Load(i, (level, first, hashes) =>
                {
                    for (var j = 0; j < hashes.Length / 32; j++)
                    {
                        nodes.Node(8 * level, first + j).CopyTo(hashes.Span[(32 * j)..]);
                    }
                }));
                Assert.Equal(through.Root(), loaded[^1].Root());
            }

            through.Append(nodes.Node(0, i), sink);
        }

        foreach (var frontier in loaded)
        {
            var tiles = new Sink();
            for (var i = frontier.Size; i < Size; i++)
            {
                frontier.Append(nodes.Node(0, i), tiles);
            }

            Assert.Equal(through.Root(), frontier.Root());
            Assert.All(tiles.Tiles, t => Assert.Equal(sink.Tiles[t.Key], t.Value));
        }

        Assert.Equal(257 + 1, sink.Tiles.Count);
        Assert.Equal(Convert.ToHexString(nodes.Node(16, 0)), sink.Tiles[(1, 0)].Root);
    }

    private sealed class Sink : ITileSink
    {
        public Dictionary<(int, long), (string Root, string Hashes)> Tiles { get; } = [];

        public void Full(int level, long index, ReadOnlySpan<byte> root, ReadOnlySpan<byte> hashes) =>
            Tiles.Add((level, index), (Convert.ToHexString(root), Convert.ToHexString(hashes)));
    }

    private sealed class Nodes : INodeSource, ITileSink
    {
        private readonly Dictionary<(int, long), byte[]> _nodes = [];

        public byte[] Node(int level, long index)
        {
            if (!_nodes.TryGetValue((level, index), out var hash))
            {
                hash = level == 0
                    ? NaiveTree.Leaf(Encoding.ASCII.GetBytes($"entry {index}"))
                    : MerkleHash.Node(Node(level - 1, 2 * index), Node(level - 1, (2 * index) + 1));
                _nodes.Add((level, index), hash);
            }

            return hash;
        }

        public void Full(int level, long index, ReadOnlySpan<byte> root, ReadOnlySpan<byte> hashes) =>
            Assert.Equal(Node(8 * (level + 1), index), root.ToArray());
    }
}
