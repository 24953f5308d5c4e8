using System.Buffers;
using Bartizan.Core.Masking;

namespace Bartizan.Gateway.Masking;

/// <summary>
/// Strings to look for, each with its value: a sorted list that is walked character by character as a trie would be. Immutable.
/// </summary>
internal sealed class TokenIndex
{
    private readonly string[] _keys;
    private readonly MaskedValue[] _values;

    private TokenIndex(string[] keys, MaskedValue[] values, bool exact)
    {
        Array.Sort(keys, values, StringComparer.Ordinal);
        (_keys, _values, Exact) = (keys, values, exact);
        var first = keys.Select(k => k[0]).Distinct().ToArray();
        First = SearchValues.Create([.. first, .. exact ? [] : first.Where(char.IsAsciiLetterLower).Select(char.ToUpperInvariant)]);
    }

    /// <summary>Whether it looks for exactly these strings.</summary>
    public bool Exact { get; }

    /// <summary>What an occurrence may begin with.</summary>
    public SearchValues<char> First { get; }

    /// <summary>How many there are.</summary>
    public int Count => _keys.Length;

    /// <summary>Looks for tokens, however the model writes them.</summary>
    public static TokenIndex OfTokens(IReadOnlyCollection<MaskedValue> values) =>
        new([.. values.Select(v => TokenText.Canonical(v.Token))], [.. values], exact: false);

    /// <summary>Looks for the values themselves.</summary>
    public static TokenIndex OfValues(IReadOnlyCollection<MaskedValue> values) => new([.. values.Select(v => v.Value)], [.. values], exact: true);

    /// <summary>All keys, from <paramref name="low"/> up to <paramref name="high"/>, that go on with <paramref name="c"/> at <paramref name="depth"/>; false when none does.</summary>
    public bool Narrow(ref int low, ref int high, int depth, char c)
    {
        low = Bound(low, high, depth, c);
        high = Bound(low, high, depth, (char)(c + 1));
        return low < high;
    }

    /// <summary>The value whose key is whole at <paramref name="depth"/>, or null.</summary>
    public MaskedValue? WholeAt(int low, int depth) => _keys[low].Length == depth ? _values[low] : null;

    // First key that at this depth has c or more; keys that end before it come first.
    private int Bound(int low, int high, int depth, int c)
    {
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var key = _keys[middle];
            if (key.Length > depth && key[depth] >= c)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
