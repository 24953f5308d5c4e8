using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bartizan.Gateway.Mcp.Exchanges;
using Bartizan.Gateway.Mcp.Servers;

namespace Bartizan.Gateway.Mcp.Http;

/// <summary>
/// Binds a server's sessions to the agents that opened them: what a client gets is the server's id with a code over agent, server and id before it, so that
/// the gateway keeps no list, and no one else can use it. The key lives as long as the gateway; clients open a new session when it is started again.
/// </summary>
internal sealed class McpSessions
{
    private const char Separator = '.';
    private const char UrlSeparator = '~';

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>The id that a client gets.</summary>
    /// <param name="turn">Where the session begins.</param>
    /// <param name="session">The server's own id.</param>
    /// <param name="takesUrls">Whether the client can open addresses for its person; the id remembers it.</param>
    public string Bind(McpTurn turn, string session, bool takesUrls) => Code(turn, session, takesUrls) + (takesUrls ? UrlSeparator : Separator) + session;

    /// <summary>Lets the turn have the server's own id; false when the session is not its agent's at its server.</summary>
    public bool TryUnbind(McpTurn turn, string presented)
    {
        var at = presented.AsSpan().IndexOfAny(Separator, UrlSeparator);
        if (at < 0 || presented[(at + 1)..] is not { } session || !McpHeaders.IsSession(session))
        {
            return false;
        }

        var takesUrls = presented[at] == UrlSeparator;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(turn, session, takesUrls)), Encoding.UTF8.GetBytes(presented[..at])))
        {
            return false;
        }

        (turn.Session, turn.TakesUrls) = (session, takesUrls);
        return true;
    }

    // A line break is in none of the parts, so that they cannot run into each other.
    private string Code(McpTurn turn, string session, bool takesUrls) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{turn.Exchange.Principal!.AgentId}\n{turn.Server.Name}\n{session}{(takesUrls ? "\nurls" : "")}")));
}
