using System.Text;
using Bartizan.Core.Credentials;

namespace Bartizan.Storage.Tests.Credentials;

public sealed class SqliteSecretStoreTests : IDisposable
{
    private const string First = "canary-first-value-0001";
    private const string Second = "canary-second-value-0002";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TestStore _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_secret_lives_through_versions_and_its_values_stand_nowhere_in_the_folder()
    {
        await using (var store = await _folder.OpenAsync())
        {
            var binding = SecretBinding.Read(["API.example.com", "127.0.0.1:8080"], "x-api-key");
            Assert.True(await store.Secrets.AddAsync("one", "ada", binding, First, "ada", Now, default));
            Assert.False(await store.Secrets.AddAsync("one", "eve", binding, Second, "eve", Now, default));
            Assert.Equal(First, Assert.Single(await store.Secrets.OpenAsync(default)).Value);
            var version = await store.Secrets.VersionAsync(default);
            Assert.True(await store.Secrets.RotateAsync("one", Second, "ada", Now.AddDays(1), default));
            Assert.Equal(version + 1, await store.Secrets.VersionAsync(default));
            var opened = Assert.Single(await store.Secrets.OpenAsync(default));
            Assert.Equal((Second, 2, Now, Now.AddDays(1)), (opened.Value, opened.Secret.Version, opened.Secret.Created, opened.Secret.Rotated));
            Assert.Equal("one", opened.ToString());
            await store.Secrets.UsedAsync(new Dictionary<string, DateTimeOffset> { ["one"] = Now.AddDays(2) }, default);
            Assert.Equal(Now.AddDays(2), Assert.Single(await store.Secrets.ListAsync(default)).Used);
            Assert.False(await store.Secrets.RotateAsync("two", Second, "ada", Now, default));
            Assert.True(await store.Secrets.RemoveAsync("one", "ada", Now.AddDays(3), default));
            Assert.False(await store.Secrets.RemoveAsync("one", "ada", Now.AddDays(3), default));
            Assert.Empty(await store.Secrets.OpenAsync(default));
            Assert.NotNull(Assert.Single(await store.Secrets.ListAsync(default)).Removed);
            Assert.True(await store.Secrets.AddAsync("one", "bob", binding, First, "bob", Now.AddDays(4), default));
            Assert.Equal((3, "bob"), (Assert.Single(await store.Secrets.OpenAsync(default)).Secret.Version, Assert.Single(await store.Secrets.ListAsync(default)).Owner));
            var told = (await store.Events.ReadAsync(0, 100, default)).Where(e => e.Event.Kind.StartsWith("secret.", StringComparison.Ordinal)).ToList();
            Assert.Equal(["secret.added", "secret.rotated", "secret.removed", "secret.added"], told.Select(e => e.Event.Kind));
        }

        foreach (var file in Directory.EnumerateFiles(_folder.Folder, "*", SearchOption.AllDirectories))
        {
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            Assert.False(bytes.Contains(First, StringComparison.Ordinal) || bytes.Contains(Second, StringComparison.Ordinal), file);
        }
    }

    [Theory]
    [InlineData("UPDATE secrets SET hosts = '[\"evil.example.com\"]' WHERE name = 'one'")]
    [InlineData("UPDATE secrets SET header = 'x-other' WHERE name = 'one'")]
    [InlineData("UPDATE secret_versions SET sealed = (SELECT sealed FROM secret_versions WHERE name = 'two') WHERE name = 'one'")]
    [InlineData("UPDATE secret_versions SET version = 7 WHERE name = 'one'")]
    public async Task Who_writes_to_the_file_can_neither_exchange_values_nor_bind_one_elsewhere(string sql)
    {
        await using (var store = await _folder.OpenAsync())
        {
            var binding = SecretBinding.Read(["api.example.com"], "Authorization");
            await store.Secrets.AddAsync("one", "ada", binding, First, "ada", Now, default);
            await store.Secrets.AddAsync("two", "ada", binding, Second, "ada", Now, default);
        }

        _folder.Tamper(sql);
        await using var again = await _folder.OpenAsync();
        var opened = await again.Secrets.OpenAsync(default);
        Assert.Null(opened.Single(o => o.Secret.Name == "one").Value);
        Assert.Equal(Second, opened.Single(o => o.Secret.Name == "two").Value);
    }
}
