using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Http;

public class IntrospectionEndpointTests
{
    [Fact]
    public async Task Its_agents_and_those_who_may_ask_for_its_resource_see_a_token_and_nobody_else()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("a", w => w with { Resources = ["https://api.example"], Scopes = ["read"] });
        var resource = await realm.AddAsync("api", w => w with { Resources = ["https://api.example"] });
        var other = await realm.AddAsync("other");
        var token = await realm.TokenAsync(agent);
        foreach (var who in new[] { agent, resource })
        {
            var seen = (await realm.PostAsync(Issuer.IntrospectionPath, who, ("token", token), ("token_type_hint", "access_token"))).Json;
            Assert.Equal((true, agent.Id, "read", "https://api.example"), (seen.GetProperty("active").GetBoolean(), seen.GetProperty("sub").GetString(), seen.GetProperty("scope").GetString(), seen.GetProperty("aud").GetString()));
        }

        Assert.Equal("""{"active":false}""", (await realm.PostAsync(Issuer.IntrospectionPath, other, ("token", token))).Json.GetRawText());
        Assert.Equal("""{"active":false}""", (await realm.PostAsync(Issuer.IntrospectionPath, agent, ("token", token[..^1]))).Json.GetRawText());
        Assert.Equal("invalid_client", (await realm.PostAsync(Issuer.IntrospectionPath, null, ("token", token))).Error);
        Assert.Equal("invalid_request", (await realm.PostAsync(Issuer.IntrospectionPath, agent)).Error);
        await realm.AdvanceAsync(TimeSpan.FromSeconds(300));
        Assert.Equal("""{"active":false}""", (await realm.PostAsync(Issuer.IntrospectionPath, agent, ("token", token))).Json.GetRawText());
    }
}
