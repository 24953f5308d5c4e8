namespace Bartizan.Storage.Merkle;

/// <summary>Gives the hashes of complete subtrees of a growing Merkle tree.</summary>
public interface INodeSource
{
    /// <summary>Hash of the complete subtree over leaves [index·2^level, (index+1)·2^level), all of which must exist.</summary>
    byte[] Node(int level, long index);
}
