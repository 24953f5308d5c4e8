namespace Bartizan.Guard.Exfiltration;

/// <summary>The parts of an absolute address, as spans of it (RFC 3986, read leniently).</summary>
internal readonly ref struct UrlParts
{
    private UrlParts(ReadOnlySpan<char> host, ReadOnlySpan<char> path, ReadOnlySpan<char> query)
    {
        Host = host;
        Path = path;
        Query = query;
    }

    /// <summary>Host without user and port.</summary>
    public ReadOnlySpan<char> Host { get; }

    /// <summary>Path without its first slash.</summary>
    public ReadOnlySpan<char> Path { get; }

    /// <summary>Query and fragment.</summary>
    public ReadOnlySpan<char> Query { get; }

    public static UrlParts Of(ReadOnlySpan<char> url)
    {
        var rest = url[(url.IndexOf("//") + 2)..];
        var end = rest.IndexOfAny('/', '?', '#');
        var authority = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[end..];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        var port = authority.LastIndexOf(':');
        var question = rest.IndexOfAny('?', '#');
        return new UrlParts(
            port < 0 ? authority : authority[..port],
            (question < 0 ? rest : rest[..question]).TrimStart('/'),
            question < 0 ? [] : rest[(question + 1)..]);
    }
}
