using System.Security.Cryptography;
using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;
using Bartizan.Core.Ids;
using Bartizan.Core.Results;

namespace Bartizan.Identity.Agents;

/// <summary>Registers agents, and hands out each key once.</summary>
public sealed class AgentRegistry(IAgentStore store, TimeProvider clock, IIdSource ids)
{
    private const int MaxText = 100;
    private const int MaxTags = 32;

    /// <summary>Adds an agent and makes its key. Throws <see cref="InputException"/> naming every input that cannot be, or a name that is taken.</summary>
    /// <param name="name">1 to 100 characters; unique among agents that are not revoked.</param>
    /// <param name="owner">Who answers for it, e.g. an e-mail address.</param>
    /// <param name="tags">Free labels for policies, at most 32.</param>
    /// <param name="blueprint">What it may be at most; null for none.</param>
    /// <param name="cancellationToken">Stops before it is begun.</param>
    /// <returns>The agent, and the key, which cannot be had again.</returns>
    public async ValueTask<NewAgent> AddAsync(
        string name, string owner, IReadOnlyDictionary<string, string> tags, Blueprint? blueprint, CancellationToken cancellationToken)
    {
        Validate(name, owner, tags);
        var key = AgentKey.Create();
        var hash = new byte[SHA256.HashSizeInBytes];
        AgentKey.Hash(key, hash);
        var agent = new Agent
        {
            Id = ids.NewId("agt"),
            Name = name,
            Owner = owner,
            Created = clock.GetUtcNow(),
            KeyId = AgentKey.KeyId(key).ToString(),
            KeyHash = hash,
            Tags = tags,
            Blueprint = blueprint,
        };
        return await store.AddAsync(agent, cancellationToken) ? new NewAgent(agent, key)
            : await store.FindAsync(name, cancellationToken) is { Revoked: null }
            ? throw new InputException(new InputError($"There is an agent named '{name}' already.", "Choose another name, or revoke that agent first."))
            : throw new InputException(new InputError($"The blueprint '{blueprint?.Name}' was retired.", "`bartizan blueprint list` shows those that are in force."));
    }

    /// <summary>The same without a blueprint.</summary>
    public ValueTask<NewAgent> AddAsync(string name, string owner, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        AddAsync(name, owner, tags, blueprint: null, cancellationToken);

    /// <summary>Issues a key pair in AWS's form to an agent, by id or name; one issued before stops working. Null when there is no such unrevoked agent.</summary>
    public async ValueTask<NewAccessKey?> IssueAccessKeyAsync(string idOrName, IAccessKeySecrets secrets, CancellationToken cancellationToken)
    {
        var agent = await store.FindAsync(idOrName, cancellationToken);
        var id = AccessKeyId.Create();
        return agent is { Revoked: null } && await store.SetAccessKeyAsync(agent.Id, id, clock.GetUtcNow(), cancellationToken)
            ? new NewAccessKey(agent, id, secrets.SecretOf(id))
            : null;
    }

    /// <summary>All agents by name, revoked ones included.</summary>
    public ValueTask<IReadOnlyList<Agent>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    /// <summary>Revokes the key of an agent, by id or name; every gateway refuses it within a second. Null when there is no such unrevoked agent.</summary>
    public async ValueTask<Agent?> RevokeAsync(string idOrName, CancellationToken cancellationToken)
    {
        var agent = await store.FindAsync(idOrName, cancellationToken);
        return agent is { Revoked: null } && await store.RevokeAsync(agent.Id, clock.GetUtcNow(), cancellationToken)
            ? await store.FindAsync(agent.Id, cancellationToken)
            : null;
    }

    private static void Validate(string name, string owner, IReadOnlyDictionary<string, string> tags)
    {
        var errors = new List<InputError>();
        Require(name, "agent's name");
        Require(owner, "owner");
        if (tags.Count > MaxTags)
        {
            errors.Add(new InputError($"An agent has at most {MaxTags} tags; these are {tags.Count}."));
        }

        foreach (var (key, value) in tags)
        {
            Require(key, "tag's name");
            Require(value, $"value of tag '{key}'");
        }

        if (errors.Count > 0)
        {
            throw new InputException(errors);
        }

        void Require(string text, string what)
        {
            if (text.Length is 0 or > MaxText || text.Any(char.IsControl) || text.Trim().Length != text.Length)
            {
                errors.Add(new InputError($"The {what} must have 1 to {MaxText} characters, no control characters, and no space at either end."));
            }
        }
    }
}

/// <summary>An agent just made.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Key">Its key, shown once.</param>
public sealed record NewAgent(Agent Agent, string Key);

/// <summary>A key pair just issued.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Id">Its access key id.</param>
/// <param name="Secret">Its secret access key, shown once.</param>
public sealed record NewAccessKey(Agent Agent, string Id, string Secret);
