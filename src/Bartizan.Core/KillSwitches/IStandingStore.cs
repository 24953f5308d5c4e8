namespace Bartizan.Core.KillSwitches;

/// <summary>Keeps kill switches, and up to where the gateway has followed what ends authority.</summary>
public interface IStandingStore
{
    /// <summary>A number that grows when anything changed on which somebody's authority rests: agents, clients, keys, tokens, kill switches.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellationToken);

    /// <summary>All kill switches, lifted ones too.</summary>
    ValueTask<IReadOnlyList<KillSwitch>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Throws a switch: one write, with the event that tells of it. One thrown already gets a new epoch.</summary>
    ValueTask ThrowAsync(KillTarget target, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>Lifts a switch; its epoch stays. False when it is not thrown.</summary>
    ValueTask<bool> LiftAsync(KillTarget target, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken);

    /// <summary>The version that the gateway of this folder follows in all it does.</summary>
    ValueTask<long> FollowedAsync(CancellationToken cancellationToken);

    /// <summary>Says that it does.</summary>
    ValueTask FollowAsync(long version, CancellationToken cancellationToken);
}
