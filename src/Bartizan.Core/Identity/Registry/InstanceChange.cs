namespace Bartizan.Core.Identity.Registry;

/// <summary>A run that begins or goes on with an identity that is issued to it, and what that costs. All or nothing of it happens.</summary>
/// <param name="Instance">The run as it is from now on.</param>
/// <param name="Renews">Whether it runs already, and only goes on.</param>
/// <param name="Evidence">What was shown and is from now on good for this run's key only.</param>
/// <param name="JoinToken">SHA-256 of the join token that is used up; null for none.</param>
public sealed record InstanceChange(AgentInstance Instance, bool Renews, IReadOnlyList<ShownEvidence> Evidence, byte[]? JoinToken);

/// <summary>Evidence that was shown, as far as it must be remembered.</summary>
/// <param name="Digest">Its SHA-256.</param>
/// <param name="Expires">When it is worth nothing any more, and can be forgotten.</param>
public sealed record ShownEvidence(byte[] Digest, DateTimeOffset Expires);
