using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bartizan.Identity.Jose;
using Bartizan.Identity.Tests.Support;
using FsCheck.Fluent;

namespace Bartizan.Identity.Tests.Attesting;

/// <summary>What somebody would show who has tokens of a trusted issuer, but not the right one.</summary>
public sealed class HostileEvidenceTests : IDisposable
{
    private const string AnyEvidence = "permit (principal, action == Action::\"attestInstance\", resource);";

    private readonly ProofKey _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task Tokens_that_are_wrong_in_any_part_are_refused()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence);
        var agent = await realm.AddAsync("invoices-eu");
        long At(double seconds) => realm.Clock.Now.AddSeconds(seconds).ToUnixTimeSeconds();
        string Cluster(Action<JsonObject> change, string? header = null, string signer = "k8s")
        {
            var claims = realm.ClusterClaims();
            change(claims);
            return realm.Sign(signer, claims, header);
        }

        string Header(string header) => Cluster(_ => { }, header);
        string Clusters(Action<JsonObject> change) => Cluster(c => change(c["kubernetes.io"]!.AsObject()));
        var identity = (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Token!;
        foreach (var (evidence, why) in new (string, string)[]
        {
            (Cluster(c => c["iss"] = AttestationRealm.Cluster + "/"), "issuer"),
            (Cluster(c => c["iss"] = "https://CLUSTER.example"), "issuer"),
            (Cluster(c => c.Remove("iss")), "issuer"),
            (Cluster(c => c["iss"] = AttestationRealm.GitHub), "signature or key"),
            (Cluster(c => c["aud"] = "https://kubernetes.default.svc"), "audience"),
            (Cluster(c => c["aud"] = new JsonArray(AttestationRealm.Audience, "elsewhere")), "audience"),
            (Cluster(c => c["aud"] = new JsonArray()), "audience"),
            (Cluster(c => c["aud"] = new JsonArray(1)), "audience"),
            (Cluster(c => c.Remove("aud")), "audience"),
            (Cluster(c => c.Remove("exp")), "end"),
            (Cluster(c => c["exp"] = At(-6)), "end"),
            (Cluster(c => c["exp"] = At(86_401)), "end"),
            (Cluster(c => c["exp"] = "soon"), "end"),
            (Cluster(c => c["nbf"] = At(6)), "beginning"),
            (Cluster(c => c["nbf"] = null), "beginning"),
            (Cluster(c => c["iat"] = At(6)), "issued"),
            (Cluster(c => c["iat"] = "x"), "issued"),
            (Cluster(c => c["sub"] = "system:serviceaccount:payments:other"), "subject"),
            (Cluster(c => c["sub"] = "system:serviceaccount:other:invoices"), "subject"),
            (Cluster(c => c.Remove("kubernetes.io")), "claims"),
            (Clusters(c => c["namespace"] = "other"), "claims"),
            (Clusters(c => c.Remove("serviceaccount")), "claims"),
            (Clusters(c => c["pod"] = "invoices"), "claims"),
            (Clusters(c => c["node"] = new JsonObject { ["name"] = "n" }), "claims"),
            (Cluster(_ => { }, signer: "github"), "signature"),
            (Cluster(_ => { }, """{"alg":"ES256","kid":"github-1"}""", "github"), "key of another issuer"),
            (Header("""{"alg":"ES256"}"""), "no kid"),
            (Header("""{"alg":"ES256","kid":"other"}"""), "unknown kid"),
            (Header("""{"alg":"none","kid":"k8s-1"}"""), "no algorithm"),
            (Header("""{"alg":"HS256","kid":"k8s-1"}"""), "algorithm"),
            (Header("""{"alg":"HS256","kid":"other"}"""), "symmetric key"),
            (Header("""{"alg":"RS256","kid":"k8s-1"}"""), "algorithm of another kind"),
            (Header("""{"alg":"PS256","kid":"k8s-1"}"""), "algorithm that is not allowed"),
            (Header("""{"alg":"ES256","kid":"k8s-1","typ":"at+jwt"}"""), "type"),
            (Header("""{"alg":"ES256","kid":"k8s-1","typ":"dpop+jwt"}"""), "type"),
            (Header("""{"alg":"ES256","kid":"k8s-1","crit":["x"],"x":1}"""), "critical"),
            (Header($$"""{"alg":"ES256","kid":"k8s-1","jwk":{{Realm.Jwk(_key.Key)}}}"""), "key brought along"),
            (Header("""{"alg":"ES256","kid":"k8s-1","jku":"https://evil.example"}"""), "address of keys"),
            (Cluster(c => c["more"] = new string('x', 8_000)), "too long"),
            (identity, "our own token"),
            (realm.Sign("svid", realm.SvidClaims("spiffe://other.org/a")), "trust domain"),
            (realm.Sign("svid", realm.SvidClaims("spiffe://example.org")), "no workload"),
            (realm.Sign("svid", realm.SvidClaims("spiffe://example.org/a/../b")), "path"),
            (realm.Sign("k8s", realm.SvidClaims()), "key of another issuer"),
            (realm.Sign("github", Without(realm.WorkflowClaims(), "repository_id")), "claims"),
            (realm.Sign("github", With(realm.WorkflowClaims(), "ref", "a\nb")), "control characters"),
            (realm.Sign("github", With(realm.WorkflowClaims(), "environment", new string('x', 513))), "too long a claim"),
            (realm.Sign("github", With(realm.WorkflowClaims(), "ref", new JsonArray("a"))), "no text"),
            ("", "nothing"),
            ("a.b.c", "nothing"),
            ("btj_x", "no join token"),
            (new string('a', 60_000), "too long"),
        })
        {
            Assert.True((await realm.AttestAsync(agent, _key, evidence)).Status != 200, why);
        }

        Assert.Equal(200, (await realm.AttestAsync(agent, _key, Cluster(c => c["nbf"] = At(5)))).Status);
        Assert.Equal(200, (await realm.AttestAsync(agent, _key, Cluster(c => c["exp"] = At(-4)))).Status);
        Assert.Equal(200, (await realm.AttestAsync(agent, _key, realm.Sign("svid", realm.SvidClaims(), """{"alg":"ES256","kid":"svid-1","typ":"JOSE"}"""))).Status);
        Assert.Equal(200, (await realm.AttestAsync(agent, _key, realm.Sign("github", realm.WorkflowClaims()))).Status);
    }

    /// <summary>Whatever single field, nested or not, is changed, added or taken away after signing, in the header or in the claims: nothing of it is believed.</summary>
    [Fact]
    public async Task Evidence_with_any_field_changed_is_refused()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence);
        var agent = await realm.AddAsync("invoices-eu");
        var tokens = new[] { realm.ClusterToken(), realm.Sign("github", realm.WorkflowClaims()), realm.Sign("svid", realm.SvidClaims()) };
        await AllRefusedAsync(tokens, async changed => (await realm.AttestAsync(agent, _key, changed)).Status != 200);
    }

    /// <summary>The same of an identity: neither the gateway takes it, nor the token endpoint.</summary>
    [Fact]
    public async Task An_identity_with_any_field_changed_is_refused()
    {
        await using var realm = await AttestationRealm.CreateAsync(AnyEvidence + "permit (principal, action == Action::\"renewInstance\", resource);");
        var agent = await realm.AddAsync("invoices-eu");
        var identity = (await realm.AttestAsync(agent, _key, realm.ClusterToken())).Token!;
        Assert.Equal(200, (await realm.RenewAsync(_key, identity)).Status);
        await AllRefusedAsync([identity], async changed =>
            realm.Present(changed, _key).Principal is null && (await realm.RenewAsync(_key, changed)).Status != 200 && (await realm.AsInstanceAsync(_key, changed, "client_credentials")).Status != 200);
    }

    private static async Task AllRefusedAsync(string[] tokens, Func<string, Task<bool>> isRefusedAsync)
    {
        var changes = Gen.Choose(0, 1_000_000).Sample(400, 42).ToArray();
        var changed = 0;
        foreach (var seed in changes)
        {
            var random = new Random(seed);
            var parts = tokens[random.Next(tokens.Length)].Split('.');
            var which = random.Next(3);
            if (which == 2)
            {
                var signature = Base64UrlText.Decode(parts[2])!;
                signature[random.Next(signature.Length)] ^= (byte)(1 << random.Next(8));
                parts[2] = Base64UrlText.Encode(signature);
            }
            else
            {
                var json = JsonNode.Parse(Base64UrlText.Decode(parts[which])!)!.AsObject();
                Change(json, random);
                var text = Base64UrlText.Encode(Encoding.UTF8.GetBytes(json.ToJsonString()));
                if (text == parts[which])
                {
                    continue;
                }

                parts[which] = text;
            }

            changed++;
            Assert.True(await isRefusedAsync(string.Join('.', parts)), string.Join('.', parts));
        }

        Assert.True(changed > 300);
    }

    private static void Change(JsonObject json, Random random)
    {
        var names = json.Select(p => p.Key).ToArray();
        var name = names[random.Next(names.Length)];
        if (json[name] is JsonObject inner && random.Next(4) > 0)
        {
            Change(inner, random);
            return;
        }

        switch (random.Next(4))
        {
            case 0:
                json.Remove(name);
                break;
            case 1:
                json["also"] = "x";
                break;
            case 2 when json[name] is JsonValue value && value.GetValueKind() == JsonValueKind.Number:
                json[name] = value.GetValue<long>() + random.Next(1, 1_000);
                break;
            default:
                json[name] = json[name]?.ToString() + "x";
                break;
        }
    }

    private static JsonObject With(JsonObject json, string name, JsonNode value)
    {
        json[name] = value;
        return json;
    }

    private static JsonObject Without(JsonObject json, string name)
    {
        json.Remove(name);
        return json;
    }
}
