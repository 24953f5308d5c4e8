using Bartizan.Core.Exchanges;

namespace Bartizan.Storage.Tests.Sensitivities;

public class SensitivityStoreTests
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(7);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public async Task A_label_survives_the_process_and_never_falls()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            Assert.Equal(Sensitivity.Public, await store.Sensitivities.FindAsync("a", default));
            await store.Sensitivities.RaiseAsync("a", Sensitivity.Confidential, Keep, default);
            await store.Sensitivities.RaiseAsync("a", Sensitivity.Internal, Keep * 2, default);
            Assert.Equal(Sensitivity.Confidential, await store.Sensitivities.FindAsync("a", default));
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal(Sensitivity.Confidential, await again.Sensitivities.FindAsync("a", default));
        Assert.Equal(Sensitivity.Public, await again.Sensitivities.FindAsync("b", default));
    }

    [Fact]
    public async Task A_session_ends_when_it_is_not_used()
    {
        using var folder = new TestStore();
        var clock = new Clock();
        await using var store = await folder.OpenAsync(clock: clock);
        await store.Sensitivities.RaiseAsync("a", Sensitivity.Restricted, Keep, default);
        clock.Now += Keep / 2;
        await store.Sensitivities.RaiseAsync("a", Sensitivity.Internal, Keep, default);
        clock.Now += Keep * 0.9;
        Assert.Equal(Sensitivity.Restricted, await store.Sensitivities.FindAsync("a", default));
        clock.Now += Keep;
        Assert.Equal(Sensitivity.Public, await store.Sensitivities.FindAsync("a", default));
        await store.Sensitivities.RaiseAsync("a", Sensitivity.Internal, Keep, default);
        Assert.Equal(Sensitivity.Internal, await store.Sensitivities.FindAsync("a", default));
    }
}
