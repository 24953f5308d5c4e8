using System.Security.Cryptography;
using Bartizan.Core.Masking;

namespace Bartizan.Testing.Stores;

/// <summary>A masking store that forgets everything with the test, and fails when told to.</summary>
public sealed class MemoryMaskingStore(TimeProvider clock) : IMaskingStore
{
    private readonly Dictionary<string, (MaskingSession Session, DateTimeOffset Expires)> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Every value of every session.</summary>
    public IReadOnlyList<MaskedValue> Values
    {
        get
        {
            lock (_gate)
            {
                return [.. _sessions.Values.SelectMany(s => s.Session.Values)];
            }
        }
    }

    /// <summary>How often it was asked anything.</summary>
    public int Asked { get; private set; }

    /// <summary>Whether writing fails.</summary>
    public bool Fails { get; set; }

    public ValueTask<MaskingSession?> FindAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Asked++;
            return new(_sessions.TryGetValue(id, out var known) && known.Expires > clock.GetUtcNow() ? known.Session : null);
        }
    }

    public ValueTask<MaskingSession> OpenAsync(string id, TimeSpan keep, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Asked++;
            FailIfTold();
            var session = _sessions.TryGetValue(id, out var known) && known.Expires > clock.GetUtcNow()
                ? known.Session
                : new MaskingSession(id, RandomNumberGenerator.GetBytes(32), []);
            _sessions[id] = (session, clock.GetUtcNow() + keep);
            return new(session);
        }
    }

    public ValueTask<bool> AddAsync(MaskingSession session, IReadOnlyList<MaskedValue> values, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Asked++;
            FailIfTold();
            var (known, expires) = _sessions[session.Id];
            _sessions[session.Id] = (known with { Values = [.. known.Values.Union(values)] }, expires);
            return new(true);
        }
    }

    private void FailIfTold()
    {
        if (Fails)
        {
            throw new IOException("The test's store fails.");
        }
    }
}
