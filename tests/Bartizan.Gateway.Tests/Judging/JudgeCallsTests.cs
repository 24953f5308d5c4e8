using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Judging;
using Bartizan.Gateway.Tests.Forwarding;
using Bartizan.Guard.Injection;
using Bartizan.Testing;
using Bartizan.Testing.Stores;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Judging;

/// <summary>When a judge that does not answer is left alone, and when it is tried again.</summary>
public sealed class JudgeCallsTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly JudgeCalls _calls;

    public JudgeCallsTests() => _calls = new JudgeCalls(new PlainContent(), new JudgeMetrics(), _clock);

    public void Dispose() => _calls.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_failures_in_a_row_nobody_waits_for_it_until_one_question_finds_it_up(bool silent)
    {
        var isUp = false;
        await using var server = ScriptedUpstream.Start((_, c) => isUp ? c.JsonAsync(FakeJudge.Chat("""{"score":0.5}""")) : silent ? c.StallAsync() : c.JsonAsync("{}", 503));
        var judge = Judge(server, TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < JudgeBreaker.MostFailures; i++)
        {
            Assert.Equal([silent ? JudgeOutcome.Timeout : JudgeOutcome.Status], await AskAsync(judge, $"text {i}"));
        }

        Assert.Equal([JudgeOutcome.Resting], await AskAsync(judge, "text"));
        isUp = true;
        Assert.Equal([JudgeOutcome.Resting, JudgeOutcome.Resting], await AskAsync(judge, "text", "another"));
        _clock.Now += JudgeBreaker.Rest;
        Assert.Equal([JudgeOutcome.Answered], await AskAsync(Judge(server, TimeSpan.FromSeconds(30)), "another judge has a breaker of its own"));
        Assert.Equal([JudgeOutcome.Answered], await AskAsync(judge, TimeSpan.FromSeconds(30), "text"));
        Assert.Equal([JudgeOutcome.Remembered, JudgeOutcome.Answered], await AskAsync(judge, TimeSpan.FromSeconds(30), "text", "another"));
    }

    [Fact]
    public async Task A_message_counts_once_however_many_texts_it_has()
    {
        await using var server = ScriptedUpstream.Json("{}", 503);
        var judge = Judge(server, TimeSpan.FromSeconds(30));
        for (var i = 0; i < JudgeBreaker.MostFailures; i++)
        {
            var outcomes = await AskAsync(judge, [.. Enumerable.Range(0, 2 * JudgeBreaker.MostFailures).Select(t => $"text {t}")]);
            Assert.All(outcomes, o => Assert.Equal(JudgeOutcome.Status, o));
        }

        Assert.Equal([JudgeOutcome.Resting], await AskAsync(judge, "text"));
    }

    [Fact]
    public async Task A_message_of_which_one_text_is_answered_shows_that_it_is_up()
    {
        await using var server = ScriptedUpstream.Start((r, c) => c.JsonAsync(FakeJudge.Chat("""{"score":0.5}"""), r.Body.Contains("easy", StringComparison.Ordinal) ? 200 : 503));
        var judge = Judge(server, TimeSpan.FromSeconds(30));
        for (var i = 0; i < 2 * JudgeBreaker.MostFailures; i++)
        {
            Assert.Equal([JudgeOutcome.Status, JudgeOutcome.Answered, JudgeOutcome.Status], await AskAsync(judge, "hard", $"easy {i}", "hard too"));
        }
    }

    [Fact]
    public async Task A_question_that_waited_for_its_turn_does_not_count_against_it()
    {
        await using var server = ScriptedUpstream.Start((_, c) => c.StallAsync());
        var judge = Judge(server, TimeSpan.FromMinutes(5), concurrency: 1);
        using var first = new CancellationTokenSource();
        using var patience = new Deadline(judge.Options.Timeout, _clock, first.Token);
        var holding = _calls.AskAsync(judge, "agent", [Question("a text that holds the only place")], patience);
        await FailureTests.Until(() => !server.Requests.IsEmpty);
        for (var i = 0; i < 2 * JudgeBreaker.MostFailures; i++)
        {
            Assert.Equal([JudgeOutcome.Timeout, JudgeOutcome.Timeout], await AskAsync(judge, TimeSpan.FromMilliseconds(20), "text", "another"));
        }

        await first.CancelAsync();
        await holding;
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Nor_does_one_whose_client_is_gone()
    {
        await using var server = ScriptedUpstream.Start((_, c) => c.StallAsync());
        var judge = Judge(server, TimeSpan.FromSeconds(30));
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        for (var i = 0; i < 2 * JudgeBreaker.MostFailures; i++)
        {
            using var deadline = new Deadline(judge.Options.Timeout, _clock, gone.Token);
            var answers = await _calls.AskAsync(judge, "agent", [Question("text")], deadline);
            Assert.Equal(JudgeOutcome.Timeout, Assert.Single(answers).Outcome);
        }
    }

    private Task<JudgeOutcome[]> AskAsync(HttpJudge judge, params string[] texts) => AskAsync(judge, judge.Options.Timeout, texts);

    private async Task<JudgeOutcome[]> AskAsync(HttpJudge judge, TimeSpan timeout, params string[] texts)
    {
        using var deadline = new Deadline(timeout, _clock, CancellationToken.None);
        return [.. (await _calls.AskAsync(judge, "agent", [.. texts.Select(Question)], deadline)).Select(a => a.Outcome)];
    }

    private static JudgeQuestion Question(string text) => new(new(0, 0.5), text.Length, InjectionChannel.User, text, [], []);

    private static HttpJudge Judge(ScriptedUpstream server, TimeSpan timeout, int concurrency = 8) =>
        HttpJudge.Compile(FakeJudge.Options(server) with { Timeout = timeout, Concurrency = concurrency });
}
