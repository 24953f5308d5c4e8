using System.Net;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Scopes;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Scopes;

public class LanguageTests
{
    private const string English = "The meeting was moved to Friday because the people who have to decide were not there, and we should tell the others.";
    private const string German = "Die Sitzung wurde auf Freitag verschoben, weil die Leute, die das entscheiden müssen, nicht da waren, und wir sollten es den anderen sagen.";

    private const string Refused = TestGateway.AllowAll + """
        @code("other_language") forbid(principal, action, resource) when { context.labels.contains("language.other") };
        """;

    public static TheoryData<string, bool> Matrix => new() { { "openai", false }, { "openai", true }, { "anthropic", false }, { "anthropic", true } };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_request_in_another_language_is_found(string dialect, bool stream)
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer(dialect, German));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Refused, o => o with { Languages = [new LanguageOptions { Allowed = ["en"] }] });
        using var other = await gateway.AskAsync(dialect, Bodies.Ask(dialect, German, stream));
        Assert.True(Bodies.HasCode(await other.Content.ReadAsStringAsync(), "other_language"));
        Assert.Equal("The text is written in de; allowed here: en.", Assert.Single(Assert.Single(gateway.LastExchange.Request).Findings).Reason);
        using var same = await gateway.AskAsync(dialect, Bodies.Ask(dialect, English));
        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_answer_is_judged_where_that_is_asked_for(string dialect, bool stream)
    {
        await using var upstream = stream ? Streaming(dialect, German.Chunk(9).Select(c => new string(c))) : ScriptedUpstream.Json(Bodies.Answer(dialect, German));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Refused, o => o with { Languages = [new LanguageOptions { Allowed = ["en"], Answers = true }] });
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, English, stream));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(Bodies.HasCode(body, "other_language"));
        Assert.DoesNotContain("Sitzung", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_entry_that_covers_an_exchange_counts()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, Refused, o => o with
        {
            Languages = [new LanguageOptions { For = new ExchangeScope { Models = ["demo*"] }, Allowed = ["de"] }, new LanguageOptions { Allowed = ["en"] }],
        });
        using var covered = await gateway.AskAsync("openai", Bodies.Ask("openai", German, model: "demo-1"));
        Assert.Equal(HttpStatusCode.OK, covered.StatusCode);
        using var other = await gateway.AskAsync("openai", Bodies.Ask("openai", German));
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        Assert.Equal(Verdict.Block, gateway.LastExchange.Verdict);
    }

    [Theory]
    [InlineData("xx")]
    [InlineData("EN")]
    public void A_language_that_cannot_be_told_is_a_mistake(string code)
    {
        var errors = GatewayOptionsValidator.Validate(new GatewayOptions { Languages = [new LanguageOptions { Allowed = [code] }] });
        Assert.Contains(errors, e => e.What == "gateway.languages[0].allowed: every entry must be the code of a language that can be told.");
    }

    private static ScriptedUpstream Streaming(string dialect, IEnumerable<string> pieces) => ScriptedUpstream.Start(async (_, connection) =>
    {
        await connection.BeginEventsAsync();
        foreach (var piece in Bodies.Events(dialect, [.. pieces]))
        {
            await connection.ChunkAsync(piece);
        }

        await connection.EndAsync();
    });
}
