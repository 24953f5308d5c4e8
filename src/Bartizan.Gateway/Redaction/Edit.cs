namespace Bartizan.Gateway.Redaction;

/// <summary>Bytes <paramref name="Start"/> to <paramref name="End"/> become <paramref name="Replacement"/>.</summary>
internal readonly record struct Edit(int Start, int End, byte[] Replacement)
{
    /// <summary>Applies the edits; one that lies inside another gives way to it.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> body, List<Edit> edits)
    {
        edits.Sort(static (a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        long length = body.Length;
        var at = 0;
        foreach (var edit in edits)
        {
            if (edit.Start >= at)
            {
                length += edit.Replacement.Length - (edit.End - edit.Start);
                at = edit.End;
            }
        }

        var result = new byte[length];
        var rest = result.AsSpan();
        at = 0;
        foreach (var edit in edits)
        {
            if (edit.Start < at)
            {
                continue;
            }

            body[at..edit.Start].CopyTo(rest);
            rest = rest[(edit.Start - at)..];
            edit.Replacement.CopyTo(rest);
            rest = rest[edit.Replacement.Length..];
            at = edit.End;
        }

        body[at..].CopyTo(rest);
        return result;
    }
}
