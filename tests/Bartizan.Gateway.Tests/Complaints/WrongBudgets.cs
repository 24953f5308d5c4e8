using Bartizan.Core.Budgets;
using Bartizan.Gateway.Budgets;
using Bartizan.Gateway.Tests.Budgets;
using Bartizan.Gateway.Tests.RedTeam;

namespace Bartizan.Gateway.Tests.Complaints;

/// <summary>Theme 7, budgets wrong both ways: litellm #26672 (bypassed), #27735 (stale, false 429); bifrost #2873 (a route that passes through evades them).</summary>
public class WrongBudgets
{
    [Theory]
    [InlineData("openai-chat")]
    [InlineData("openai-responses")]
    [InlineData("openai-embeddings")]
    [InlineData("anthropic-messages")]
    [InlineData("gemini")]
    [InlineData("bedrock-converse")]
    [InlineData("bedrock-invoke")]
    public async Task Another_endpoint_than_chat_evaded_the_budget(string name)
    {
        var target = Targets.Named(name);
        await using var range = Open(BudgetUnit.Requests, 1);
        range.Answers(target.Answer);
        Assert.Equal(200, (await range.AskAsync(target.Path, target.Request)).Status);
        var received = await range.AskAsync(target.Path, target.Request);
        Assert.Equal((429, ""), (received.Status, received.Forwarded));
    }

    [Fact]
    public async Task Streams_were_not_counted()
    {
        var chat = Targets.Chat;
        await using var range = Open(BudgetUnit.Tokens, 10_000);
        range.Streams(chat.Stream(chat.Events));
        await range.AskAsync(chat.StreamPath, chat.StreamRequest);
        Assert.Equal(8, Assert.Single(range.Gateway.LastExchange.Spent).Amount);
    }

    [Fact]
    public async Task What_was_reserved_and_not_spent_still_counted_and_made_a_false_429()
    {
        var chat = Targets.Chat;
        await using var range = Open(BudgetUnit.Tokens, 700);
        for (var i = 0; i < 20; i++)
        {
            // Each reserves hundreds of tokens and spends none.
            range.Answers("""{"error":{"message":"no"}}""", 400);
            Assert.Equal(400, (await range.AskAsync(chat.Path, chat.Request)).Status);
        }

        range.Answers(chat.Answer);
        Assert.Equal(200, (await range.AskAsync(chat.Path, chat.Request)).Status);
    }

    private static FiringRange Open(BudgetUnit unit, decimal limit)
    {
        var range = FiringRange.Open(TestGateway.AllowAll);
        var state = range.Gateway.State;
        state.Swap(state.Current with { Budgets = BudgetTable.Compile(new BudgetsOptions { Limits = [Books.Limit("all", unit, limit, BudgetPeriod.Day)] }, []) });
        return range;
    }
}
