using System.Collections.Frozen;
using Bartizan.Core.Identity;

namespace Bartizan.Core.KillSwitches;

/// <summary>All kill switches at one moment: immutable, swapped whole, read by every request without a lock.</summary>
public sealed class KillSwitchSet
{
    /// <summary>Nothing was ever stopped.</summary>
    public static readonly KillSwitchSet None = new([]);

    private readonly FrozenDictionary<KillTarget, KillSwitch> _switches;
    private readonly KillSwitch? _everything;

    /// <summary>Compiles what the store holds.</summary>
    public KillSwitchSet(IEnumerable<KillSwitch> switches)
    {
        _switches = switches.ToFrozenDictionary(s => s.Target);
        _everything = _switches.GetValueOrDefault(KillTarget.Everything);
    }

    /// <summary>
    /// The switch that stops a principal: one that is thrown for everything, for the agent or one that it acts for, their systems, or the piece of work
    /// that its token belongs to; or one that was thrown since the token was issued. Null when none does.
    /// </summary>
    public KillSwitch? Stopping(Principal principal)
    {
        if (_switches.Count == 0)
        {
            return null;
        }

        var token = principal.Token;
        if (Stopping(principal, token?.Transaction, token?.Issued) is { } own)
        {
            return own;
        }

        foreach (var behind in token?.ActsFor ?? [])
        {
            if (Stopping(behind, null, token!.Issued) is { } other)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>The same for one agent of a token, or for one that shows its key.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="transaction">The piece of work; null for none.</param>
    /// <param name="issued">When the token was issued, in whole seconds; null for a key, which has no such moment.</param>
    public KillSwitch? Stopping(Principal agent, string? transaction, DateTimeOffset? issued) =>
        Counting(_everything, issued)
        ?? Find(KillKind.Agent, agent.AgentId, issued)
        ?? Find(KillKind.System, agent.SystemName, issued)
        ?? Find(KillKind.Work, transaction, issued);

    /// <summary>The thrown switch of a model, a tool (or its server) or a server; null when none is thrown.</summary>
    /// <param name="type">Type of the resource in policies: <c>Model</c>, <c>Tool</c>, <c>Resource</c>, <c>Prompt</c> or <c>Server</c>.</param>
    /// <param name="id">Its id there.</param>
    public KillSwitch? StoppingResource(string type, string id) => _switches.Count == 0 ? null : type switch
    {
        "Model" => Find(KillKind.Model, id, null),
        "Server" => Find(KillKind.Server, id, null),
        "Tool" => Find(KillKind.Tool, id, null) ?? Find(KillKind.Server, ServerOf(id), null),
        _ => Find(KillKind.Server, ServerOf(id), null),
    };

    private static string? ServerOf(string id) => id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? id[..slash] : null;

    // A token's second of issue may be the epoch's own, and then nobody can tell which was first: it does not count.
    private static KillSwitch? Counting(KillSwitch? found, DateTimeOffset? issued) => found is not null && (found.Thrown || issued <= found.Epoch) ? found : null;

    private KillSwitch? Find(KillKind kind, string? id, DateTimeOffset? issued) =>
        id is null ? null : Counting(_switches.GetValueOrDefault(new KillTarget(kind, id)), issued);
}
