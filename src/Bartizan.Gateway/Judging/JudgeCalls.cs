using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using Bartizan.Core.Content;
using Bartizan.Gateway.Forwarding;

namespace Bartizan.Gateway.Judging;

/// <summary>
/// Asks judges over pooled connections. Every way in which one can misbehave is a failure with a reason: silence, an error, a redirect, too large an answer,
/// an answer that is no score. Follows no redirect, keeps no cookie, uses no proxy: texts and the key go to the configured address or nowhere.
/// </summary>
internal sealed class JudgeCalls(IContentProtector content, JudgeMetrics metrics, TimeProvider time) : IDisposable
{
    /// <summary>Texts of one message that are asked about; of more, the others have no verdict.</summary>
    public const int MostTexts = 32;

    /// <summary>Bytes of an answer that are read.</summary>
    public const int LargestAnswer = 64 << 10;

    private readonly ConditionalWeakTable<HttpJudge, JudgeState> _states = [];

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        // An attempt to connect goes on after the question that began it was given up.
        ConnectTimeout = TimeSpan.FromSeconds(10),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxResponseHeadersLength = 64,
        MaxResponseDrainSize = LargestAnswer,
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(250),
    });

    /// <summary>Asks about all of them at once, but for those that are remembered.</summary>
    /// <param name="judge">Who is asked.</param>
    /// <param name="agent">Whose texts they are.</param>
    /// <param name="questions">The texts of one message.</param>
    /// <param name="deadline">Ends the wait.</param>
    public async Task<JudgeAnswer[]> AskAsync(HttpJudge judge, string agent, IReadOnlyList<JudgeQuestion> questions, Deadline deadline)
    {
        var state = _states.GetValue(judge, j => new JudgeState(j.Options, time));
        var answers = new Task<JudgeAnswer>[questions.Count];
        var asked = 0;
        for (var i = 0; i < answers.Length; i++)
        {
            var question = questions[i];
            var key = new JudgeState.Key(agent, question.Channel, question.IsTooLong ? "" : content.Digest(question.Text));
            answers[i] = question.IsTooLong ? Task.FromResult(JudgeAnswer.Failed(JudgeOutcome.NotAsked, $"The text is longer than the {JudgeQuestion.LongestText} characters that it is shown."))
                : state.Find(key) is { } known ? Task.FromResult(new JudgeAnswer(JudgeOutcome.Remembered, known, "", default))
                : ++asked > MostTexts ? Task.FromResult(JudgeAnswer.Failed(JudgeOutcome.NotAsked, $"Of one message it is asked about {MostTexts} texts, and more were in doubt."))
                : AskAsync(judge, state, key, question, deadline);
        }

        var all = await Task.WhenAll(answers);
        // Once for all its texts, so that no single message can make the judge seem down.
        if (all.Any(a => a.IsUp == true))
        {
            state.Breaker.Answered();
        }
        else if (all.Any(a => a.IsUp == false))
        {
            state.Breaker.Failed();
        }

        foreach (var answer in all)
        {
            metrics.Add(answer);
        }

        return all;
    }

    public void Dispose() => _client.Dispose();

    private async Task<JudgeAnswer> AskAsync(HttpJudge judge, JudgeState state, JudgeState.Key key, JudgeQuestion question, Deadline deadline)
    {
        var started = time.GetTimestamp();
        var answer = await AskInTurnAsync(judge, state, question, deadline) with { Took = time.GetElapsedTime(started) };
        if (answer.IsVerdict)
        {
            state.Keep(key, answer.Score);
        }

        return answer;
    }

    private async Task<JudgeAnswer> AskInTurnAsync(HttpJudge judge, JudgeState state, JudgeQuestion question, Deadline deadline)
    {
        if (state.Breaker.IsResting)
        {
            return Resting();
        }

        var atOnce = await state.Places.WaitAsync(TimeSpan.Zero);
        try
        {
            if (!atOnce)
            {
                await state.Places.WaitAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return JudgeAnswer.Failed(JudgeOutcome.Timeout, "So many questions were under way that its time ran out before it was asked.");
        }

        try
        {
            return state.Breaker.Lets() ? await SendAsync(judge, question, hasAllTime: atOnce, deadline) : Resting();
        }
        finally
        {
            state.Places.Release();
        }
    }

    private async Task<JudgeAnswer> SendAsync(HttpJudge judge, JudgeQuestion question, bool hasAllTime, Deadline deadline)
    {
        try
        {
            using var request = judge.Ask(question.Text, question.Channel);
            using var response = await _client.SendAsync(request, deadline.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? await ReadAsync(judge, response.Content, deadline.Token)
                : JudgeAnswer.Failed(JudgeOutcome.Status, $"It answered with status {(int)response.StatusCode}.", isUp: FindsFaultWithTheText(response.StatusCode));
        }
        catch (OperationCanceledException)
        {
            // Its own fault only if nobody hung up and it had all the time there is.
            return JudgeAnswer.Failed(JudgeOutcome.Timeout, "It did not answer in time.", isUp: hasAllTime && deadline.Cause != ForwardFailure.ClientGone ? false : null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return JudgeAnswer.Failed(JudgeOutcome.Unreachable, "It could not be reached, or broke off.", isUp: false);
        }
    }

    private static async Task<JudgeAnswer> ReadAsync(HttpJudge judge, HttpContent body, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LargestAnswer + 1);
        try
        {
            await using var stream = await body.ReadAsStreamAsync(cancel);
            var length = body.Headers.ContentLength > LargestAnswer
                ? LargestAnswer + 1
                : await stream.ReadAtLeastAsync(buffer.AsMemory(0, LargestAnswer + 1), LargestAnswer + 1, throwOnEndOfStream: false, cancel);
            return length > LargestAnswer ? JudgeAnswer.Failed(JudgeOutcome.TooLarge, $"Its answer is larger than {LargestAnswer >> 10} KiB.", isUp: true)
                : judge.Read(buffer.AsMemory(0, length)) is { } score ? JudgeAnswer.Of(score)
                : JudgeAnswer.Failed(JudgeOutcome.Unreadable, "Its answer is not JSON with one score from 0 to 1 where it must stand.", isUp: true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // What a text can bring about must not count as being down: somebody could switch the judge off for everybody.
    private static bool FindsFaultWithTheText(HttpStatusCode status) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity;

    private static JudgeAnswer Resting() => JudgeAnswer.Failed(
        JudgeOutcome.Resting, $"It failed for {JudgeBreaker.MostFailures} messages in a row and is left alone for {JudgeBreaker.Rest.TotalSeconds:0} s.");
}
