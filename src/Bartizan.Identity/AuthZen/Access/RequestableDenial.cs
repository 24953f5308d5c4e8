namespace Bartizan.Identity.AuthZen.Access;

/// <summary>A denial that people can be asked to lift (AuthZEN Access Request and Approval Profile, draft 1, "Requestable Denial Context").</summary>
/// <param name="Id">What the enforcement point names it by.</param>
/// <param name="Caller">Id of the agent that was denied.</param>
/// <param name="Digest">Digest of the evaluation.</param>
/// <param name="Members">Names of the context's members that belong to it.</param>
/// <param name="At">When it was denied.</param>
/// <param name="Ends">Until when it can be asked.</param>
internal sealed record RequestableDenial(string Id, string Caller, string Digest, IReadOnlySet<string> Members, DateTimeOffset At, DateTimeOffset Ends);
