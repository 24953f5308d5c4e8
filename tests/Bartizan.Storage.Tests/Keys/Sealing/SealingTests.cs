using System.Security.Cryptography;
using Bartizan.Core.Results;

namespace Bartizan.Storage.Tests.Keys.Sealing;

/// <summary>Envelope encryption: what is sealed opens only with the data key that sealed it, and that only with the key-encryption key that wraps it.</summary>
public sealed class SealingTests : IDisposable
{
    private const string Variable = "BARTIZAN_TEST_SEALING_KEY";

    private readonly TestStore _folder = new();

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_new_store_has_one_data_key_under_a_key_of_its_own_that_stands_nowhere_in_it()
    {
        string text;
        await using (var store = await _folder.OpenAsync())
        {
            var key = Assert.Single(store.Sealing.List());
            Assert.Equal((1, "keys:seal-1.key"), (key.Id, key.Source));
            text = store.Content.Seal("kind", "place", "a secret");
        }

        var wrapping = File.ReadAllText(Path.Combine(_folder.Folder, "keys", "seal-1.key")).Trim();
        Assert.DoesNotContain(wrapping, _folder.Query<string>("SELECT wrapped || source FROM data_keys"), StringComparison.Ordinal);
        await using var again = await _folder.OpenAsync();
        Assert.Equal("a secret", again.Content.Unseal("kind", "place", text));
        Assert.Null(again.Content.Unseal("kind", "other", text));
    }

    [Fact]
    public async Task What_was_sealed_under_the_content_key_before_stays_readable()
    {
        string old;
        await using (var store = await _folder.OpenAsync())
        {
            var content = Convert.FromBase64String(File.ReadAllText(Path.Combine(_folder.Folder, "keys", "content.key")).Trim());
            old = new Storage.Keys.ContentSealer(content, content).Seal("kind", "place", "old");
        }

        await using var now = await _folder.OpenAsync();
        Assert.Equal("old", now.Content.Unseal("kind", "place", old));
        Assert.Equal((byte)1, Convert.FromBase64String(old)[0]);
        Assert.Equal((byte)2, Convert.FromBase64String(now.Content.Seal("kind", "place", "new"))[0]);
    }

    [Fact]
    public async Task Rotation_wraps_again_adds_a_key_forgets_the_old_one_and_everything_still_opens()
    {
        Environment.SetEnvironmentVariable(Variable, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await using (var store = await _folder.OpenAsync())
        {
            var first = store.Content.Seal("kind", "place", "first");
            await using (var beside = await _folder.OpenAsync(o => o with { Serve = false }))
            {
                var key = await beside.Sealing.RotateAsync($"env:{Variable}", "ada", TimeProvider.System.GetUtcNow(), default);
                Assert.Equal((2, $"env:{Variable}"), (key.Id, key.Source));
                var second = beside.Content.Seal("kind", "place", "second");
                // A store that was open before opens what the other sealed under the new key.
                Assert.Equal(("first", "second"), (store.Content.Unseal("kind", "place", first), store.Content.Unseal("kind", "place", second)));
                Assert.Equal("first", beside.Content.Unseal("kind", "place", first));
            }

            Assert.False(File.Exists(Path.Combine(_folder.Folder, "keys", "seal-1.key")));
            Assert.Contains(await store.Events.ReadAsync(0, 100, default), e => e.Event.Kind == "sealing.key-rotated");
            await store.Sealing.RotateAsync(null, "ada", TimeProvider.System.GetUtcNow(), default);
            Assert.Equal("first", store.Content.Unseal("kind", "place", first));
        }

        Environment.SetEnvironmentVariable(Variable, null);
        await using var own = await _folder.OpenAsync();
        Assert.All(own.Sealing.List(), k => Assert.StartsWith("keys:seal-", k.Source, StringComparison.Ordinal));
        Assert.Equal(3, own.Sealing.List().Count);
    }

    [Fact]
    public async Task A_wrong_or_missing_key_stops_the_server_with_a_clear_sentence_and_no_command_that_seals_nothing()
    {
        Environment.SetEnvironmentVariable(Variable, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        await using (var store = await _folder.OpenAsync())
        {
            await store.Sealing.RotateAsync($"env:{Variable}", "ada", TimeProvider.System.GetUtcNow(), default);
        }

        Environment.SetEnvironmentVariable(Variable, null);
        var missing = await Assert.ThrowsAsync<InputException>(() => _folder.OpenAsync());
        Assert.Contains($"env:{Variable} is not there", missing.Message, StringComparison.Ordinal);
        await using (var command = await _folder.OpenAsync(o => o with { Serve = false }))
        {
            Assert.NotEmpty(await command.Events.ReadAsync(0, 10, default));
            Assert.Throws<InputException>(() => command.Content.Seal("kind", "place", "text"));
        }

        Environment.SetEnvironmentVariable(Variable, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var wrong = await Assert.ThrowsAsync<InputException>(() => _folder.OpenAsync());
        Assert.Contains("does not open this store's data key", wrong.Message, StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(Variable, "short");
        var none = await Assert.ThrowsAsync<InputException>(() => _folder.OpenAsync());
        Assert.Contains("32 bytes in base64", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_rotation_changes_nothing_and_a_reference_that_is_none_is_not_repeated()
    {
        await using var store = await _folder.OpenAsync();
        await Assert.ThrowsAsync<InputException>(() => store.Sealing.RotateAsync("env:BARTIZAN_TEST_NOT_SET", "ada", TimeProvider.System.GetUtcNow(), default));
        var told = await Assert.ThrowsAsync<InputException>(() => store.Sealing.RotateAsync("hunter2hunter2", "ada", TimeProvider.System.GetUtcNow(), default));
        Assert.DoesNotContain("hunter2", told.Message, StringComparison.Ordinal);
        Assert.Equal("keys:seal-1.key", Assert.Single(store.Sealing.List()).Source);
        Assert.True(File.Exists(Path.Combine(_folder.Folder, "keys", "seal-1.key")));
    }

    [Fact]
    public async Task Wrapped_keys_do_not_open_in_each_others_rows()
    {
        await using (var store = await _folder.OpenAsync())
        {
            await store.Sealing.RotateAsync(null, "ada", TimeProvider.System.GetUtcNow(), default);
        }

        _folder.Tamper("UPDATE data_keys SET wrapped = (SELECT wrapped FROM data_keys WHERE id = 2) WHERE id = 1");
        await Assert.ThrowsAsync<InputException>(() => _folder.OpenAsync());
    }
}
