namespace Bartizan.Guard.Validation;

/// <summary>How random a string looks.</summary>
public static class Entropy
{
    /// <summary>Shannon entropy of the characters' frequencies, in bits a character; 0 for the empty string. Characters beyond ASCII count as one.</summary>
    public static double BitsPerCharacter(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        Span<int> counts = stackalloc int[129];
        counts.Clear();
        foreach (var c in text)
        {
            counts[Math.Min(c, (char)128)]++;
        }

        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
            {
                var p = (double)count / text.Length;
                bits -= p * Math.Log2(p);
            }
        }

        return bits;
    }
}
