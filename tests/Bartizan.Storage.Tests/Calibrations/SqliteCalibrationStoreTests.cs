using System.Text;
using Bartizan.Core.Calibrations;

namespace Bartizan.Storage.Tests.Calibrations;

public sealed class SqliteCalibrationStoreTests
{
    private static readonly DateTimeOffset When = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Calibrations_are_kept_replaced_and_taken_back_each_with_its_entry_in_the_ledger()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            var before = await store.Calibrations.VersionAsync(default);
            await store.Calibrations.SetAsync([Set("", "user", 0.8), Set("shop", "data", 0.9)], default);
            await store.Calibrations.SetAsync([Set("", "user", 0.85)], default);
            Assert.True(await store.Calibrations.VersionAsync(default) > before);
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal([Set("", "user", 0.85), Set("shop", "data", 0.9)], await again.Calibrations.ListAsync(default));
        var version = await again.Calibrations.VersionAsync(default);
        Assert.True(await again.Calibrations.ClearAsync("shop", "ada", When, default));
        Assert.False(await again.Calibrations.ClearAsync("shop", "ada", When, default));
        Assert.Equal([Set("", "user", 0.85)], await again.Calibrations.ListAsync(default));
        Assert.NotEqual(version, await again.Calibrations.VersionAsync(default));
        var told = (await again.Events.ReadAsync(0, 100, default)).Where(e => e.Event.Source == "guard").Select(e => e.Event).ToList();
        Assert.Equal(["guard.calibrated", "guard.calibrated", "guard.calibrated", "guard.calibration-cleared"], told.Select(e => e.Kind));
        Assert.Contains("\"block\":0.85,", Encoding.UTF8.GetString(told[2].Json.Span), StringComparison.Ordinal);
    }

    private static Calibration Set(string system, string channel, double block) => new()
    {
        System = system,
        Channel = channel,
        Model = "2-test",
        Annotate = 0.4,
        Block = block,
        AnnotateBudget = 0.05,
        BlockBudget = 0.005,
        Rows = 640,
        By = "ada",
        At = When,
    };
}
