using System.Text.Json;
using Bartizan.Core.Identity;
using Bartizan.Identity.Tests.Support;

namespace Bartizan.Identity.Tests.Issuing;

public class MandateTests
{
    private const string Refund = """[{"type":"bartizan_mandate","purpose":"refund order 17","limits":["20 requests","2.50 USD"],"depth":2,"expires_in":1800}]""";

    [Fact]
    public async Task A_mandate_is_in_the_token_and_the_client_is_told_its_name()
    {
        using var realm = await Realm.CreateAsync();
        var (a, _, _) = await ChainAsync(realm);
        var reply = await TokenAsync(realm, a, Refund);
        var told = reply.Json.GetProperty("authorization_details")[0];
        var id = told.GetProperty("mandate").GetString()!;
        Assert.StartsWith("mnd_", id, StringComparison.Ordinal);
        Assert.Equal(
            $$"""{"type":"bartizan_mandate","mandate":"{{id}}","purpose":"refund order 17","limits":["20 requests","2.5 USD"],"depth":2,"expires_in":1800}""", told.GetRawText());
        var facts = Facts(realm, reply.Token!);
        Assert.Equal((id, "refund order 17", 2), (facts.Mandates[0].Id, facts.Mandates[0].Purpose, facts.Mandates[0].Depth));
        Assert.Contains(id, facts.Parents);
        var kept = Assert.Single(realm.Store.Mandates);
        Assert.Equal((id, null, a.Id, facts.Transaction), (kept.Mandate.Id, kept.Parent, kept.Holder, kept.Transaction));
    }

