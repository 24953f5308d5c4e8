using Bartizan.Core.Results;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Clients;

public class ClientRegistryTests
{
    [Fact]
    public async Task Only_the_hash_of_a_secret_is_kept()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("billing");
        var kept = Assert.Single(await realm.Store.ClientsAsync(default));
        Assert.Equal(32, kept.SecretHash!.Length);
        Assert.DoesNotContain(agent.Secret, kept.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/mcp/")]
    [InlineData("/mcp/a/b")]
    [InlineData("/mcp/a?b")]
    [InlineData("/other")]
    [InlineData("")]
    [InlineData("api.example")]
    [InlineData("https://api.example/#part")]
    [InlineData("https://api.example/a b")]
    public async Task A_resource_is_of_this_gateway_or_an_address(string resource)
    {
        using var realm = await Realm.CreateAsync();
        await Assert.ThrowsAsync<InputException>(() => realm.AddAsync("billing", w => w with { Resources = [resource] }));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("")]
    public async Task Scopes_are_words(string scope)
    {
        using var realm = await Realm.CreateAsync();
        await Assert.ThrowsAsync<InputException>(() => realm.AddAsync("billing", w => w with { Scopes = [scope] }));
    }

    [Fact]
    public async Task Neither_lists_without_end_nor_revoked_delegates_are_taken()
    {
        using var realm = await Realm.CreateAsync();
        var gone = await realm.AddAsync("gone");
        await realm.RevokeAgentAsync(gone);
        await Assert.ThrowsAsync<InputException>(() => realm.AddAsync("billing", w => w with { Delegates = ["gone"] }));
        await Assert.ThrowsAsync<InputException>(() => realm.AddAsync("billing", w => w with { Scopes = [.. Enumerable.Range(0, 33).Select(i => $"s{i}")] }));
        await Assert.ThrowsAsync<InputException>(() => realm.AddAsync("billing", w => w with { Models = ["a*b"] }));
    }
}
