using System.Text;
using Bartizan.Core.Masking;

namespace Bartizan.Storage.Tests.Masking;

public class MaskingStoreTests
{
    private const string Id = "5e55";
    private static readonly TimeSpan Keep = TimeSpan.FromHours(24);
    private static readonly MaskedValue Mail = new("pii.email", "u7kq2m9xh4wab@mask.invalid", "bob.the-builder@example.org");
    private static readonly MaskedValue Lines = new("secret.private-key", "<secret.private-key-7kq2m9xh4wab>", "-----BEGIN\nlines\r\n\n-----END\n");

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    [Fact]
    public async Task What_was_added_survives_the_process_with_its_key()
    {
        using var folder = new TestStore();
        byte[] key;
        await using (var store = await folder.OpenAsync())
        {
            Assert.Null(await store.Masking.FindAsync(Id, default));
            var session = await store.Masking.OpenAsync(Id, Keep, default);
            key = session.Key;
            Assert.Equal(32, key.Length);
            Assert.True(await store.Masking.AddAsync(session, [Mail], default));
            Assert.True(await store.Masking.AddAsync(session, [Mail, Lines], default));
        }

        await using var again = await folder.OpenAsync();
        var found = await again.Masking.FindAsync(Id, default);
        Assert.Equal(key, found!.Key);
        Assert.Equal([Mail, Lines], found.Values);
        Assert.Equal(key, (await again.Masking.OpenAsync(Id, Keep, default)).Key);
        Assert.Null(await again.Masking.FindAsync("other", default));
    }

    [Fact]
    public async Task Neither_value_nor_token_nor_key_stands_in_the_files()
    {
        using var folder = new TestStore();
        byte[] key;
        await using (var store = await folder.OpenAsync())
        {
            var session = await store.Masking.OpenAsync(Id, Keep, default);
            key = session.Key;
            await store.Masking.AddAsync(session, [Mail], default);
            var files = Directory.GetFiles(folder.Folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).ToList();
            Assert.Contains(files, f => f.EndsWith("-wal", StringComparison.Ordinal));
            foreach (var file in files)
            {
                var bytes = await ReadAsync(file);
                foreach (var text in (string[])["bob.the-builder", "u7kq2m9xh4wab", "pii.email", Convert.ToBase64String(key)])
                {
                    Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) < 0, $"{text} stands in {file}");
                }
            }
        }
    }

    [Fact]
    public async Task A_session_that_has_ended_is_not_given_out_and_its_key_is_destroyed()
    {
        using var folder = new TestStore();
        var clock = new Clock();
        await using var store = await folder.OpenAsync(clock: clock);
        var session = await store.Masking.OpenAsync(Id, Keep, default);
        await store.Masking.AddAsync(session, [Mail], default);
        clock.Now += Keep;
        Assert.Null(await store.Masking.FindAsync(Id, default));
        Assert.False(await store.Masking.AddAsync(session, [Lines], default));
        Assert.Equal(1, folder.Query<long>("SELECT count(*) FROM masking_sessions"));

        // The next session that begins takes the ended ones away.
        await store.Masking.OpenAsync("another", Keep, default);
        Assert.Equal(0, folder.Query<long>($"SELECT count(*) FROM masking_sessions WHERE id = '{Id}'"));
        Assert.Equal(0, folder.Query<long>("SELECT count(*) FROM masking_values"));
        var next = await store.Masking.OpenAsync(Id, Keep, default);
        Assert.NotEqual(session.Key, next.Key);
        Assert.Empty(next.Values);
    }

    [Fact]
    public async Task The_store_s_upkeep_destroys_what_has_ended_by_itself()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync(o => o with { Serve = false }, new Clock()))
        {
            await store.Masking.AddAsync(await store.Masking.OpenAsync(Id, Keep, default), [Mail], default);
        }

        await using var serving = await folder.OpenAsync(clock: TimeProvider.System);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (folder.Query<long>("SELECT count(*) FROM masking_sessions") > 0)
        {
            await Task.Delay(50, patience.Token);
        }

        Assert.Equal(0, folder.Query<long>("SELECT count(*) FROM masking_values"));
    }

    [Fact]
    public async Task Use_moves_a_session_s_end()
    {
        using var folder = new TestStore();
        var clock = new Clock();
        await using var store = await folder.OpenAsync(clock: clock);
        var session = await store.Masking.OpenAsync(Id, Keep, default);
        for (var i = 0; i < 5; i++)
        {
            clock.Now += Keep * 0.9;
            Assert.Equal(session.Key, (await store.Masking.OpenAsync(Id, Keep, default)).Key);
        }
    }

    [Fact]
    public async Task A_token_never_comes_to_stand_for_another_value()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        var session = await store.Masking.OpenAsync(Id, Keep, default);
        Assert.True(await store.Masking.AddAsync(session, [Mail], default));
        Assert.False(await store.Masking.AddAsync(session, [Lines, Mail with { Value = "eve@example.net" }], default));
        Assert.Equal([Mail], (await store.Masking.FindAsync(Id, default))!.Values);
    }

    [Fact]
    public async Task A_value_that_was_moved_to_another_session_does_not_open()
    {
        using var folder = new TestStore();
        await using var store = await folder.OpenAsync();
        await store.Masking.AddAsync(await store.Masking.OpenAsync(Id, Keep, default), [Mail], default);
        await store.Masking.OpenAsync("thief", Keep, default);
        folder.Tamper("INSERT INTO masking_values SELECT 'thief', token, added, sealed FROM masking_values");
        await Assert.ThrowsAsync<System.Security.Cryptography.CryptographicException>(async () => await store.Masking.FindAsync("thief", default));
        folder.Tamper("UPDATE masking_sessions SET key = (SELECT key FROM masking_sessions WHERE id = '5e55') WHERE id = 'thief'");
        await Assert.ThrowsAsync<System.Security.Cryptography.CryptographicException>(async () => await store.Masking.FindAsync("thief", default));
    }

    // The database is open: only a reader that shares it may look.
    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
