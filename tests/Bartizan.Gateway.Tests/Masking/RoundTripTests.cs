using System.Text.Json;
using System.Text.RegularExpressions;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Tests.Support;

namespace Bartizan.Gateway.Tests.Masking;

public class RoundTripTests
{
    public static TheoryData<string, bool> Matrix => new() { { "openai", false }, { "openai", true }, { "anthropic", false }, { "anthropic", true } };

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task The_model_sees_tokens_and_the_client_its_own_values(string dialect, bool stream)
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo(dialect, stream, r));
        var asked = $"write to {Conversation.Email} and pay with 4111 1111 1111 1111, then {Conversation.Email} again";
        var (status, body) = await talk.AskAsync(dialect, Bodies.Ask(dialect, asked, stream));
        Assert.Equal(200, status);
        Assert.DoesNotContain("bob@", talk.Seen, StringComparison.Ordinal);
        Assert.DoesNotContain("4111", talk.Seen, StringComparison.Ordinal);
        var tokens = Conversation.TokensIn(talk.Seen);
        Assert.Equal(2, tokens.Count);
        Assert.Single(tokens.Distinct());
        Assert.Equal(asked, TextOf(dialect, stream, body));
        Assert.Equivalent(
            new[] { new TokenisedCount("pii.email", 2), new TokenisedCount("pii.payment-card", 1) }, talk.Record.Masking!.Tokenised);
        Assert.Equivalent(
            new[] { new RestoredCount("client", "pii.email", 2), new RestoredCount("client", "pii.payment-card", 1) }, talk.Record.Masking.Restored);
        Assert.Equal(Verdict.Redact, talk.Record.Verdict);
        Assert.All(talk.Record.Decisions, d => Assert.Equal(Verdict.Redact, d.Verdict));
        var json = System.Text.Encoding.UTF8.GetString(talk.Gateway.Log.Events[^1].Event.Json.Span);
        Assert.DoesNotContain(Conversation.Email, json, StringComparison.Ordinal);
        Assert.DoesNotContain(tokens[0], json, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Nothing_is_restored_unless_policy_says_so(string dialect, bool stream)
    {
        await using var talk = await Conversation.StartAsync(
            r => Conversation.Echo(dialect, stream, r), """@tokenise("pii.*") permit(principal, action, resource);""");
        var (_, body) = await talk.AskAsync(dialect, Bodies.Ask(dialect, $"write to {Conversation.Email}", stream));
        Assert.Equal($"write to {Assert.Single(Conversation.TokensIn(talk.Seen))}", TextOf(dialect, stream, body));
        Assert.Empty(talk.Record.Masking!.Restored);
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task The_model_s_own_personal_data_is_masked_beside_what_is_restored(string dialect, bool stream)
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo(dialect, stream, r, said => said + " or eve@example.net"), """
            @tokenise("pii.*") permit(principal, action == Action::"invokeModel", resource);
            @restore("pii.*") @redact("pii.*") permit(principal, action == Action::"returnAnswer", resource);
            """);
        var (_, body) = await talk.AskAsync(dialect, Bodies.Ask(dialect, $"write to {Conversation.Email}", stream));
        Assert.Equal($"write to {Conversation.Email} or [redacted:pii.email]", TextOf(dialect, stream, body));
    }

    [Fact]
    public async Task A_resent_conversation_keeps_its_tokens_and_gets_them_where_the_guard_alone_would_see_nothing()
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", false, r));
        const string First = "My date of birth is 1985-04-12";
        var (_, body) = await talk.AskAsync("openai", Bodies.Ask("openai", First));
        Assert.Equal(First, TextOf("openai", false, body));
        var before = talk.Seen;
        var token = Regex.Match(before, "<pii.date-of-birth-[2-9a-z]{12}>").Value;
        Assert.NotEmpty(token);
        await talk.AskAsync("openai", $$"""
            {"model":"gpt-test","messages":[{"role":"user","content":"{{First}}"},{"role":"assistant","content":"{{First}}"},{"role":"user","content":"what of 1985-04-12 then?"}]}
            """);
        Assert.DoesNotContain("1985", talk.Seen, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(talk.Seen, Regex.Escape(token)));
    }

    [Fact]
    public async Task A_token_that_a_tool_saw_is_left_as_it_is_when_the_conversation_is_sent_again()
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", false, r));
        var user = $$"""{"role":"user","content":"write to {{Conversation.Email}}"}""";
        await talk.AskAsync("openai", $$"""{"model":"gpt-test","messages":[{{user}}]}""");
        var token = Assert.Single(Conversation.TokensIn(talk.Seen));
        var (_, body) = await talk.AskAsync("openai", $$$"""{"model":"gpt-test","messages":[{{{user}}},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"log","arguments":"{\"to\":\"{{{token}}}\"}"}}]},{"role":"tool","tool_call_id":"c1","content":"logged {{{token}}}"}]}""");
        Assert.Equal([token, token, token], Conversation.TokensIn(talk.Seen));
        Assert.Equal($"logged {Conversation.Email}", TextOf("openai", false, body));
    }

    [Fact]
    public async Task What_is_to_be_redacted_gets_no_token()
    {
        await using var talk = await Conversation.StartAsync(
            r => Conversation.Echo("openai", false, r), """@redact("pii.email") @tokenise("pii.*") @restore("*") permit(principal, action, resource);""");
        await talk.AskAsync("openai", Bodies.Ask("openai", $"{Conversation.Email} 4111 1111 1111 1111"), "s");
        Assert.Contains("[redacted:pii.email] 9999 ", talk.Seen, StringComparison.Ordinal);
        Assert.DoesNotContain(talk.Gateway.Masking.Values, v => v.Label == "pii.email");
    }

    [Fact]
    public async Task A_token_is_data_of_its_own_kind_and_no_finding()
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", false, r), """
            @tokenise("pii.*") permit(principal, action == Action::"invokeModel", resource);
            @redact("pii.*") permit(principal, action == Action::"returnAnswer", resource) unless { context.labels.contains("pii") };
            """);
        var (status, body) = await talk.AskAsync("openai", Bodies.Ask("openai", $"{Conversation.Email} 4111111111111111 8.8.4.4"), "s1");
        Assert.True(status == 200, body);
        var tokens = TextOf("openai", false, body);
        Assert.Empty(talk.Record.Response.SelectMany(s => s.Findings));

        // The client sends its tokens again, as a tool that is not cleared would: they are left as they are.
        await talk.AskAsync("openai", Bodies.Ask("openai", tokens), "s1");
        Assert.Contains(JsonSerializer.Serialize(tokens), talk.Seen, StringComparison.Ordinal);
        Assert.Empty(talk.Record.Request.SelectMany(s => s.Findings));
        Assert.Null(talk.Record.Masking);
    }

    [Fact]
    public async Task Numbers_stay_numbers_where_every_reader_keeps_them_exactly()
    {
        await using var talk = await Conversation.StartAsync(
            r => $$$"""{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[],"vendor":{"card":{{{Regex.Match(r, "9999[0-9]{12}").Value}}}}}""");
        var (_, body) = await talk.AskAsync("openai", """{"model":"gpt-test","messages":[{"role":"user","content":"hi"}],"vendor":{"card":4111111111111111}}""");
        Assert.Matches("\"card\":\"9999[0-9]{12}\"", talk.Seen);
        Assert.Contains("\"card\":4111111111111111}", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_tokenised_and_stay_tokens()
    {
        await using var talk = await Conversation.StartAsync(
            r => $$$"""{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[],"vendor":{"{{{Conversation.TokensIn(r)[0]}}}":1,"bob@example.org":2}}""");
        var (_, body) = await talk.AskAsync("openai", $$$"""{"model":"gpt-test","messages":[{"role":"user","content":"hi"}],"vendor":{"{{{Conversation.Email}}}":{"{{{Conversation.Email}}}":1} } }""");
        Assert.Equal(2, Conversation.TokensIn(talk.Seen).Count);
        Assert.DoesNotContain("#", talk.Seen, StringComparison.Ordinal);
        Assert.Single(Conversation.TokensIn(body));
    }

    [Fact]
    public async Task Where_no_policy_asks_for_tokens_the_store_is_never_asked()
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", false, r), """@redact("pii.*") @restore("*") permit(principal, action, resource);""");
        await talk.AskAsync("openai", Bodies.Ask("openai", Conversation.Email), session: "not looked at either");
        Assert.Equal(0, talk.Gateway.Masking.Asked);
        Assert.Null(talk.Record.Masking);
    }

    private static string TextOf(string dialect, bool stream, string body)
    {
        if (stream)
        {
            return SseEvents.Joined(body, e => dialect == "openai" ? e["choices"]![0]!["delta"]!["content"] : e["delta"]?["text"]);
        }

        using var document = JsonDocument.Parse(body);
        return dialect == "openai"
            ? document.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!
            : document.RootElement.GetProperty("content")[0].GetProperty("text").GetString()!;
    }
}
