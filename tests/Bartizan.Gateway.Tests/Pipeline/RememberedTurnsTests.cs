using System.Net;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Scopes;
using Bartizan.Guard;
using Bartizan.Guard.Normalization;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Pipeline;

/// <summary>Every request of a conversation sends all of it again; the guard looks at what is new.</summary>
public class RememberedTurnsTests
{
    private sealed class Witness : IInspector
    {
        public List<string> Texts { get; } = [];

        public string Name => "witness";

        public bool Judges(SegmentRole role, Provenance provenance) => false;

        public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings) => Texts.Add(segment.Text.ToString());
    }

    [Fact]
    public async Task A_conversation_sent_again_is_inspected_once_and_recorded_with_all_that_was_found()
    {
        var witness = new Witness();
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "noted"));
        await using var gateway = await TestGateway.StartAsync(upstream.Address, guard: GuardEngine.CreateDefault(null, witness));
        const string First = """{"role":"user","content":"My address is bob@example.org."}""";
        using var one = await gateway.AskAsync("openai", $$"""{"model":"gpt-test","messages":[{{First}}]}""");
        using var two = await gateway.AskAsync("openai", $$"""{"model":"gpt-test","messages":[{{First}},{"role":"assistant","content":"noted"},{"role":"user","content":"And what of it?"}]}""");
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [one.StatusCode, two.StatusCode]);

        Assert.Single(witness.Texts, "My address is bob@example.org.");
        Assert.Single(witness.Texts, "And what of it?");
        Assert.All(gateway.Exchanges, e => Assert.Contains(e.Request[0].Findings, f => f.Label == "pii.email"));
        Assert.Equal(2, gateway.Exchanges.Count);
    }

    [Fact]
    public async Task So_it_is_where_a_setting_is_for_some_exchanges_only()
    {
        const string German = "Die Sitzung wurde auf Freitag verschoben, weil die Leute, die das entscheiden müssen, nicht da waren.";
        var witness = new Witness();
        await using var upstream = ScriptedUpstream.Json(Bodies.Answer("openai", "noted"));
        await using var gateway = await TestGateway.StartAsync(
            upstream.Address,
            change: o => o with { Languages = [new LanguageOptions { For = new ExchangeScope { Models = ["gpt-*"] }, Allowed = ["en"] }, new LanguageOptions { Allowed = ["de"] }] },
            guard: GuardEngine.CreateDefault(null, witness));
        using var one = await gateway.AskAsync("openai", Bodies.Ask("openai", German));
        using var again = await gateway.AskAsync("openai", Bodies.Ask("openai", German));
        Assert.Single(witness.Texts, German);
        Assert.All(gateway.Exchanges, e => Assert.Contains(e.Request[0].Findings, f => f.Label == "language.other"));

        // For another model other languages are allowed, and what was said of the text for the first does not count.
        using var other = await gateway.AskAsync("openai", Bodies.Ask("openai", German, model: "demo-1"));
        Assert.Equal(2, witness.Texts.Count(t => t == German));
        Assert.Empty(gateway.LastExchange.Request[0].Findings);
    }
}
