using Bartizan.Guard;

namespace Bartizan.Gateway.Mcp.Servers;

/// <summary>Headers of streamable HTTP beside those that repeat the body.</summary>
internal static class McpHeaders
{
    public const string Session = "Mcp-Session-Id";
    public const string LastEventId = "Last-Event-ID";

    private const int LongestSession = 512;

    /// <summary>Whether a server's session id is one: visible ASCII, of some length, and no key but perhaps a JSON Web Token of the server's own.</summary>
    public static bool IsSession(string? id) =>
        id is { Length: > 0 and <= LongestSession } && !id.AsSpan().ContainsAnyExceptInRange('!', '~') && SelfEvident.LabelOf(id) is (null or "secret.jwt");
}
