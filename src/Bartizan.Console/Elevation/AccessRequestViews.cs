using Bartizan.Console.Contract;
using Bartizan.Core.Elevation;
using Bartizan.Core.Text;
using Bartizan.Core.Tools;
using Bartizan.Storage;

namespace Bartizan.Console.Elevation;

/// <summary>Access requests as people see them. Agents chose names, and policies texts: what people could not see in them is spelt out.</summary>
internal static class AccessRequestViews
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    /// <summary>A row of the list.</summary>
    public static AccessRequestRow Row(AccessRequest request) => new(
        request.Id,
        request.State,
        VisibleText.Of(request.Agent.Name),
        request.Agent.Id,
        VisibleText.Of(request.Agent.Owner),
        request.Action,
        VisibleText.Of(request.Resource),
        [.. request.Policies.Select(p => VisibleText.Of(p.Asks)).Distinct(StringComparer.Ordinal)],
        request.Needs,
        request.Created,
        request.Ends,
        request.Asked,
        request.Exchange);

    /// <summary>All of a request, with its call.</summary>
    public static async Task<AccessRequestDetail> DetailAsync(AccessRequest request, BartizanStore store, CancellationToken cancel)
    {
        var grant = await store.Access.GrantOfAsync(request.Id, cancel);
        return new AccessRequestDetail(
            Row(request),
            request.Digest,
            request.Call is { } call ? DefinitionLines.Of(new ToolDefinition(request.Digest, call)) : ["The call cannot be opened with this folder's keys."],
            [.. request.Chain.Select(m => new ChainMemberView(m.Id, VisibleText.Of(m.Name), VisibleText.Of(m.Owner)))],
            [.. request.Policies.Select(p => new HeldPolicyView(VisibleText.Of(p.Id), VisibleText.Of(p.Message), VisibleText.Of(p.Asks), Lines(p.Text)))],
            [.. (await store.Access.ApprovalsAsync(request.Id, cancel)).Select(a => new ApprovalView(a.Name, a.At, a.Uses, a.Until))],
            grant is null ? null : new GrantView(grant.Id, grant.Uses, grant.Used, grant.Ends, grant.RevokedBy),
            await UsualAsync(request, store, cancel),
            request.DeniedBy,
            request.Reason is null ? null : VisibleText.Of(request.Reason));
    }

    // Exchanges with MCP servers are kept by server and tool, those with models by model; a tool that a model proposes is not told apart.
    private static async Task<long?> UsualAsync(AccessRequest request, BartizanStore store, CancellationToken cancel)
    {
        var quote = request.Resource.IndexOf('"', StringComparison.Ordinal);
        var name = request.Resource[(quote + 1)..^1];
        return quote > 0 && (request.Action == "invokeModel" || name.Contains('/', StringComparison.Ordinal))
            ? await store.Exchanges.CountPassedAsync(request.Agent.Id, name, request.Created - Usual, cancel)
            : null;
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => VisibleText.Of(line.TrimEnd('\r'))));
}
