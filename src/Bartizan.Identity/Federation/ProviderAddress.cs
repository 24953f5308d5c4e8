namespace Bartizan.Identity.Federation;

/// <summary>Which addresses of a provider are taken.</summary>
internal static class ProviderAddress
{
    private const int Longest = 512;

    /// <summary>Whether a text is https with a host and without user or fragment; http only on this machine, where that was allowed.</summary>
    public static bool IsGood(string text, bool inside) =>
        text.Length <= Longest
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (inside && uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.Host.Length > 0
        && uri.UserInfo.Length == 0
        && uri.Fragment.Length == 0;
}
