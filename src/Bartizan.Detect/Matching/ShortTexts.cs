namespace Bartizan.Detect.Matching;

/// <summary>Finds texts of one to three bytes anywhere in a value, each by a vectorised search of its own: rules have few of them.</summary>
internal sealed class ShortTexts(IReadOnlyList<(byte[] Text, int Atom)> literals)
{
    private readonly (byte[] Text, int Atom)[] _texts = [.. literals];

    /// <summary>Sets the atoms of all texts in a folded value.</summary>
    public void Match(ReadOnlySpan<byte> value, EventMatch match)
    {
        foreach (var (text, atom) in _texts)
        {
            if (!match.IsSet(atom) && value.IndexOf(text) >= 0)
            {
                match.Set(atom);
            }
        }
    }
}
