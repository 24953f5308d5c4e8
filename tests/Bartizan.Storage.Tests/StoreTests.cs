using Bartizan.Core.Results;

namespace Bartizan.Storage.Tests;

public class StoreTests
{
    [Fact]
    public async Task A_second_server_on_the_same_folder_is_refused_with_the_process_that_holds_it()
    {
        using var folder = new TestStore();
        await using (await folder.OpenAsync())
        {
            var refusal = await Assert.ThrowsAsync<InputException>(() => folder.OpenAsync());
            Assert.Contains($"already served by another Bartizan (process {Environment.ProcessId})", refusal.Message, StringComparison.Ordinal);
            await using var beside = await folder.OpenAsync(o => o with { Serve = false });
            Assert.Equal(1, await beside.Events.AppendAsync(TestStore.Event(1), default));
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal(2, await again.Events.AppendAsync(TestStore.Event(2), default));
    }

    [Fact]
    public async Task Closing_signs_a_checkpoint_over_everything()
    {
        using var folder = new TestStore();
        await folder.FillAsync(7, checkpointEntries: 1_000);
        Assert.Equal(7, folder.Verify().Covered);
    }

    [Fact]
    public async Task A_checkpoint_is_signed_after_its_interval_too()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync(o => o with { CheckpointEntries = 1_000, CheckpointInterval = TimeSpan.FromMilliseconds(1) });
        await store.Events.AppendAsync(TestStore.Event(1), default);
        // The test's own time limit is the bound: no figure is asserted.
        while (folder.Query<long>("SELECT count(*) FROM ledger_checkpoints") == 0)
        {
            await Task.Delay(50);
        }

        Assert.Equal(1, folder.Verify().Covered);
    }

    [Fact]
    public async Task A_folder_of_a_newer_version_is_refused()
    {
        using var folder = new TestStore();
        await folder.FillAsync(1);
        folder.Tamper("PRAGMA user_version = 99");
        var refusal = await Assert.ThrowsAsync<InputException>(() => folder.OpenAsync());
        Assert.Contains("newer Bartizan (schema 99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_and_folders_are_closed_to_other_users()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var parent = new TestStore();
        var data = Path.Combine(parent.Folder, "data");
        await using (await parent.OpenAsync(o => o with { DataFolder = data }))
        {
            const UnixFileMode Others = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(data) & Others);
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(Path.Combine(data, "keys")) & Others);
            var files = Directory.GetFiles(Path.Combine(data, "keys"));
            Assert.Equal(5, files.Length);
            foreach (var file in files)
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        File.SetUnixFileMode(Path.Combine(data, "keys", "ledger.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        var refusal = await Assert.ThrowsAsync<InputException>(() => parent.OpenAsync(o => o with { DataFolder = data }));
        Assert.Contains("chmod 600", refusal.Message, StringComparison.Ordinal);
    }
}
