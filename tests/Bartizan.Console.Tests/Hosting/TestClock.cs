namespace Bartizan.Console.Tests.Hosting;

/// <summary>A clock that stands still until a test moves it. Timers run in real time.</summary>
internal sealed class TestClock : TimeProvider
{
    private long _ticks = System.GetUtcNow().Ticks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
}
