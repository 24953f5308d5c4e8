using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Mcp.Pinning;
using Bartizan.Gateway.Mcp.Wire;
using Bartizan.Gateway.Policies;
using Bartizan.Gateway.Redaction;

namespace Bartizan.Gateway.Mcp.Exchanges;

/// <summary>
/// Leaves in a list only what the agent may use and, of tools, only what is approved as it stands there. Tools with one name twice are all taken out:
/// clients disagree on which of them counts.
/// </summary>
internal sealed class McpListJudge(ToolPins pins)
{
    /// <summary>Adds the edits that take the rest out, and to <paramref name="masked"/> the findings to mask in what stays.</summary>
    public async ValueTask JudgeAsync(McpTurn turn, McpReading answer, McpList list, IReadOnlyList<Finding> findings, bool guardFailed, List<Edit> edits, List<Finding> masked)
    {
        var keeps = new bool[list.Items.Count];
        var removed = 0;
        for (var i = 0; i < keeps.Length; i++)
        {
            var item = list.Items[i];
            List<Finding> own = findings.Count == 0 ? [] : [.. findings.Where(f => f.Segment == item.Segment)];
            keeps[i] = await IsOfferedAsync(turn, answer, list, item) && MayBeSeen(turn, answer, list.Kind, item, own, guardFailed, masked);
            removed += keeps[i] ? 0 : 1;
        }

        if (removed > 0)
        {
            ListEdits.Remove([.. list.Items.Select(i => i.Bytes)], i => keeps[i], edits);
        }
    }

    private async ValueTask<bool> IsOfferedAsync(McpTurn turn, McpReading answer, McpList list, McpItem item) =>
        list.Kind != McpListKind.Tools
        || (!list.Repeated.Contains(item.Name)
            && await pins.SightAsync(turn.Server, item.Name, answer.Body[item.Bytes.Start..item.Bytes.End], turn.Exchange.Http.RequestAborted));

    private static bool MayBeSeen(McpTurn turn, McpReading answer, McpListKind kind, McpItem item, List<Finding> own, bool guardFailed, List<Finding> masked)
    {
        var policies = turn.Exchange.Snapshot.Policies;
        var seen = PolicyDecider.Decide(policies, McpQuestions.List(turn, kind, item.Name, LabelSets.Of(own, answer.Segments)), own, guardFailed);
        if (seen.Stops || own.Count > 0)
        {
            // What is refused or changed is recorded; hundreds of plain yeses would only hide it.
            turn.Exchange.Decisions.Add(seen.Decision);
        }

        // What somebody may approve is shown: nobody asks for what they do not see.
        if (seen.Stops || PolicyDecider.Decide(policies, McpQuestions.Use(turn, kind, item.Name), [], guardFailed: false).Decision.Verdict == Verdict.Block)
        {
            return false;
        }

        masked.AddRange(own.Where(f => PolicyDecider.Matches(f, seen.RedactPatterns)));
        return true;
    }
}
