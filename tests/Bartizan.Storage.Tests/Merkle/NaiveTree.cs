using System.Security.Cryptography;

namespace Bartizan.Storage.Tests.Merkle;

/// <summary>RFC 6962, section 2.1, word for word and without any cleverness: the second opinion.</summary>
internal static class NaiveTree
{
    public static byte[] Leaf(byte[] entry) => SHA256.HashData([0, .. entry]);

    public static byte[] Root(byte[][] entries) => entries.Length switch
    {
        0 => SHA256.HashData([]),
        1 => Leaf(entries[0]),
        _ => SHA256.HashData([1, .. Root(entries[..Split(entries.Length)]), .. Root(entries[Split(entries.Length)..])]),
    };

    public static List<byte[]> Path(int index, byte[][] entries)
    {
        if (entries.Length == 1)
        {
            return [];
        }

        var k = Split(entries.Length);
        return index < k
            ? [.. Path(index, entries[..k]), Root(entries[k..])]
            : [.. Path(index - k, entries[k..]), Root(entries[..k])];
    }

    public static List<byte[]> Proof(int older, byte[][] entries) => SubProof(older, entries, true);

    private static List<byte[]> SubProof(int m, byte[][] entries, bool whole)
    {
        if (m == entries.Length)
        {
            return whole ? [] : [Root(entries)];
        }

        var k = Split(entries.Length);
        return m <= k
            ? [.. SubProof(m, entries[..k], whole), Root(entries[k..])]
            : [.. SubProof(m - k, entries[k..], false), Root(entries[..k])];
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n)
        {
            k *= 2;
        }

        return k;
    }
}
