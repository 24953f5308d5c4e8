using Bartizan.Console.Contract;
using Bartizan.Core.Elevation;
using Bartizan.Core.Text;
using Bartizan.Core.Tools;
using Bartizan.Storage;
using Bartizan.Storage.Access;

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
        request.Exchange,
        request.Automatic is not null);

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
            await ComparedAsync(request, store, cancel),
            request.Automatic is { } policy ? new AutomaticView(policy.Effect, policy.Usual, [.. policy.Policies.Select(p => new ApprovingPolicyView(VisibleText.Of(p.Id), Lines(p.Text)))]) : null,
            request.DeniedBy,
            request.Reason is null ? null : VisibleText.Of(request.Reason));
    }

    private static async Task<long?> UsualAsync(AccessRequest request, BartizanStore store, CancellationToken cancel) =>
        request.KeptAs is { } name ? await store.Exchanges.CountPassedAsync(request.Agent.Id, name, request.Created - Usual, cancel) : null;

    private static async Task<ComparedView?> ComparedAsync(AccessRequest request, BartizanStore store, CancellationToken cancel) => await EarlierCalls.CompareAsync(request, store, cancel) is { } compared
        ? new(compared.Calls, compared.Looked, compared.Same, [.. compared.Differences.Select(d => new DifferenceView(VisibleText.Of(d.Path), d.Kind, VisibleText.Of(d.Now), VisibleText.Of(d.Before)))])
        : null;

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => VisibleText.Of(line.TrimEnd('\r'))));
}
