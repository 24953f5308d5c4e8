using Bartizan.Core.Exchanges;
using Bartizan.Core.Masking;
using Bartizan.Gateway.Masking;
using Bartizan.Testing.Stores;

namespace Bartizan.Gateway.Tests.Masking;

/// <summary>As an attacker: tokens are worth nothing outside the session that made them.</summary>
public class IsolationTests
{
    private const string All = """@tokenise("pii.*") @restore("*") permit(principal, action, resource);""";

    [Theory]
    [InlineData("a", OneAgent.Key, "b", OneAgent.Key)]
    [InlineData("a", OneAgent.Key, "a", OneAgent.OtherKey)]
    [InlineData("a", OneAgent.Key, null, OneAgent.Key)]
    [InlineData(null, OneAgent.Key, "a", OneAgent.Key)]
    [InlineData(null, OneAgent.Key, null, OneAgent.OtherKey)]
    public async Task A_token_of_one_session_is_nothing_in_another_or_to_another_principal(string? session, string key, string? thief, string thiefKey)
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", false, r), All);
        await talk.AskAsync("openai", Bodies.Ask("openai", $"write to {Conversation.Email}"), session, key);
        var token = Assert.Single(Conversation.TokensIn(talk.Seen));
        var (status, body) = await talk.AskAsync("openai", Bodies.Ask("openai", $"repeat {token}"), thief, thiefKey);
        Assert.Equal(200, status);
        Assert.DoesNotContain(Conversation.Email, body, StringComparison.Ordinal);

        // To the thief's own session it was an address like any other: it went as another token and came back as what it was.
        Assert.DoesNotContain(token, talk.Seen, StringComparison.Ordinal);
        Assert.Contains($"repeat {token}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_begins_a_conversation_alike_can_restore_only_what_they_sent_themselves()
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", false, r), All);
        const string Hello = """{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}""";
        string Ask(string text) => $$"""{"model":"gpt-test","messages":[{{Hello}},{"role":"user","content":"{{text}}"}]}""";
        await talk.AskAsync("openai", Ask($"write to {Conversation.Email}"));
        var token = Assert.Single(Conversation.TokensIn(talk.Seen));
        var (_, body) = await talk.AskAsync("openai", Ask($"repeat {token}"));
        Assert.DoesNotContain(Conversation.Email, body, StringComparison.Ordinal);
        Assert.Contains(token, body, StringComparison.Ordinal);
        var (_, own) = await talk.AskAsync("openai", Ask($"repeat {Conversation.Email}"));
        Assert.Contains(token, talk.Seen, StringComparison.Ordinal);
        Assert.Contains($"repeat {Conversation.Email}", own, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_begins_a_conversation_alike_learns_nothing_of_what_others_said()
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", false, r), """@tokenise("pii.*") permit(principal, action, resource);""");
        string Ask(string text) => $$"""{"model":"gpt-test","messages":[{"role":"user","content":"Hi"},{"role":"user","content":"{{text}}"}]}""";
        await talk.AskAsync("openai", Ask("My date of birth is 1985-04-12"));
        Assert.DoesNotContain("1985", talk.Seen, StringComparison.Ordinal);
        var (_, body) = await talk.AskAsync("openai", Ask("the 1985-04-12 issue"));
        Assert.Contains("the 1985-04-12 issue", body, StringComparison.Ordinal);
        Assert.Empty(talk.Gateway.Masking.Values);
    }

    [Fact]
    public async Task In_a_named_session_a_token_outlives_the_request_that_made_it()
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", false, r), All);
        await talk.AskAsync("openai", Bodies.Ask("openai", $"write to {Conversation.Email}"), "s");
        var token = Assert.Single(Conversation.TokensIn(talk.Seen));
        var (_, body) = await talk.AskAsync("openai", Bodies.Ask("openai", $"sent to {token}"), "s");
        Assert.Contains($"sent to {Conversation.Email}", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "conversation":"conv_1" """, """ "conversation":{"id":"conv_1"} """, true)]
    [InlineData(""" "conversation":"conv_1" """, """ "conversation":"conv_2" """, false)]
    [InlineData(""" "conversation":"conv_1" """, """ "prompt_cache_key":"conv_1" """, false)]
    public async Task A_conversation_that_the_provider_keeps_is_a_session(string first, string second, bool same)
    {
        const string Answer = """{"id":"r","object":"response","status":"completed","model":"gpt-test","output":[{"type":"message","id":"m","role":"assistant","status":"completed","content":[{"type":"output_text","text":"@","annotations":[]}]}]}""";
        var token = "";
        await using var talk = await Conversation.StartAsync(
            r => Answer.Replace("@", token = Conversation.TokensIn(r) is [var seen, ..] ? seen : token, StringComparison.Ordinal), All);
        await talk.AskAsync("responses", $$"""{"model":"gpt-test","input":"write to {{Conversation.Email}}",{{first}}}""");
        var (status, body) = await talk.AskAsync("responses", $$"""{"model":"gpt-test","input":"to whom?",{{second}}}""");
        Assert.True(status == 200, body);
        Assert.Equal(same, body.Contains(Conversation.Email, StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_sessions_hold_no_token_of_one_is_found_with_the_tokens_of_another()
    {
        var random = new Random(37);
        string[] labels = ["pii.email", "pii.payment-card", "pii.iban", "pii.phone", "pii.ip-address", "pii.person"];
        string[] values = ["bob@example.org", "4111111111111111", "DE89370400440532013000", "+1 415 555 2671", "8.8.4.4", "Ada Lovelace"];
        for (var round = 0; round < 100; round++)
        {
            var sessions = Enumerable.Range(0, 4).Select(n => Session(n, random)).ToList();
            foreach (var (mine, theirs) in sessions.SelectMany(a => sessions.Where(b => b != a).Select(b => (a, b))))
            {
                var text = string.Join(" and ", theirs.Values.Select(v => v.Token));
                Segment[] segments = [new(0, SegmentRole.Assistant, Provenance.Model, "", text.AsMemory())];
                Assert.Empty(OwnTokens.Sort([], segments, mine, restorable: true));
                Assert.Equal(theirs.Values.Count, OwnTokens.Sort([], segments, theirs, restorable: true).Count);
            }
        }

        ExchangeMasking Session(int number, Random random)
        {
            var key = new byte[32];
            random.NextBytes(key);
            var name = new SessionName(new string((char)('0' + number), 64), Given: true);
            var masking = new ExchangeMasking(name, new MaskingSession(name.Id, key, []));
            Assert.NotNull(TokenMint.Make(masking, labels.Zip(values), []));
            return masking;
        }
    }

    [Fact]
    public void A_token_that_somebody_wrote_before_it_was_made_is_never_made()
    {
        var name = new SessionName(new string('0', 64), Given: true);
        ExchangeMasking New() => new(name, new MaskingSession(name.Id, new byte[32], []));
        (string, string)[] values = [("pii.email", Conversation.Email)];
        var would = Assert.Single(TokenMint.Make(New(), values, [])!).Token;
        Segment[] segments = [new(0, SegmentRole.User, Provenance.User, "", $"whose is **{would.ToUpperInvariant()}**?".AsMemory())];
        Assert.NotEqual(would, Assert.Single(TokenMint.Make(New(), values, segments)!).Token);
    }
}
