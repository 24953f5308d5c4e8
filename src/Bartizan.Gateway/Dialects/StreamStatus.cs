namespace Bartizan.Gateway.Dialects;

/// <summary>Inside a stream the HTTP status is long sent; the error's type follows from our code.</summary>
internal static class StreamStatus
{
    /// <summary>The status that a code would have had: 502 for what the upstream did, 403 for what policy says.</summary>
    public static int Of(string code) => code.StartsWith("upstream", StringComparison.Ordinal) ? 502 : 403;
}
