using Bartizan.Identity.Http;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Http;

public class MetadataEndpointTests
{
    [Theory]
    [InlineData(MetadataEndpoint.Path)]
    [InlineData(MetadataEndpoint.OpenIdPath)]
    public async Task It_says_what_is_built_and_every_address_in_it_answers(string path)
    {
        using var realm = await Realm.CreateAsync();
        var json = (await realm.SendAsync(path, "", [], "GET")).Json;
        Assert.Equal(Realm.Origin, json.GetProperty("issuer").GetString());
        foreach (var member in json.EnumerateObject().Where(m => m.Name.EndsWith("_endpoint", StringComparison.Ordinal) || m.Name == "jwks_uri"))
        {
            var address = member.Value.GetString()!;
            Assert.StartsWith(Realm.Origin + "/oauth/", address, StringComparison.Ordinal);
            Assert.NotEqual(404, (await realm.SendAsync(address[Realm.Origin.Length..], "", [], "GET")).Status);
        }

        Assert.DoesNotContain(json.EnumerateObject(), m => m.Name is "authorization_endpoint" or "registration_endpoint" or "pushed_authorization_request_endpoint");
    }

    [Fact]
    public async Task Published_keys_are_public()
    {
        using var realm = await Realm.CreateAsync();
        var key = (await realm.SendAsync(Issuer.KeysPath, "", [], "GET")).Json.GetProperty("keys")[0];
        Assert.Equal(["crv", "kty", "x", "y", "kid", "alg", "use"], key.EnumerateObject().Select(m => m.Name));
    }
}
