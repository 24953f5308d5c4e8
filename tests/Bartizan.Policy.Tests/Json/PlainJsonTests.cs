using System.Text.Json;
using Bartizan.Core.Results;
using Bartizan.Policy.Json;
using Bartizan.Policy.Schema;

namespace Bartizan.Policy.Tests.Json;

public sealed class PlainJsonTests
{
    private const string Schema = """
        entity User { boss?: User, score?: decimal, ip?: ipaddr, tags?: Set<decimal>, more?: { at?: datetime } };
        action read appliesTo { principal: User, resource: User, context: { n?: Long, action?: { soft?: Bool } } };
        """;

    [Theory]
    [InlineData("""{"n": 1, "s": "x", "b": true, "f": -0.25, "l": [1, null, 1], "r": {"a": null, "b": [0.5]}}""", """{b: true, f: decimal("-0.25"), l: [1], n: 1, r: {b: [decimal("0.5")]}, s: "x"}""")]
    [InlineData("""{"e": {"__entity": {"type": "User", "id": "a"}}, "x": {"__extn": {"fn": "ip", "arg": "10.0.0.1"}}}""", """{e: User::"a", x: ip("10.0.0.1")}""")]
    [InlineData("""{"a": null}""", "{}")]
    public void Without_a_schema_values_are_what_they_look_like(string json, string expected) => Assert.Equal(expected, Attributes(json, null).ToString());

    [Fact]
    public void A_schema_says_what_they_are()
    {
        var leftOut = new List<string>();
        var read = PlainJson.ReadAttributes(
            Parse("""{"boss": {"type": "User", "id": "b"}, "score": 7, "ip": "10.0.0.1", "tags": [1, 2.5], "more": {"at": "2026-01-01"}, "odd": 1, "none": null}"""), "p", "User", PolicySchema.Parse(Schema), leftOut);
        Assert.Equal("""{boss: User::"b", ip: ip("10.0.0.1"), more: {at: datetime("2026-01-01T00:00:00.000Z")}, score: decimal("7.0"), tags: [decimal("1.0"), decimal("2.5")]}""", read.ToString());
        Assert.Equal(["p.odd", "p.none"], leftOut);
        Assert.Equal("{}", PlainJson.ReadAttributes(Parse("""{"a": 1}"""), "p", "Unknown", PolicySchema.Parse(Schema), leftOut).ToString());
    }

    [Fact]
    public void Contexts_and_records_in_them_too()
    {
        var action = new EntityUid("Action", "read");
        var leftOut = new List<string>();
        Assert.Equal("{n: 1}", PlainJson.ReadContext(Parse("""{"n": 1, "m": 1}"""), "c", action, null, PolicySchema.Parse(Schema), leftOut).ToString());
        Assert.Equal("{soft: true}", PlainJson.ReadContext(Parse("""{"soft": true, "hard": 1}"""), "a", action, "action", PolicySchema.Parse(Schema), leftOut).ToString());
        Assert.Equal(["c.m", "a.hard"], leftOut);
        Assert.Equal("{hard: 1}", PlainJson.ReadContext(Parse("""{"hard": 1}"""), "a", action, "action", null, leftOut).ToString());
    }

    [Theory]
    [InlineData("""{"a": 1e3}""")]
    [InlineData("""{"a": 9223372036854775808}""")]
    [InlineData("""{"a": 0.12345}""")]
    [InlineData("""{"a": [{"b": 1e400}]}""")]
    [InlineData("""{"a": {"__entity": 1}}""")]
    [InlineData("""{"a": {"__extn": {"fn": "ip", "arg": "nowhere"}}}""")]
    [InlineData("""{"a": "\ud800"}""")]
    [InlineData("[]")]
    public void What_cedar_cannot_hold_is_refused_with_its_place(string json) =>
        Assert.StartsWith("p", Assert.Throws<InputException>(() => Attributes(json, null)).Errors[0].What, StringComparison.Ordinal);

    private static Bartizan.Policy.Values.CedarRecord Attributes(string json, PolicySchema? schema) => PlainJson.ReadAttributes(Parse(json), "p", "User", schema, new List<string>());

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
