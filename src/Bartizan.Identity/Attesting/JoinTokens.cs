using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Attesting;

/// <summary>Makes the secrets that let one run of an agent begin, once.</summary>
public sealed class JoinTokens(IInstanceStore store, IAgentStore agents, IIdSource ids, TimeProvider clock)
{
    /// <summary>Makes one. Throws <see cref="InputException"/> when the agent is not there, or the time is not 1 second to an hour.</summary>
    /// <param name="agent">The agent, by id or name.</param>
    /// <param name="lifetime">How long it can be used.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    /// <returns>What is known of it, and the secret, which cannot be had again.</returns>
    public async ValueTask<(JoinToken Token, string Secret)> CreateAsync(string agent, TimeSpan lifetime, string by, CancellationToken cancellationToken)
    {
        if (lifetime < TimeSpan.FromSeconds(1) || lifetime > JoinToken.LongestLife)
        {
            throw new InputException(new InputError("A join token lives 1 second to 1 hour.", "Write for example --for 10m."));
        }

        var now = clock.GetUtcNow();
        var found = await agents.FindAsync(agent, cancellationToken);
        var (secret, hash) = OpaqueToken.Create(OpaqueToken.Join);
        var token = new JoinToken(ids.NewId("jtk"), found?.Id ?? "", by, now, now + lifetime);
        return found is { Revoked: null } && await store.AddJoinTokenAsync(hash, token, cancellationToken)
            ? (token, secret)
            : throw new InputException(new InputError($"There is no working agent '{agent}'.", "`bartizan agent list` shows all agents."));
    }
}
