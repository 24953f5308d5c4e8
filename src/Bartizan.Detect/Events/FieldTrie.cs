using System.Buffers.Binary;
using System.Text;

namespace Bartizan.Detect.Events;

/// <summary>
/// The fields that rules name, as a tree of JSON keys: <c>a.b</c> is the key b of the object a, and also the key "a.b". What no rule names is
/// passed over without looking into it.
/// </summary>
internal sealed class FieldTrie
{
    private readonly Dictionary<string, int> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _nodes = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<(int Node, byte[] Key, int Child)> _edges = [];
    private readonly HashSet<(int Node, string Key)> _known = [];
    private readonly List<int> _fieldOfNode = [-1];
    private (int Node, ulong Hash, byte[] Key, int Child)[] _table = [];
    private bool[] _inner = [];

    /// <summary>How many fields there are.</summary>
    public int Count => _fields.Count;

    /// <summary>The number of a field, which is added when it is new; call <see cref="Seal"/> after the last.</summary>
    public int Add(string field)
    {
        if (_fields.TryGetValue(field, out var known))
        {
            return known;
        }

        var id = _fields[field] = _fields.Count;
        var parts = field.Split('.');
        if (parts.Length > 16)
        {
            // Nothing is nested so deep: taken as one key.
            parts = [field];
        }

        for (var to = 1; to <= parts.Length; to++)
        {
            var target = Node(string.Join('.', parts[..to]));
            for (var from = 0; from < to; from++)
            {
                Edge(Node(string.Join('.', parts[..from])), string.Join('.', parts[from..to]), target);
            }
        }

        _fieldOfNode[Node(field)] = id;
        return id;
    }

    /// <summary>The number of a field, or -1.</summary>
    public int Find(string field) => _fields.GetValueOrDefault(field, -1);

    /// <summary>Makes the table that <see cref="Child"/> looks into.</summary>
    public void Seal()
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_edges.Count * 4 + 4);
        _table = new (int, ulong, byte[], int)[size];
        _inner = new bool[_fieldOfNode.Count];
        foreach (var (node, key, child) in _edges)
        {
            _inner[node] = true;
            var hash = Hash(node, key);
            var slot = (int)(hash >> 32) & (size - 1);
            while (_table[slot].Key is not null)
            {
                slot = (slot + 1) & (size - 1);
            }

            _table[slot] = (node, hash, key, child);
        }
    }

    /// <summary>The node below <paramref name="node"/> for a key, or -1; the root is 0.</summary>
    public int Child(int node, ReadOnlySpan<byte> key)
    {
        var hash = Hash(node, key);
        var mask = _table.Length - 1;
        for (var slot = (int)(hash >> 32) & mask; ; slot = (slot + 1) & mask)
        {
            ref var entry = ref _table[slot];
            if (entry.Key is null)
            {
                return -1;
            }

            if (entry.Hash == hash && entry.Node == node && key.SequenceEqual(entry.Key))
            {
                return entry.Child;
            }
        }
    }

    /// <summary>The field that a node is, or -1.</summary>
    public int FieldOf(int node) => node < 0 ? -1 : _fieldOfNode[node];

    /// <summary>Whether there is anything below a node.</summary>
    public bool IsInner(int node) => node >= 0 && _inner[node];

    private int Node(string path)
    {
        // The root's path and that of an empty key look alike; the key "" is therefore never a field.
        if (!_nodes.TryGetValue(path, out var node))
        {
            _nodes[path] = node = _fieldOfNode.Count;
            _fieldOfNode.Add(-1);
        }

        return node;
    }

    private void Edge(int node, string key, int child)
    {
        if (_known.Add((node, key)))
        {
            _edges.Add((node, Encoding.UTF8.GetBytes(key), child));
        }
    }

    private static ulong Hash(int node, ReadOnlySpan<byte> key)
    {
        ulong first, last;
        if (key.Length >= 8)
        {
            first = BinaryPrimitives.ReadUInt64LittleEndian(key);
            last = BinaryPrimitives.ReadUInt64LittleEndian(key[^8..]);
        }
        else if (key.Length >= 4)
        {
            first = BinaryPrimitives.ReadUInt32LittleEndian(key);
            last = BinaryPrimitives.ReadUInt32LittleEndian(key[^4..]);
        }
        else
        {
            first = last = 0;
            foreach (var b in key)
            {
                first = (first << 8) | b;
            }
        }

        var hash = (first ^ ((ulong)key.Length << 56) ^ (uint)node) * 0x9E37_79B9_7F4A_7C15;
        hash = (hash ^ (hash >> 29) ^ last) * 0xBF58_476D_1CE4_E5B9;
        return hash ^ (hash >> 31);
    }
}
