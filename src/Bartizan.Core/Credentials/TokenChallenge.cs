namespace Bartizan.Core.Credentials;

/// <summary>What a resource server says to somebody it does not let in (RFC 6750 section 3, RFC 9449 section 7.1, RFC 9728 section 5.1), as far as it is used.</summary>
/// <param name="Error">Its error code, such as <c>insufficient_scope</c>; null where it gives none.</param>
/// <param name="Scopes">Scopes that would do; empty where it names none.</param>
/// <param name="ResourceMetadata">Where it describes itself; null where it does not say.</param>
public sealed record TokenChallenge(string? Error, IReadOnlyList<string> Scopes, string? ResourceMetadata)
{
    /// <summary>The scheme of bearer tokens (RFC 6750).</summary>
    public const string Bearer = "Bearer";

    /// <summary>The scheme of tokens that are bound to a key (RFC 9449).</summary>
    public const string Dpop = "DPoP";

    private const int Longest = 8_192;
    private const int MostScopes = 100;

    /// <summary>Reads the first challenge of a scheme of the headers <c>WWW-Authenticate</c> (RFC 9110 section 11.6.1); null when there is none that is sound.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="scheme">The scheme.</param>
    public static TokenChallenge? Read(IEnumerable<string> headers, string scheme)
    {
        foreach (var header in headers.Where(h => h.Length <= Longest))
        {
            if (Find(header, scheme) is { } parameters)
            {
                var scopes = parameters.GetValueOrDefault("scope", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return new(parameters.GetValueOrDefault("error"), AreScopes(scopes) ? scopes : [], parameters.GetValueOrDefault("resource_metadata"));
            }
        }

        return null;
    }

    /// <summary>Whether all are scopes (RFC 6749 section 3.3), and not too many.</summary>
    public static bool AreScopes(IReadOnlyCollection<string> scopes) =>
        scopes.Count <= MostScopes && scopes.All(s => s.Length is > 0 and <= 256 && !s.AsSpan().ContainsAnyExceptInRange('!', '~') && !s.AsSpan().ContainsAny('"', '\\'));

    // One header may hold challenges of several schemes: "Basic realm=x, Bearer a=b, c=d". A scheme is a word that a space and another word follow, or nothing.
    private static Dictionary<string, string>? Find(string header, string scheme)
    {
        var (at, taken) = (0, false);
        Dictionary<string, string>? found = null;
        while (true)
        {
            Skip(header, ref at, " \t,");
            var word = Word(header, ref at);
            if (word.Length == 0)
            {
                return at < header.Length ? null : found;
            }

            Skip(header, ref at, " \t");
            if (at < header.Length && header[at] == '=')
            {
                at++;
                Skip(header, ref at, " \t");
                if (Value(header, ref at) is not { } value || (taken && !found!.TryAdd(word.ToLowerInvariant(), value)))
                {
                    return null;
                }
            }
            else if (found is not null)
            {
                return found;
            }
            else if (word.Equals(scheme, StringComparison.OrdinalIgnoreCase))
            {
                (taken, found) = (true, new(StringComparer.Ordinal));
            }
        }
    }

    private static void Skip(string text, ref int at, string what)
    {
        while (at < text.Length && what.Contains(text[at], StringComparison.Ordinal))
        {
            at++;
        }
    }

    private static string Word(string text, ref int at)
    {
        var from = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || "!#$%&'*+-.^_`|~".Contains(text[at], StringComparison.Ordinal)))
        {
            at++;
        }

        return text[from..at];
    }

    private static string? Value(string text, ref int at)
    {
        if (at >= text.Length || text[at] != '"')
        {
            return Word(text, ref at) is { Length: > 0 } word ? word : null;
        }

        var value = new System.Text.StringBuilder();
        for (at++; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '"':
                    at++;
                    return value.ToString();
                case '\\' when at + 1 < text.Length:
                    value.Append(text[++at]);
                    break;
                default:
                    value.Append(text[at]);
                    break;
            }
        }

        return null;
    }
}
