using System.Net;
using System.Text.Json;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Judging;
using Bartizan.Testing.Upstreams;

namespace Bartizan.Gateway.Tests.Judging;

/// <summary>Judges that are down, slow or lie: what holds then is what was declared, and a dead one costs nobody its time-out for long.</summary>
public sealed class JudgeFailureTests
{
    public static TheoryData<string, string> Ways => new()
    {
        { "status", "It answered with status 500." },
        { "no key", "It answered with status 401." },
        { "redirect", "It answered with status 302." },
        { "silence", "It did not answer in time." },
        { "slow drip", "It did not answer in time." },
        { "huge", "Its answer is larger than 64 KiB." },
        { "huge and endless", "Its answer is larger than 64 KiB." },
        { "cut", "It could not be reached, or broke off." },
        { "half", "It could not be reached, or broke off." },
        { "page", Unreadable },
        { "packed", Unreadable },
        { "deep", Unreadable },
        { "empty", Unreadable },
        { "words", Unreadable },
        { "above", Unreadable },
        { "below", Unreadable },
        { "no number", Unreadable },
        { "text", Unreadable },
        { "two members", Unreadable },
        { "twice", Unreadable },
        { "half a character", Unreadable },
        { "refusal", Unreadable },
    };

    private const string Unreadable = "Its answer is not JSON with one score from 0 to 1 where it must stand.";

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_judge_that_fails_closes_the_gate_or_leaves_the_first_word_as_declared(string way, string reason)
    {
        foreach (var (mode, status, meaning) in new[]
        {
            (JudgeFailureMode.Closed, HttpStatusCode.Forbidden, "The text counts as not inspected."),
            (JudgeFailureMode.Open, HttpStatusCode.OK, "What the injection model found stands."),
        })
        {
            await using var elsewhere = FakeJudge.Says(0);
            await using var judge = Failing(way, elsewhere.Address);
            await using var model = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
            await using var gateway = await FakeJudge.StartAsync(
                model, judge, o => o with { OnFailure = mode, Timeout = TimeSpan.FromMilliseconds(way is "silence" or "slow drip" ? 300 : 30_000) });
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", FakeJudge.Doubt(50)));
            Assert.Equal(status, response.StatusCode);
            Assert.Equal(mode == JudgeFailureMode.Closed, Bodies.HasCode(await response.Content.ReadAsStringAsync(), "guard_unavailable"));
            Assert.Equal($"judge: {reason}", Assert.Single(gateway.LastExchange.GuardFailures));
            var findings = gateway.LastExchange.Request[0].Findings;
            Assert.Equal(["judge.failed", "injection"], findings.Select(f => f.Label));
            Assert.Matches("^The judge guard-8b gave no verdict on this text after \\d+ ms\\. ", findings[0].Reason);
            Assert.Contains(reason, findings[0].Reason, StringComparison.Ordinal);
            Assert.EndsWith(meaning, findings[0].Reason, StringComparison.Ordinal);
            Assert.Empty(elsewhere.Requests);
        }
    }

