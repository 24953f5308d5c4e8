using Bartizan.Detect.Values;

namespace Bartizan.Detect.Matching;

/// <summary>Finds the networks that an address is in: one look-up for each length of prefix in use.</summary>
internal sealed class NetworkTable
{
    private readonly (UInt128 Mask, Dictionary<UInt128, int[]> Atoms)[] _lengths;

    public NetworkTable(IEnumerable<(Network Network, int Atom)> networks) =>
        _lengths = [.. networks.GroupBy(n => n.Network.Bits).Select(length => (
            Network.Mask(length.Key),
            length.GroupBy(n => n.Network.Address).ToDictionary(n => n.Key, n => n.Select(x => x.Atom).ToArray())))];

    /// <summary>Sets the atoms of all networks that a value, as an address, is in.</summary>
    public void Match(ReadOnlySpan<byte> value, EventMatch match)
    {
        if (Network.AddressOf(value) is not { } address)
        {
            return;
        }

        foreach (var (mask, atoms) in _lengths)
        {
            if (atoms.TryGetValue(address & mask, out var found))
            {
                foreach (var atom in found)
                {
                    match.Set(atom);
                }
            }
        }
    }
}
