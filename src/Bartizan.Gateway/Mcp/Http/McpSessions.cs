using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Bartizan.Gateway.Mcp.Servers;

namespace Bartizan.Gateway.Mcp.Http;

/// <summary>
/// Binds a server's sessions to the agents that opened them: what a client gets is the server's id with a code over agent, server and id before it, so that
/// the gateway keeps no list, and no one else can use it. The key lives as long as the gateway; clients open a new session when it is started again.
/// </summary>
internal sealed class McpSessions
{
    private const char Separator = '.';

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>The id that a client gets.</summary>
    public string Bind(string agent, string server, string session) => Code(agent, server, session) + Separator + session;

    /// <summary>The server's own id; null when the session is not this agent's at this server.</summary>
    public string? Unbind(string agent, string server, string presented)
    {
        var at = presented.IndexOf(Separator, StringComparison.Ordinal);
        if (at < 0 || presented[(at + 1)..] is not { } session || !McpHeaders.IsSession(session))
        {
            return null;
        }

        var right = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(Code(agent, server, session)), Encoding.UTF8.GetBytes(presented[..at]));
        return right ? session : null;
    }

    // A line break is in none of the three, so that they cannot run into each other.
    private string Code(string agent, string server, string session) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{agent}\n{server}\n{session}")));
}
