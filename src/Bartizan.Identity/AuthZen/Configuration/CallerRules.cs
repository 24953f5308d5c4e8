using System.Collections.Frozen;
using Bartizan.Core.Identity;

namespace Bartizan.Identity.AuthZen.Configuration;

/// <summary>Who may ask, and whose word is taken for attributes.</summary>
internal sealed class CallerRules(AuthZenOptions options)
{
    private readonly FrozenSet<string> _callers = options.Callers.ToFrozenSet(StringComparer.Ordinal);
    private readonly FrozenSet<string> _attributesFrom = options.AttributesFrom.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether nobody needs a key.</summary>
    public bool Anonymous => options.Anonymous;

    /// <summary>Whether an agent may ask.</summary>
    public bool MayAsk(Principal agent) => Names(_callers, agent);

    /// <summary>Whether a caller, null for one without a key, may tell attributes that are not stored.</summary>
    public bool MayTell(Principal? agent) => agent is null ? _attributesFrom.Contains(AuthZenOptions.Everybody) : Names(_attributesFrom, agent);

    private static bool Names(FrozenSet<string> names, Principal agent) => names.Contains(agent.Name) || names.Contains(AuthZenOptions.Everybody);
}