    [Fact]
    public async Task Who_acts_for_its_holder_stands_under_it_too_one_step_deeper()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var root = await TokenAsync(realm, a, Refund);
        var first = await realm.ExchangeAsync(b, root.Token!, ("authorization_details", """[{"type":"bartizan_mandate","limits":["5 requests","1000 tokens"]}]"""));
        var second = await realm.ExchangeAsync(c, first.Token!);
        var mandates = Facts(realm, second.Token!).Mandates;
        Assert.Equal([0, 0], mandates.Select(m => m.Depth));
        Assert.Equal("5 requests 1000 tokens, 20 requests 2.5 USD", string.Join(", ", mandates.Select(m => string.Join(' ', m.Limits))));
        Assert.Equal(mandates[1].Id, realm.Store.Mandates[1].Parent);
        var d = await realm.AddAsync("d");
        Assert.Equal("invalid_request", (await realm.ExchangeAsync(d, second.Token!)).Error);
    }

    [Theory]
    [InlineData("""{"limits":["21 requests"]}""")]
    [InlineData("""{"limits":["1 requests","2.500000001 USD"]}""")]
    [InlineData("""{"depth":2}""")]
    public async Task Whatever_reaches_beyond_a_mandate_above_is_refused(string wider)
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, _) = await ChainAsync(realm);
        var root = (await TokenAsync(realm, a, Refund)).Token!;
        Assert.Equal("invalid_authorization_details", (await realm.ExchangeAsync(b, root, ("authorization_details", Mandate(wider)))).Error);
        Assert.Equal(200, (await realm.ExchangeAsync(b, root, ("authorization_details", Mandate("""{"limits":["20 requests","2.5 USD","9 EUR"],"depth":1}""")))).Status);
    }

    [Fact]
    public async Task It_never_outlasts_the_one_above_and_no_token_outlasts_it()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, _) = await ChainAsync(realm);
        var root = await TokenAsync(realm, a, Mandate("""{"expires_in":40}"""));
        Assert.Equal(40, root.Json.GetProperty("expires_in").GetInt32());
        var child = await realm.ExchangeAsync(b, root.Token!, ("authorization_details", Mandate("""{"expires_in":3600}""")));
        Assert.Equal(40, child.Json.GetProperty("authorization_details")[0].GetProperty("expires_in").GetInt32());
        Assert.Equal(Reply.ClaimsOf(root.Token!).GetProperty("exp").GetInt64(), child.Claims.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task Its_holder_goes_on_with_it_and_nobody_else_does()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var begun = await TokenAsync(realm, a, Refund);
        var id = IdOf(begun);
        await realm.AdvanceAsync(TimeSpan.FromMinutes(20));
        var on = await TokenAsync(realm, a, Mandate($$"""{"mandate":"{{id}}"}"""));
        Assert.Equal((id, 600, begun.Claims.GetProperty("txn").GetString()), (IdOf(on), on.Json.GetProperty("authorization_details")[0].GetProperty("expires_in").GetInt32(), on.Claims.GetProperty("txn").GetString()));
        Assert.Single(realm.Store.Mandates);

        var child = await realm.ExchangeAsync(b, on.Token!, ("authorization_details", Mandate("""{"limits":["5 requests"]}""")));
        Assert.Equal(IdOf(child), IdOf(await realm.ExchangeAsync(b, on.Token!, ("authorization_details", Mandate($$"""{"mandate":"{{IdOf(child)}}"}""")))));
        // Not another's, not one that began elsewhere, not one that nobody gave.
        Assert.Equal("invalid_authorization_details", (await realm.ExchangeAsync(b, on.Token!, ("authorization_details", Mandate($$"""{"mandate":"{{id}}"}""")))).Error);
        Assert.Equal("invalid_authorization_details", (await realm.ExchangeAsync(c, child.Token!, ("authorization_details", Mandate($$"""{"mandate":"{{IdOf(child)}}"}""")))).Error);
        Assert.Equal("invalid_authorization_details", (await realm.ExchangeAsync(b, await realm.TokenAsync(a), ("authorization_details", Mandate($$"""{"mandate":"{{IdOf(child)}}"}""")))).Error);
        Assert.Equal("invalid_authorization_details", (await TokenAsync(realm, a, Mandate("""{"mandate":"mnd_none"}"""))).Error);
        await realm.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal("invalid_authorization_details", (await TokenAsync(realm, a, Mandate($$"""{"mandate":"{{id}}"}"""))).Error);
    }

    [Fact]
    public async Task A_longer_way_to_the_same_mandate_hands_it_on_no_further()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var root = (await TokenAsync(realm, a, Mandate("""{"depth":2}"""))).Token!;
        var direct = await realm.ExchangeAsync(c, root, ("authorization_details", Mandate("""{"purpose":"p"}""")));
        Assert.Equal(1, Facts(realm, direct.Token!).Mandates[0].Depth);
        var about = await realm.ExchangeAsync(c, (await realm.ExchangeAsync(b, root)).Token!, ("authorization_details", Mandate($$"""{"mandate":"{{IdOf(direct)}}"}""")));
        Assert.Equal([0, 0], Facts(realm, about.Token!).Mandates.Select(m => m.Depth));
    }

    [Fact]
    public async Task Ending_it_ends_everything_below_it_and_nothing_beside_it()
    {
        using var realm = await Realm.CreateAsync();
        var (a, b, c) = await ChainAsync(realm);
        var root = await TokenAsync(realm, a, Refund);
        var child = await realm.ExchangeAsync(b, root.Token!, ("authorization_details", Mandate("""{"limits":["5 requests"]}""")));
        var beside = await realm.ExchangeAsync(c, root.Token!);
        var below = await realm.ExchangeAsync(c, child.Token!);
        await realm.Store.EndMandateAsync(IdOf(child), "done", "ada", realm.Clock.Now, default);
        await realm.RefreshAsync();
        Assert.Equal([false, false, true, true], new[] { child, below, beside, root }.Select(r => Outcome(realm, r.Token!).Principal is not null));
        Assert.Equal("invalid_request", (await realm.ExchangeAsync(b, root.Token!, ("authorization_details", Mandate($$"""{"mandate":"{{IdOf(child)}}"}""")))).Error);
        await realm.Store.EndMandateAsync(IdOf(root), "done", "ada", realm.Clock.Now, default);
        await realm.RefreshAsync();
        Assert.Null(Outcome(realm, beside.Token!).Principal);
        Assert.Equal(400, (await TokenAsync(realm, a, Mandate($$"""{"mandate":"{{IdOf(root)}}"}"""))).Status);
    }

    [Theory]
    [InlineData("""[{"type":"bartizan_mandate","limits":["0 requests"]}]""")]
    [InlineData("""[{"type":"bartizan_mandate","limits":["-1 requests"]}]""")]
    [InlineData("""[{"type":"bartizan_mandate","limits":["1.5 requests"]}]""")]
    [InlineData("""[{"type":"bartizan_mandate","limits":["5 requests","4 requests"]}]""")]
    [InlineData("""[{"type":"bartizan_mandate","limits":["5 streams"]}]""")]
    [InlineData("""[{"type":"bartizan_mandate","limits":["5 usd"]}]""")]
    [InlineData("""[{"type":"bartizan_mandate","limits":["0.0000000001 USD"]}]""")]
    [InlineData("""[{"type":"bartizan_mandate","limits":["99999999999999999999999999 tokens"]}]""")]
    [InlineData("""[{"type":"bartizan_mandate","limits":[5]}]""")]
    [InlineData("""[{"type":"bartizan_mandate","limits":"5 requests"}]""")]
    [InlineData("""[{"type":"bartizan_mandate","depth":-1}]""")]
    [InlineData("""[{"type":"bartizan_mandate","depth":5}]""")]
    [InlineData("""[{"type":"bartizan_mandate","depth":null}]""")]
    [InlineData("""[{"type":"bartizan_mandate","expires_in":0}]""")]
    [InlineData("""[{"type":"bartizan_mandate","expires_in":2592001}]""")]
    [InlineData("""[{"type":"bartizan_mandate","purpose":""}]""")]
    [InlineData("""[{"type":"bartizan_mandate","purpose":"two\nlines"}]""")]
    [InlineData("""[{"type":"bartizan_mandate","more":1}]""")]
    [InlineData("""[{"type":"bartizan_mandate","mandate":"mnd_1","depth":1}]""")]
    [InlineData("""[{"type":"bartizan_mandate"},{"type":"bartizan_mandate"}]""")]
    [InlineData("""[{"type":"bartizan_mandate"},{"type":"bartizan_use"},{"type":"bartizan_use"}]""")]
    [InlineData("""[]""")]
    [InlineData("""[[]]""")]
    public async Task What_is_not_understood_is_refused(string details)
    {
        using var realm = await Realm.CreateAsync();
        var (a, _, _) = await ChainAsync(realm);
        Assert.Equal("invalid_authorization_details", (await TokenAsync(realm, a, details)).Error);
    }

    [Fact]
    public async Task Models_and_a_mandate_can_be_asked_for_together()
    {
        using var realm = await Realm.CreateAsync();
        var (a, _, _) = await ChainAsync(realm);
        var reply = await TokenAsync(realm, a, """[{"type":"bartizan_mandate","depth":0},{"type":"bartizan_use","models":["gpt-4o"]}]""");
        Assert.Equal(["bartizan_use", "bartizan_mandate"], reply.Json.GetProperty("authorization_details").EnumerateArray().Select(d => d.GetProperty("type").GetString()));
        Assert.True(Facts(realm, reply.Token!).Authority!.CoversModel("gpt-4o"));
    }

    private static string Mandate(string members)
    {
        using var json = JsonDocument.Parse(members);
        return JsonSerializer.Serialize(new[] { json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => (object)p.Value.Clone()).Append(new("type", "bartizan_mandate")).ToDictionary() });
    }

    private static string IdOf(Reply reply) => reply.Json.GetProperty("authorization_details")[0].GetProperty("mandate").GetString()!;

    private static Task<Reply> TokenAsync(Realm realm, TestClient client, string details) =>
        realm.PostAsync(Issuer.TokenPath, client, ("grant_type", "client_credentials"), ("authorization_details", details));

    private static TokenFacts Facts(Realm realm, string token) => Outcome(realm, token).Principal!.Token!;

    private static TokenOutcome Outcome(Realm realm, string token) =>
        realm.Get<ITokenAuthenticator>().Authenticate(new TokenPresentation(token, false, [], "POST", "/", null, null));

    private static async Task<(TestClient A, TestClient B, TestClient C)> ChainAsync(Realm realm)
    {
        string[] names = ["a", "b", "c", "d"];
        foreach (var name in names)
        {
            await realm.AddAsync(name);
        }

        var clients = new List<TestClient>();
        foreach (var name in names)
        {
            clients.Add(await realm.AddAsync(name, w => w with { Delegates = names }));
        }

        return (clients[0], clients[1], clients[2]);
    }
}
