using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Tests.Http;

public class RevocationEndpointTests
{
    [Fact]
    public async Task A_tokens_own_agents_end_it_at_once_and_others_cannot_but_learn_nothing()
    {
        using var realm = await Realm.CreateAsync();
        var (agent, other) = (await realm.AddAsync("a"), await realm.AddAsync("other"));
        var token = await realm.TokenAsync(agent);
        var reader = realm.Get<AccessTokenReader>();
        Assert.Equal(200, (await realm.PostAsync(Issuer.RevocationPath, other, ("token", token))).Status);
        Assert.NotNull(reader.Read(token));
        Assert.Equal(200, (await realm.PostAsync(Issuer.RevocationPath, agent, ("token", "nonsense"))).Status);
        Assert.Equal("invalid_client", (await realm.PostAsync(Issuer.RevocationPath, null, ("token", token))).Error);
        Assert.Equal("invalid_request", (await realm.PostAsync(Issuer.RevocationPath, agent)).Error);
        Assert.Equal(200, (await realm.PostAsync(Issuer.RevocationPath, agent, ("token", token))).Status);
        Assert.Null(reader.Read(token));
        Assert.Equal("identity.token-revoked", realm.Store.Told[^1].Kind);
        Assert.NotNull(reader.Read(await realm.TokenAsync(agent)));
    }
}
