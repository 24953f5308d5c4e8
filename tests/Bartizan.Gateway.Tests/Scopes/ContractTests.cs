using System.Net;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Scopes;
using Bartizan.Guard.Contracts;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Scopes;

public class ContractTests
{
    private const string Refused = TestGateway.AllowAll + """
        @code("broken_contract") forbid(principal, action == Action::"returnAnswer", resource) when { context.labels.contains("output.contract") };
        """;

    public static TheoryData<string, bool> Matrix => new() { { "openai", false }, { "openai", true }, { "anthropic", false }, { "anthropic", true } };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_answer_that_breaks_its_contract_is_found_whole_before_any_of_it_passes(string dialect, bool stream)
    {
        await using var upstream = Answering(dialect, stream, """{"total":""", "\"much\"", "}");
        await using var gateway = await StartAsync(upstream, new ExchangeScope());
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "the total?", stream));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(Bodies.HasCode(body, "broken_contract"));
        Assert.DoesNotContain("much", body, StringComparison.Ordinal);
        var finding = Assert.Single(Assert.Single(gateway.LastExchange.Response).Findings);
        Assert.Equal(("output.contract", "The answer breaks its contract at '/total': type."), (finding.Label, finding.Reason));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task An_answer_that_keeps_it_passes_unchanged(string dialect, bool stream)
    {
        await using var upstream = Answering(dialect, stream, """{"total":""", "12.5", "}");
        await using var gateway = await StartAsync(upstream, new ExchangeScope());
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "the total?", stream));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("12.5", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(Verdict.Allow, gateway.LastExchange.Verdict);
    }

    [Fact]
    public async Task A_contract_is_for_the_exchanges_it_names_and_for_answers_only()
    {
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "no JSON"));
        await using var gateway = await StartAsync(upstream, new ExchangeScope { Models = ["demo*"] });
        using var other = await gateway.AskAsync("openai", Bodies.Ask("openai", "hi"));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var named = await gateway.AskAsync("openai", """{"model":"demo-1","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"no JSON"},{"role":"user","content":"again"}]}""");
        Assert.Equal(HttpStatusCode.Forbidden, named.StatusCode);
        Assert.All(gateway.LastExchange.Request, s => Assert.Empty(s.Findings));
        Assert.Equal("The answer breaks its contract at '': json.", Assert.Single(gateway.LastExchange.Response[0].Findings).Reason);
    }

    private static Task<TestGateway> StartAsync(ScriptedUpstream upstream, ExchangeScope scope) => TestGateway.StartAsync(
        upstream.Address,
        Refused,
        o => o with { Contracts = [new ContractOptions(scope, "x.json", JsonContract.Parse("""{"type":"object","properties":{"total":{"type":"number"}}}""", "x.json"))] });

    private static ScriptedUpstream Answering(string dialect, bool stream, params string[] pieces) => !stream
        ? ScriptedUpstream.Json(Bodies.Answer(dialect, string.Concat(pieces)))
        : ScriptedUpstream.Start(async (_, connection) =>
        {
            await connection.BeginEventsAsync();
            foreach (var piece in Bodies.Events(dialect, pieces))
            {
                await connection.ChunkAsync(piece);
            }

            await connection.EndAsync();
        });
}
