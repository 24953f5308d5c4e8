using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Masking;

namespace Bartizan.Gateway.Tests.Masking;

/// <summary>Closed when in doubt: what cannot be kept for good, or belongs to no session, goes nowhere.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("s")]
    [InlineData(null)]
    public async Task A_token_that_cannot_be_kept_never_reaches_the_model(string? session)
    {
        await using var talk = await Conversation.StartAsync(_ => throw new InvalidOperationException("Nothing should get here."));
        talk.Gateway.Masking.Fails = true;
        var (status, body) = await talk.AskAsync("openai", Bodies.Ask("openai", Conversation.Email), session);
        Assert.Equal(503, status);
        Assert.True(Bodies.HasCode(body, "masking_unavailable"));
        Assert.Equal(Verdict.Block, talk.Record.Verdict);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("129")]
    [InlineData("")]
    public async Task A_name_that_is_none_is_refused(string session)
    {
        await using var talk = await Conversation.StartAsync(_ => throw new InvalidOperationException("Nothing should get here."));
        var (status, body) = await talk.AskAsync("openai", Bodies.Ask("openai", "hi"), session == "129" ? new string('x', 129) : session);
        Assert.Equal(400, status);
        Assert.True(Bodies.HasCode(body, "invalid_session"), body);
    }

    [Fact]
    public async Task A_session_that_is_full_takes_no_more()
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", false, r));
        var many = string.Join(' ', Enumerable.Range(0, TokenMint.Most).Select(n => $"u{n}@example.org"));
        var (status, body) = await talk.AskAsync("openai", Bodies.Ask("openai", many), "s");
        Assert.True(status == 200, body[..Math.Min(body.Length, 500)]);
        Assert.Contains(" u4095@example.org", body, StringComparison.Ordinal);
        (status, body) = await talk.AskAsync("openai", Bodies.Ask("openai", Conversation.Email), "s");
        Assert.Equal(403, status);
        Assert.True(Bodies.HasCode(body, "masking_session_full"));
        (status, _) = await talk.AskAsync("openai", Bodies.Ask("openai", Conversation.Email), "t");
        Assert.Equal(200, status);
    }

    [Fact]
    public async Task The_name_of_a_session_stays_here()
    {
        await using var talk = await Conversation.StartAsync(r => Conversation.Echo("openai", false, r));
        await talk.AskAsync("openai", Bodies.Ask("openai", "hi"), "very-private-name");
        Assert.DoesNotContain("very-private-name", string.Join('\n', talk.Received), StringComparison.Ordinal);
    }
}
