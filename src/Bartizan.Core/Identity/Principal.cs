using Bartizan.Core.Identity.Registry;

namespace Bartizan.Core.Identity;

/// <summary>Who acts: the agent that a key or token was issued to.</summary>
/// <param name="AgentId">Id, prefix <c>agt</c>.</param>
/// <param name="Name">Name people gave it.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Tags">Free labels that policies may test, e.g. <c>team=payments</c> as key and value.</param>
public sealed record Principal(string AgentId, string Name, string Owner, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The tag that names the AI system an agent is part of.</summary>
    public const string SystemTag = "system";

    /// <summary>The access token it showed; null when it showed its key, which stands for the agent itself.</summary>
    public TokenFacts? Token { get; init; }

    /// <summary>What it may be at most; null when it has no blueprint.</summary>
    public Blueprint? Blueprint { get; init; }

    /// <summary>The AI system it is part of; null when no tag says so.</summary>
    public string? SystemName => Tags.TryGetValue(SystemTag, out var system) ? system : null;
}

/// <summary>Turns a presented key into a principal.</summary>
public interface IAuthenticator
{
    /// <summary>Returns the principal, or null when the key is unknown, malformed or revoked, or its agent suspended. Takes the same time whichever part of a key is wrong.</summary>
    ValueTask<Principal?> AuthenticateAsync(string key, CancellationToken cancellationToken);

    /// <summary>Whose key it is when that agent is suspended; null in every other case. Only for the record of a refusal.</summary>
    SuspendedAgent? FindSuspended(string key);
}
