using Bartizan.Core.Exchanges;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Refuses an agent that proved who it is and is suspended: the client is told that, the record also why.</summary>
internal static class SuspendedRefusal
{
    /// <summary>Its code, also in the record.</summary>
    public const string Code = "suspended_agent";

    /// <summary>What the record's decision is about.</summary>
    public const string Action = "authenticate";

    private static readonly Refusal Told = new(401, Code, "This agent is suspended, or one that it acts for is. Ask who answers for it.");

    /// <summary>Notes who asked and why it is refused.</summary>
    public static Refusal Of(Exchange exchange, SuspendedAgent suspended)
    {
        exchange.Principal = suspended.Principal;
        exchange.Decisions.Add(new Decision { Verdict = Verdict.Block, Action = Action, Policies = [], Code = Code, Message = $"Suspended: {suspended.Reason}." });
        return Told;
    }
}
