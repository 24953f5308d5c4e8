using Bartizan.Core.Exchanges;
using Bartizan.Guard;
using Bartizan.Guard.Topics;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Topics;

/// <summary>Banned topics and competitors in requests, answers and streams.</summary>
public class TopicTests
{
    private static readonly GuardOptions Options = new()
    {
        Topics =
        [
            new TermList { Name = "gambling", Words = ["casino", "roulette", "slot machine"] },
            new TermList { Name = "globex", Kind = TermListKind.Competitor, Words = ["Globex Cloud"] },
        ],
    };

    public static TheoryData<string, bool> Matrix => new() { { "openai", false }, { "openai", true }, { "anthropic", false }, { "anthropic", true } };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_competitor_s_name_is_masked_where_it_stands_and_the_rest_flows(string dialect, bool stream)
    {
        await using var upstream = Answering(dialect, stream, "Take Glo", "bex Clo", "ud, or the other one.");
        await using var gateway = await StartAsync(upstream, "@redact(\"competitor.*\") permit(principal, action, resource);");
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "which one?", stream));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("Take ", body, StringComparison.Ordinal);
        Assert.Contains("[redacted:competitor.globex]", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Clo", body, StringComparison.Ordinal);
        Assert.Contains("other one", body, StringComparison.Ordinal);
        Assert.Equal(["competitor.globex"], gateway.LastExchange.Response.SelectMany(s => s.Findings).Select(f => f.Label));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task A_topic_is_cut_off_at_the_term_that_makes_it_one(string dialect, bool stream)
    {
        await using var upstream = Answering(dialect, stream, "In the casino there is ", "a rou", "lette table.");
        await using var gateway = await StartAsync(upstream, TestGateway.AllowAll + """
            @code("banned_topic") forbid(principal, action == Action::"returnAnswer", resource) when { context.labels.contains("topic.gambling") };
            """);
        using var response = await gateway.AskAsync(dialect, Bodies.Ask(dialect, "where?", stream));
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(Bodies.HasCode(body, "banned_topic"));
        Assert.DoesNotContain("lette", body, StringComparison.Ordinal);
        Assert.Equal(Verdict.Block, gateway.LastExchange.Verdict);
    }

    private static Task<TestGateway> StartAsync(ScriptedUpstream upstream, string policies) =>
        TestGateway.StartAsync(upstream.Address, policies, guard: GuardEngine.CreateDefault(Options));

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
