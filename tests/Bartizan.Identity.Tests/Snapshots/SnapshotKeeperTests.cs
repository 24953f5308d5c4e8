using Bartizan.Identity.Snapshots;

namespace Bartizan.Identity.Tests.Snapshots;

public class SnapshotKeeperTests
{
    [Fact]
    public async Task Whoever_comes_after_a_change_finds_it_even_while_the_store_is_being_asked()
    {
        using var store = new Store();
        using var keeper = store.Keeper();
        await keeper.RefreshAsync(default);

        store.Hold();
        var before = keeper.AskForMiss();
        await store.Asked;
        store.Version = 2;
        var after = keeper.AskForMiss();
        Assert.NotSame(before, after);
        store.Release();
        await before;
        await after;
        Assert.Equal("2", keeper.Latest);
    }

    [Fact]
    public async Task Many_who_come_at_once_and_just_after_one_another_ask_once_and_all_find_it()
    {
        using var store = new Store();
        using var keeper = store.Keeper();
        await keeper.RefreshAsync(default);
        await keeper.AskForMiss();

        store.Version = 2;
        var asked = store.Questions;
        var waiting = Enumerable.Range(0, 200).Select(_ => keeper.AskForMiss()).ToList();
        await Task.WhenAll(waiting);
        Assert.Equal("2", keeper.Latest);
        Assert.InRange(store.Questions - asked, 1, 2);
    }

    [Fact]
    public async Task A_store_that_cannot_be_asked_is_told_of_and_asked_again()
    {
        using var store = new Store { Fails = true };
        using var keeper = store.Keeper();
        await keeper.AskForMiss();
        Assert.Equal(1, store.Failures);
        Assert.False(keeper.IsFresh);
        store.Fails = false;
        await keeper.AskForMiss();
        Assert.True(keeper.IsFresh);
    }

    /// <summary>A store whose content is its version, read when the question arrives and answered when it is let.</summary>
    private sealed class Store : IDisposable
    {
        private readonly TaskCompletionSource _asked = new();
        private readonly SemaphoreSlim _open = new(1);
        private bool _holding;

        public long Version { get; set; } = 1;

        public bool Fails { get; set; }

        public int Questions { get; private set; }

        public int Failures { get; private set; }

        public Task Asked => _asked.Task;

        public SnapshotKeeper<string> Keeper() => new("", VersionAsync, _ => new($"{Version}"), TimeProvider.System, _ => Failures++);

        public void Hold() => _holding = _open.Wait(0);

        public void Release() => _open.Release();

        public void Dispose() => _open.Dispose();

        private async ValueTask<long> VersionAsync(CancellationToken cancellationToken)
        {
            Questions++;
            var version = Fails ? throw new IOException("The disk is gone.") : Version;
            if (_holding)
            {
                _asked.TrySetResult();
                await _open.WaitAsync(cancellationToken);
                _open.Release();
            }

            return version;
        }
    }
}
