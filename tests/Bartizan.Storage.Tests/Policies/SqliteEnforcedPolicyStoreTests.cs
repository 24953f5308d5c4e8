using System.Text;
using Bartizan.Core.Policies;

namespace Bartizan.Storage.Tests.Policies;

public sealed class SqliteEnforcedPolicyStoreTests
{
    private static readonly DateTimeOffset When = new(2026, 11, 21, 20, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_is_in_force_is_kept_and_replaced_each_with_its_entry_in_the_ledger()
    {
        using var folder = new TestStore();
        await using (var store = await folder.OpenAsync())
        {
            var before = await store.EnforcedPolicies.VersionAsync(default);
            await store.EnforcedPolicies.EnforceAsync([Policy("b", "one"), Policy("a", "two")], default);
            await store.EnforcedPolicies.EnforceAsync([Policy("b", "three")], default);
            Assert.True(await store.EnforcedPolicies.VersionAsync(default) > before);
        }

        await using var again = await folder.OpenAsync();
        Assert.Equal([Policy("a", "two"), Policy("b", "three")], await again.EnforcedPolicies.ListAsync(default));
        var told = (await again.Events.ReadAsync(0, 100, default)).Where(e => e.Event.Kind == "policy.enforced").Select(e => Encoding.UTF8.GetString(e.Event.Json.Span)).ToList();
        Assert.Equal(3, told.Count);
        Assert.Contains("\"by\":\"ada\"", told[2], StringComparison.Ordinal);
        Assert.Contains("\"text\":\"three\"", told[2], StringComparison.Ordinal);
    }

    private static EnforcedPolicy Policy(string id, string text) => new(id, text, "ada", When);
}
