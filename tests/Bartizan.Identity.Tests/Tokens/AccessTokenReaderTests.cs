using System.Text;
using System.Text.Json.Nodes;
using Bartizan.Identity.Directories;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tests.Support;
using Bartizan.Identity.Tokens;

namespace Bartizan.Identity.Tests.Tokens;

public class AccessTokenReaderTests
{
    [Fact]
    public async Task Every_change_of_any_single_field_is_refused()
    {
        using var realm = await Realm.CreateAsync();
        await realm.AddAsync("b");
        var a = await realm.AddAsync("a", w => w with { Scopes = ["read"], Models = ["gpt-*"], Delegates = ["b"] });
        var b = await realm.AddAsync("b", w => w with { Scopes = ["read"] });
        var token = (await realm.ExchangeAsync(b, await realm.TokenAsync(a))).Token!;
        var parts = token.Split('.');
        var reader = realm.Get<AccessTokenReader>();
        Assert.NotNull(reader.Read(token));
        var changes = 0;
        foreach (var part in new[] { 0, 1 })
        {
            var json = JsonNode.Parse(Base64UrlText.Decode(parts[part])!)!.AsObject();
            foreach (var name in json.Select(p => p.Key).ToList())
            {
                foreach (var value in new JsonNode?[] { null, "x", 0, 9_999_999_999, new JsonArray("x"), new JsonObject { ["sub"] = "x" }, a.Id, Realm.Origin + "/mcp/x" })
                {
                    var changed = json.DeepClone().AsObject();
                    changed[name] = value?.DeepClone();
                    Refuse(changed, part);
                }

                var without = json.DeepClone().AsObject();
                without.Remove(name);
                Refuse(without, part);
            }

            var more = json.DeepClone().AsObject();
            more["new"] = 1;
            Refuse(more, part);
        }

        Assert.True(changes > 100);

        void Refuse(JsonObject changed, int part)
        {
            string[] forged = [.. parts];
            forged[part] = Base64UrlText.Encode(Encoding.UTF8.GetBytes(changed.ToJsonString()));
            if (forged[part] != parts[part])
            {
                changes++;
                Assert.Null(reader.Read(string.Join('.', forged)));
            }
        }
    }

    [Fact]
    public async Task Even_signed_by_us_only_whole_tokens_of_this_issuer_count()
    {
        using var realm = await Realm.CreateAsync();
        var agent = await realm.AddAsync("a", w => w with { Scopes = ["read"], Models = ["gpt-*"] });
        var good = JsonNode.Parse(Base64UrlText.Decode((await realm.TokenAsync(agent)).Split('.')[1])!)!.AsObject();
        var signer = realm.Get<IdentityDirectory>().Current.Keys.Signing(realm.Clock.Now)!;
        var reader = realm.Get<AccessTokenReader>();
        Assert.NotNull(reader.Read(signer.Sign("at+jwt", Encoding.UTF8.GetBytes(good.ToJsonString()))));
        Assert.Null(reader.Read(signer.Sign("JWT", Encoding.UTF8.GetBytes(good.ToJsonString()))));
        foreach (var (name, value) in new (string, JsonNode?)[]
        {
            ("iss", "https://as.example/"), ("iss", null), ("sub", "agt_unknown"), ("aud", new JsonArray(Realm.Origin)), ("aud", null), ("client_id", "agt_unknown"),
            ("iat", realm.Clock.Now.AddSeconds(6).ToUnixTimeSeconds()), ("exp", realm.Clock.Now.ToUnixTimeSeconds()), ("exp", "9999999999"), ("exp", 1e300), ("jti", ""), ("txn", 1),
            ("scope", ""), ("scope", 1), ("authorization_details", new JsonArray()), ("authorization_details", null), ("cnf", "x"), ("cnf", new JsonObject()), ("cnf", new JsonObject { ["jkt"] = "short" }),
            ("act", "x"), ("act", new JsonObject()), ("act", new JsonObject { ["sub"] = "agt_unknown" }), ("prn", "x"), ("prn", new JsonArray(1)),
        })
        {
            var changed = good.DeepClone().AsObject();
            changed[name] = value;
            Assert.True(reader.Read(signer.Sign("at+jwt", Encoding.UTF8.GetBytes(changed.ToJsonString()))) is null, $"{name} = {value?.ToJsonString()}");
        }
    }

    [Fact]
    public async Task A_token_ends_when_it_says()
    {
        using var realm = await Realm.CreateAsync();
        var token = await realm.TokenAsync(await realm.AddAsync("a"));
        var reader = realm.Get<AccessTokenReader>();
        await realm.AdvanceAsync(TimeSpan.FromSeconds(299));
        Assert.NotNull(reader.Read(token));
        await realm.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Null(reader.Read(token));
    }
}
