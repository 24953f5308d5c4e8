using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Histories;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Recording;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>
/// Judges what a server sends, document by document: results that may not pass become refusals, lists lose what may not be seen, findings are masked, and
/// what answers nothing that was asked is dropped.
/// </summary>
internal sealed class McpAnswerJudge(McpListJudge lists, SegmentRecorder segments)
{
    private static readonly byte[] Private = "\"private\""u8.ToArray();

    /// <summary>The document to send on; empty when nothing of it is; null when it cannot be read.</summary>
    public async ValueTask<byte[]?> JudgeAsync(McpTurn turn, ReadOnlyMemory<byte> document)
    {
        using var answer = McpReading.OfServer(document);
        if (answer.Failure is not null)
        {
            return null;
        }

        var exchange = turn.Exchange;
        var inspection = exchange.Guard.Inspect(answer.Segments);
        foreach (var failure in inspection.Failures)
        {
            exchange.AddGuardFailure(failure.Inspector, failure.Reason);
        }

        var metadata = exchange.Snapshot.Routes.Sensitivities.Of(answer.Segments);
        exchange.Raise(metadata.Highest);
        exchange.Raise(inspection.Findings);
        turn.Keep(segments.Of(exchange, answer.Segments, inspection, metadata));
        var (edits, masked, keeps) = (new List<Edit>(), new List<Finding>(), new bool[answer.Messages.Count]);
        for (var i = 0; i < keeps.Length; i++)
        {
            keeps[i] = await PassesAsync(turn, answer, answer.Messages[i], inspection.Findings, inspection.Failures.Count > 0, edits, masked);
        }

        if (await HistoryBook.KeepAsync(exchange) is { } unkept)
        {
            throw new IOException(unkept.Message);
        }

        if (!keeps.Contains(true))
        {
            return [];
        }

        ListEdits.Remove([.. answer.Messages.Select(m => m.Bytes)], i => keeps[i], edits);
        return edits.Count + masked.Count == 0 ? document.ToArray() : Redactor.Redact(answer, masked, LabelMask.Instance, edits);
    }

    private async ValueTask<bool> PassesAsync(
        McpTurn turn, McpReading answer, McpMessage message, IReadOnlyList<Finding> findings, bool guardFailed, List<Edit> edits, List<Finding> masked)
    {
        var answers = message.Kind is McpKind.Result or McpKind.Error;
        var request = answers ? turn.Answered(message) : null;
        if (answers && request is null && !turn.TakesAll && !(message is { Kind: McpKind.Error, Id: null } && turn.IsWaiting))
        {
            return false;
        }

        List<Finding> own = findings.Count == 0 ? [] : [.. findings.Where(f => f.Segment >= message.FirstSegment && f.Segment < message.EndSegment && !IsListed(message, f))];
        var exchange = turn.Exchange;
        var outcome = PolicyDecider.Decide(
            exchange.Snapshot.Policies, McpQuestions.Return(turn, message, request, LabelSets.Of(own, answer.Segments)), own, guardFailed);
        if (answers || own.Count > 0 || outcome.Stops)
        {
            exchange.Decisions.Add(outcome.Decision);
        }

        if (outcome.Stops)
        {
            // A notification is dropped; a request is refused in the client's name, so that the server does not wait.
            if (message is { Kind: McpKind.Request, Id: { } id })
            {
                turn.Refused.Enqueue(id);
            }

            if (answers)
            {
                edits.Add(new Edit(message.Bytes.Start, message.Bytes.End, McpRefusals.Of(request, message.Id, outcome.Decision.Message, outcome.Decision.Code, exchange.Id)));
            }

            return answers;
        }

        masked.AddRange(own.Where(f => PolicyDecider.Matches(f, outcome.RedactPatterns)));
        foreach (var list in message.Lists)
        {
            await lists.JudgeAsync(turn, answer, list, findings, guardFailed, edits, masked);
        }

        if (!message.CacheScope.IsEmpty)
        {
            // Every answer here depends on who asks, so none may be given to another.
            edits.Add(new Edit(message.CacheScope.Start, message.CacheScope.End, Private));
        }

        return true;
    }

    // What stands in a list is judged item by item.
    private static bool IsListed(McpMessage message, Finding finding)
    {
        foreach (var list in message.Lists)
        {
            foreach (var item in list.Items)
            {
                if (item.Segment == finding.Segment)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
