using Bartizan.Core.KillSwitches;

namespace Bartizan.Testing.Stores;

/// <summary>Kill switches in memory.</summary>
public sealed class MemoryStandingStore : IStandingStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<KillTarget, KillSwitch> _switches = [];
    private long _version = 1;
    private long _followed;

    /// <summary>Throws instead of answering, as a store that is gone would.</summary>
    public bool Fails { get; set; }

    /// <summary>Whether the last change was acknowledged.</summary>
    public bool IsFollowed
    {
        get
        {
            lock (_gate)
            {
                return _followed == _version;
            }
        }
    }

    public ValueTask<long> VersionAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Fails ? throw new IOException("The store is gone.") : new(_version);
        }
    }

    public ValueTask<IReadOnlyList<KillSwitch>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new([.. _switches.Values]);
        }
    }

    public ValueTask ThrowAsync(KillTarget target, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _switches[target] = new(target, when, true, reason, by, when);
            _version++;
            return default;
        }
    }

    public ValueTask<bool> LiftAsync(KillTarget target, string reason, string by, DateTimeOffset when, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_switches.TryGetValue(target, out var thrown) || !thrown.Thrown)
            {
                return new(false);
            }

            _switches[target] = thrown with { Thrown = false, Reason = reason, By = by, At = when };
            _version++;
            return new(true);
        }
    }

    public ValueTask<long> FollowedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_followed);
        }
    }

    public ValueTask FollowAsync(long version, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _followed = version;
            return default;
        }
    }
}
