namespace Bartizan.Core.Identity.Registry;

/// <summary>An agent that proved who it is and may not work, for the record; what it asked is refused.</summary>
/// <param name="Principal">Who it is.</param>
/// <param name="Cause">Why it may not work.</param>
/// <param name="Reason">The same for people.</param>
public sealed record SuspendedAgent(Principal Principal, SuspensionCause Cause, string Reason);
