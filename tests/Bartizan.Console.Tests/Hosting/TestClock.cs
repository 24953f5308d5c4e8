namespace Bartizan.Console.Tests.Hosting;

/// <summary>The system's clock, moved forward by tests. Timers run in real time.</summary>
internal sealed class TestClock : TimeProvider
{
    private long _ticks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _ticks));
}