    [Fact]
    public async Task A_permit_may_let_pass_what_was_not_judged()
    {
        await using var judge = ScriptedUpstream.Json("{}", 500);
        await using var model = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await TestGateway.StartAsync(model.Address, """@onGuardFailure("allow") permit(principal, action, resource);""", inspectors: new ScoreInspector());
        gateway.Use(judge);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", FakeJudge.Doubt(50)));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("refusal")]
    [InlineData("words")]
    [InlineData("status 400")]
    [InlineData("status 413")]
    public async Task What_a_text_can_bring_about_switches_the_judge_off_for_nobody(string way)
    {
        await using var judge = Failing(way, new Uri("http://127.0.0.1:9"));
        await using var model = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await FakeJudge.StartAsync(model, judge);
        for (var i = 0; i < 2 * JudgeBreaker.MostFailures; i++)
        {
            using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", FakeJudge.Doubt(50)));
        }

        Assert.Equal(2 * JudgeBreaker.MostFailures, judge.Requests.Count);
    }

    [Fact]
    public async Task A_failure_is_not_remembered()
    {
        var asked = 0;
        await using var judge = ScriptedUpstream.Start((_, c) => Interlocked.Increment(ref asked) == 1 ? c.JsonAsync("{}", 500) : c.JsonAsync(FakeJudge.Chat("""{"score":0}""")));
        await using var model = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await FakeJudge.StartAsync(model, judge);
        using var first = await gateway.AskAsync("openai", Bodies.Ask("openai", FakeJudge.Doubt(50)));
        using var second = await gateway.AskAsync("openai", Bodies.Ask("openai", FakeJudge.Doubt(50)));
        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.OK], [first.StatusCode, second.StatusCode]);
    }

    [Fact]
    public async Task No_more_questions_are_under_way_than_were_allowed()
    {
        var (under, most, gate) = (0, 0, new Lock());
        await using var judge = ScriptedUpstream.Start(async (_, c) =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++under);
            }

            await Task.Delay(20);
            lock (gate)
            {
                under--;
            }

            await c.JsonAsync(FakeJudge.Chat("""{"score":0}"""));
        });
        await using var model = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await FakeJudge.StartAsync(model, judge, o => o with { Concurrency = 2 });
        using var response = await gateway.AskAsync("openai", Turns(12));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(12, judge.Requests.Count);
        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task Of_too_many_texts_the_others_have_no_verdict_until_the_first_are_remembered()
    {
        await using var judge = FakeJudge.Says(0);
        await using var model = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await FakeJudge.StartAsync(model, judge);
        using var response = await gateway.AskAsync("openai", Turns(JudgeCalls.MostTexts + 1));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(JudgeCalls.MostTexts, judge.Requests.Count);
        Assert.Equal("judge: Of one message it is asked about 32 texts, and more were in doubt.", Assert.Single(gateway.LastExchange.GuardFailures));
        using var again = await gateway.AskAsync("openai", Turns(JudgeCalls.MostTexts + 1));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task A_message_of_very_many_texts_in_doubt_is_refused_and_its_record_stays_small()
    {
        await using var judge = FakeJudge.Says(0);
        await using var model = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await FakeJudge.StartAsync(model, judge);
        using var response = await gateway.AskAsync("openai", Turns(5_000));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(JudgeCalls.MostTexts, judge.Requests.Count);
        Assert.Equal(JudgeVerdicts.MostNotes, gateway.LastExchange.Request.Sum(s => s.Findings.Count(f => f.Inspector == "judge")));
        Assert.Single(gateway.LastExchange.GuardFailures);
    }

    [Fact]
    public async Task A_text_too_long_to_be_shown_has_no_verdict()
    {
        await using var judge = FakeJudge.Says(0);
        await using var model = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await FakeJudge.StartAsync(model, judge);
        using var response = await gateway.AskAsync("openai", Bodies.Ask("openai", FakeJudge.Doubt(50) + new string('x', JudgeQuestion.LongestText)));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("judge: The text is longer than the 32768 characters that it is shown.", Assert.Single(gateway.LastExchange.GuardFailures));
        Assert.Empty(judge.Requests);
    }

    [Fact]
    public async Task Who_hangs_up_meanwhile_is_recorded_as_gone()
    {
        await using var judge = ScriptedUpstream.Start((_, c) => c.StallAsync());
        await using var model = ScriptedUpstream.Json(Bodies.Answer("openai", "hi"));
        await using var gateway = await FakeJudge.StartAsync(model, judge);
        var asking = gateway.AskAsync("openai", Bodies.Ask("openai", FakeJudge.Doubt(50)));
        await Forwarding.FailureTests.Until(() => !judge.Requests.IsEmpty);
        gateway.Client.CancelPendingRequests();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Forwarding.FailureTests.Until(() => gateway.Exchanges.Count == 1);
        Assert.Equal("ClientGone", gateway.LastExchange.Failure);
        Assert.Empty(model.Requests);
    }

    private static string Turns(int count) => JsonSerializer.Serialize(new
    {
        model = "gpt-test",
        messages = Enumerable.Range(0, count).Select(i => new { role = "user", content = $"{FakeJudge.Doubt(50)} {i}" }),
    });

    private static ScriptedUpstream Failing(string way, Uri elsewhere) => way switch
    {
        "status" => ScriptedUpstream.Json(FakeJudge.Chat("""{"score":0}"""), 500),
        "status 400" => ScriptedUpstream.Json("{}", 400),
        "status 413" => ScriptedUpstream.Json("{}", 413),
        "no key" => ScriptedUpstream.Json("{}", 401),
        "redirect" => ScriptedUpstream.Start((_, c) => c.JsonAsync("{}", 302, $"Location: {elsewhere}\r\n")),
        "silence" => ScriptedUpstream.Start((_, c) => c.StallAsync()),
        "slow drip" => ScriptedUpstream.Start(DripAsync),
        "huge" => ScriptedUpstream.Json(FakeJudge.Chat(new string('x', JudgeCalls.LargestAnswer))),
        "huge and endless" => ScriptedUpstream.Start(FloodAsync),
        "cut" => ScriptedUpstream.Start((_, c) =>
        {
            c.Reset();
            return Task.CompletedTask;
        }),
        "half" => ScriptedUpstream.Start(async (_, c) =>
        {
            await c.RawAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"choices\"");
            c.Close();
        }),
        "page" => ScriptedUpstream.Json("<html>"),
        "packed" => ScriptedUpstream.Start((_, c) => c.JsonAsync("\u001f\u008b", 200, "Content-Encoding: gzip\r\n")),
        "deep" => ScriptedUpstream.Json(new string('[', 1_000) + new string(']', 1_000)),
        "empty" => ScriptedUpstream.Json("{}"),
        "words" => ScriptedUpstream.Json(FakeJudge.Chat("It is harmless: 0")),
        "above" => FakeJudge.Says("1.5"),
        "below" => FakeJudge.Says("-0.1"),
        "no number" => FakeJudge.Says("null"),
        "text" => FakeJudge.Says("\"0\""),
        "two members" => FakeJudge.Says("0,\"note\":\"as the text says\""),
        "twice" => FakeJudge.Says("1,\"score\":0"),
        "half a character" => ScriptedUpstream.Json("""{"choices":[{"message":{"content":"\ud800"}}]}"""),
        "refusal" => ScriptedUpstream.Json("""{"choices":[{"message":{"content":null,"refusal":"I cannot judge this."}}]}"""),
        _ => throw new ArgumentOutOfRangeException(nameof(way), way, "There is no such way."),
    };

    // A byte now and then, so that no wait for one is ever long.
    private static async Task DripAsync(UpstreamRequest request, UpstreamConnection connection)
    {
        await connection.BeginEventsAsync(type: "application/json");
        while (true)
        {
            await connection.ChunkAsync(" ");
            await Task.Delay(20, connection.Stopping);
        }
    }

    private static async Task FloodAsync(UpstreamRequest request, UpstreamConnection connection)
    {
        await connection.BeginEventsAsync(type: "application/json");
        while (true)
        {
            await connection.ChunkAsync(new string(' ', 8 << 10));
        }
    }
}
