using Bartizan.Core.Identity;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Core.Exchanges;

/// <summary>What is kept of the access token that an exchange came with; never the token.</summary>
public sealed record TokenRecord
{
    /// <summary>Its id (<c>jti</c>).</summary>
    public required string Id { get; init; }

    /// <summary>The id that all tokens of one piece of work share (<c>txn</c>).</summary>
    public required string Transaction { get; init; }

    /// <summary>Ids of the attested runs of agents that it rests on; null where there is none.</summary>
    public IReadOnlyList<string>? Instances { get; init; }

    /// <summary>The agents on whose behalf the caller acted, the nearest first; null when it acted for itself.</summary>
    public IReadOnlyList<ActsForRecord>? ActsFor { get; init; }

    /// <summary>The person on whose behalf it all was; null when it began with an agent.</summary>
    public PersonRecord? Person { get; init; }

    /// <summary>Models that it was good for; null, as <see cref="Tools"/>, for all that policy allowed.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Tools that it was good for.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>Whether the caller proved that it holds the token's key.</summary>
    public bool Proven { get; init; }

    /// <summary>What is kept of a token; null of none.</summary>
    public static TokenRecord? Of(TokenFacts? token) => token is null ? null : new()
    {
        Id = token.Id,
        Transaction = token.Transaction,
        Instances = token.Parents.Any(AgentInstance.IsId) ? [.. token.Instances] : null,
        ActsFor = token.ActsFor.Count == 0 ? null : [.. token.ActsFor.Select(a => new ActsForRecord(a.AgentId, a.Name, a.Owner, a.Tags.Count == 0 ? null : a.Tags, a.Blueprint?.Mark ?? ""))],
        Person = token.Person is { } person ? new PersonRecord(person.Id, person.Name, person.Roles) : null,
        Models = token.Authority?.Models,
        Tools = token.Authority?.Tools,
        Proven = token.Proven,
    };

    /// <summary>The token again, as policy was asked about it.</summary>
    public TokenFacts ToFacts() => new(
        Id,
        Transaction,
        [.. (ActsFor ?? []).Select(a => new Principal(a.Id, a.Name, a.Owner, a.Tags ?? new Dictionary<string, string>()))],
        [],
        Models is null && Tools is null ? null : new TokenAuthority(Models ?? [], Tools ?? []),
        Proven)
    {
        Person = Person is { } person ? new Person(person.Id, person.Name, person.Roles) : null,
    };
}

/// <summary>An agent on whose behalf another acted, as it was at that time.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">Who answered for it.</param>
/// <param name="Tags">Its tags; null when it had none.</param>
/// <param name="Blueprint">Its blueprint and its version, <c>name@version</c>; empty when it had none, null in records that do not tell.</param>
public sealed record ActsForRecord(string Id, string Name, string Owner, IReadOnlyDictionary<string, string>? Tags, string? Blueprint = null);

/// <summary>A person on whose behalf agents acted, as they were at that time.</summary>
/// <param name="Id">Account id.</param>
/// <param name="Name">Their name.</param>
/// <param name="Roles">Their roles.</param>
public sealed record PersonRecord(string Id, string Name, IReadOnlyList<string> Roles);
