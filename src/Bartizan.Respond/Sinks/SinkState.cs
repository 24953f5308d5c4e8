namespace Bartizan.Respond.Sinks;

/// <summary>How far a sink is; written by its worker, read by whoever shows it.</summary>
/// <param name="name">The sink.</param>
public sealed class SinkState(string name)
{
    private long _position, _failures, _skipped;

    public string Name => name;

    /// <summary>The last event that the other side has taken.</summary>
    public long Position
    {
        get => Volatile.Read(ref _position);
        internal set => Volatile.Write(ref _position, value);
    }

    /// <summary>Requests that failed and were or will be repeated.</summary>
    public long Failures => Volatile.Read(ref _failures);

    /// <summary>Events left out, because the other side refused them even alone.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    internal void CountFailure() => Interlocked.Increment(ref _failures);

    internal void CountSkipped() => Interlocked.Increment(ref _skipped);
}
