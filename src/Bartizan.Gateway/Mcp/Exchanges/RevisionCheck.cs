using Bartizan.Gateway.Mcp.Wire;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>An answer that the gateway gives itself instead of asking the server.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">JSON-RPC.</param>
internal sealed record OwnAnswer(int Status, byte[] Body);

/// <summary>Checks that a request is in a revision that is spoken here, has that revision's form, and says the same in its headers as in its body.</summary>
internal static class RevisionCheck
{
    /// <summary>What the client gets instead of the server's answer, or null.</summary>
    public static OwnAnswer? Run(McpTurn turn)
    {
        var asked = turn.Asked;
        var header = turn.Exchange.Http.Request.Headers[MirroredHeaders.Revision];
        if (header.Count > 1)
        {
            return Mismatch(turn, $"{MirroredHeaders.Revision} may be there only once.");
        }

        turn.Revision = header.Count == 1 ? header.ToString() : null;
        if (turn.Revision is { } revision && !McpRevision.IsKnown(revision))
        {
            // A header and a body that disagree are a mismatch even when neither revision is spoken here.
            return asked.Messages.Any(m => m.Revision is not null && m.Revision != revision)
                ? Mismatch(turn, $"{MirroredHeaders.Revision} must name the revision that the body names.")
                : new OwnAnswer(400, McpErrors.Unsupported(asked.Messages[0].Id, revision));
        }

        foreach (var message in asked.Messages)
        {
            if (message.Revision is not null && message.Revision != turn.Revision)
            {
                return Mismatch(turn, $"{MirroredHeaders.Revision} must name the revision that the body names.");
            }
        }

        if (asked.IsBatch && turn.Revision is not (null or McpRevision.First))
        {
            return Invalid(turn, "Only revision 2025-03-26 has batches. Send one message a request.");
        }

        return turn.Revision == McpRevision.Stateless ? Stateless(turn) : null;
    }

    private static OwnAnswer? Stateless(McpTurn turn)
    {
        var message = turn.Asked.Messages[0];
        if (message.Kind is McpKind.Result or McpKind.Error)
        {
            return Invalid(turn, "A client sends no answers in this revision.");
        }

        // What no header repeats yet the server could read from one is never passed on, so only what the body says counts.
        return message.Kind == McpKind.Request
            && MirroredHeaders.Mismatch(turn.Exchange.Http.Request.Headers, message, turn.Asked.Body.Span, turn.Mirrored) is { } why
            ? Mismatch(turn, why)
            : null;
    }

    private static OwnAnswer Mismatch(McpTurn turn, string why) =>
        new(400, McpErrors.Error(turn.Asked.Messages[0].Id, McpErrors.HeaderMismatch, why, "header_mismatch", turn.Exchange.Id));

    private static OwnAnswer Invalid(McpTurn turn, string why) =>
        new(400, McpErrors.Error(turn.Asked.Messages[0].Id, McpErrors.InvalidRequest, why, "invalid_request", turn.Exchange.Id));
}
