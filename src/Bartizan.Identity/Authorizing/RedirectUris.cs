namespace Bartizan.Identity.Authorizing;

/// <summary>
/// Where browsers may be sent with answers: https anywhere, or http on the person's own machine. Compared letter for letter (RFC 9700 §2.1), but for the
/// port on the own machine, which apps take as they find it (RFC 8252 §7.3).
/// </summary>
internal static class RedirectUris
{
    /// <summary>Most characters of one.</summary>
    public const int MaxLength = 1_024;

    /// <summary>Whether one may be registered: what a URL parser would make of it, without user, fragment or wildcard.</summary>
    public static bool IsValid(string text) =>
        text.Length <= MaxLength
        && !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !text.AsSpan().ContainsAny('\\', '#', '*')
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && uri.Host.Length > 0
        && text.StartsWith(uri.Scheme + "://", StringComparison.Ordinal)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsOwnMachine(uri)));

    /// <summary>Whether the one that is asked for is among those registered.</summary>
    public static bool Match(IReadOnlyList<string> registered, string asked) =>
        registered.Contains(asked, StringComparer.Ordinal) || (IsLoopback(asked) && registered.Any(r => IsLoopback(r) && WithoutPort(r) == WithoutPort(asked)));

    /// <summary>Whether the answer stays on the person's machine, where any program can wait for it.</summary>
    public static bool IsLoopback(string text) => IsValid(text) && new Uri(text) is { Scheme: "http" };

    /// <summary>The address of an answer: the parameters are added to those that the client's address has.</summary>
    public static string Answer(string redirect, IEnumerable<(string Name, string? Value)> parameters) => string.Concat(
        redirect,
        redirect.Contains('?', StringComparison.Ordinal) ? "&" : "?",
        string.Join('&', parameters.Where(p => p.Value is not null).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}")));

    private static bool IsOwnMachine(Uri uri) => uri.Host is "127.0.0.1" or "[::1]" or "localhost";

    // Cut out of the text, and not put together anew, so that nothing else is taken for the same.
    private static string WithoutPort(string text)
    {
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = text.AsSpan(start).IndexOfAny('/', '?') is >= 0 and var length ? start + length : text.Length;
        var colon = text.LastIndexOf(':', end - 1, end - start);
        return colon > text.IndexOf(']', StringComparison.Ordinal) && colon >= start ? text.Remove(colon, end - colon) : text;
    }
}
