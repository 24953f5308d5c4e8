using System.Collections.Frozen;

namespace Bartizan.Core.Signals;

/// <summary>Kinds of events that others are told of by their streams.</summary>
public static class ToldEvents
{
    /// <summary>The kinds.</summary>
    public static readonly FrozenSet<string> Kinds = FrozenSet.Create(
        StringComparer.Ordinal,
        "kill-switch.thrown",
        "agent.suspended",
        "agent.revoked",
        "agent.instance-ended",
        "agent.credentials-issued",
        "identity.mandate-ended",
        "account.disabled",
        "account.password-set",
        "signal.received");
}
