using Bartizan.Core.Events;
using Bartizan.Core.Identity.Mandates;
using Bartizan.Core.Identity.Registry;

namespace Bartizan.Core.Identity;

/// <summary>A token about to be issued: what it rests on, what it costs, and what begins with it.</summary>
/// <param name="Agents">Agents that the token would be held by or act for, and the person where it began with one.</param>
/// <param name="Transaction">The piece of work that it belongs to.</param>
/// <param name="Parents">Mandates, tokens, runs, and the connection, that it rests on.</param>
/// <param name="Told">The event that tells of it.</param>
public sealed record Issuance(IReadOnlyList<string> Agents, string Transaction, IReadOnlyList<string> Parents, EventRecord Told)
{
    /// <summary>The code or refresh token that it costs; null where it costs none. One that was used already ends its connection.</summary>
    public Redemption? Redemption { get; init; }

    /// <summary>The run of an agent that begins or goes on with it; null for none.</summary>
    public InstanceChange? Instance { get; init; }

    /// <summary>The mandate that begins with it; null where none does.</summary>
    public MandateRecord? Mandate { get; init; }
}
