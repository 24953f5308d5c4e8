using Bartizan.Core.Content;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Pipeline;

namespace Bartizan.Gateway.Masking;

/// <summary>Which session an exchange belongs to. Sessions of different principals are different sessions, whatever they are called.</summary>
/// <param name="Id">Keyed digest of principal and name, 64 hex digits: says nothing of either.</param>
/// <param name="Given">Whether the client, or its provider, gave the name; else it was guessed from how the conversation begins.</param>
internal readonly record struct SessionName(string Id, bool Given)
{
    /// <summary>The header in which a client names its session.</summary>
    public const string Header = "x-bartizan-session";

    private const int Longest = 128;

    /// <summary>What a client reads whose name cannot be one.</summary>
    public static Refusal Invalid { get; } = new(400, "invalid_session", $"{Header} must be sent once, with 1 to {Longest} visible ASCII characters.");

    /// <summary>The exchange's session, or null when the client gave a name that cannot be one.</summary>
    public static SessionName? Of(Exchange exchange, IContentProtector content)
    {
        var header = exchange.Http.Request.Headers[Header];
        if (header.Count > 0)
        {
            return header is [{ Length: > 0 and <= Longest } name] && name.All(c => c is > ' ' and <= '~') ? Digest("named", name, given: true) : null;
        }

        return exchange.Request!.Conversation is { } conversation ? Digest("conversation", conversation, given: true)
            : Beginning(exchange.Request.Segments) is >= 0 and var beginning ? Digest("begins", exchange.Request.DigestOf(beginning, content), given: false)
            : Digest("exchange", exchange.Id, given: false);

        SessionName Digest(string kind, string name, bool given) =>
            new(content.Digest($"bartizan/masking/v1\n{exchange.Principal!.AgentId}\n{kind}\n{name}"), given);
    }

    // The first thing that the user says: the same each time a conversation is sent again, however its instructions change.
    private static int Beginning(ReadOnlySpan<Segment> segments)
    {
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i].Role == SegmentRole.User && IsMessage(segments[i].Path))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsMessage(string path) =>
        path.StartsWith("messages[", StringComparison.Ordinal)
        || path.StartsWith("contents", StringComparison.Ordinal)
        || path.StartsWith("input", StringComparison.Ordinal);
}
