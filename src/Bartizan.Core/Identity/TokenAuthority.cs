namespace Bartizan.Core.Identity;

/// <summary>
/// The models and tools that a token may be used for: a bound, never a permission. Each entry is a name, or the beginning of names followed by <c>*</c>.
/// Nothing is covered that is not listed.
/// </summary>
/// <param name="Models">Models, by the names that clients ask for.</param>
/// <param name="Tools">Tools, by the names that policies see: <c>server/tool</c> at MCP servers.</param>
public sealed record TokenAuthority(IReadOnlyList<string> Models, IReadOnlyList<string> Tools)
{
    /// <summary>Most entries of each list.</summary>
    public const int MaxEntries = 64;

    /// <summary>Most characters of an entry.</summary>
    public const int MaxLength = 256;

    /// <summary>Whether a text can be an entry: printable ASCII, with <c>*</c> at most at its end.</summary>
    public static bool IsEntry(string text) =>
        text.Length is > 0 and <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~') && text.IndexOf('*', StringComparison.Ordinal) is var star && (star < 0 || star == text.Length - 1);

    /// <summary>Whether a model may be used.</summary>
    public bool CoversModel(string name) => Covers(Models, name);

    /// <summary>Whether a tool may be used.</summary>
    public bool CoversTool(string name) => Covers(Tools, name);

    /// <summary>Whether everything that <paramref name="other"/> covers is covered by a single entry here.</summary>
    public bool Contains(TokenAuthority other) => other.Models.All(e => Covers(Models, e)) && other.Tools.All(e => Covers(Tools, e));

    /// <summary>What both cover.</summary>
    public TokenAuthority Meet(TokenAuthority other) => new(Meet(Models, other.Models), Meet(Tools, other.Tools));

    /// <summary>What both cover, where null stands for everything.</summary>
    public static TokenAuthority? Meet(TokenAuthority? one, TokenAuthority? other) => one is null ? other : other is null ? one : one.Meet(other);

    /// <inheritdoc/>
    public bool Equals(TokenAuthority? other) => other is not null && Models.SequenceEqual(other.Models) && Tools.SequenceEqual(other.Tools);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Models.Count, Tools.Count);

    private static bool Covers(IReadOnlyList<string> entries, string name)
    {
        foreach (var entry in entries)
        {
            if (Covers(entry, name))
            {
                return true;
            }
        }

        return false;
    }

    // A name that itself ends in '*' is covered only as the set it stands for.
    private static bool Covers(string entry, string name) =>
        entry.EndsWith('*') ? name.AsSpan().StartsWith(entry.AsSpan(0, entry.Length - 1)) : string.Equals(entry, name, StringComparison.Ordinal);

    private static string[] Meet(IReadOnlyList<string> one, IReadOnlyList<string> other) =>
        [.. one.Where(e => Covers(other, e)).Concat(other.Where(e => Covers(one, e))).Distinct(StringComparer.Ordinal)];
}
