using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Forwarding;
using Bartizan.Gateway.Judging;

namespace Bartizan.Gateway.Pipeline;

/// <summary>Where a judge is configured: asks it about texts of the request whose injection score lies in its band. Elsewhere it does nothing.</summary>
internal sealed class JudgeStep(JudgeCalls calls, TimeProvider time)
{
    public ValueTask RunAsync(Exchange exchange)
    {
        if (exchange.Snapshot.Judge is not { } judge)
        {
            return default;
        }

        var band = judge.BandOf(exchange.Principal!, exchange.Request!.Model);
        var scores = exchange.Inspection.Scores;
        for (var i = 0; i < scores.Count; i++)
        {
            if (band.Holds(scores[i].Score))
            {
                return AskAsync(exchange, judge, band);
            }
        }

        return default;
    }

    private async ValueTask AskAsync(Exchange exchange, HttpJudge judge, JudgeBand band)
    {
        var first = exchange.Inspection;
        var found = first.Findings.ToLookup(f => f.Segment);
        List<JudgeQuestion> questions = [.. first.Scores.Where(s => band.Holds(s.Score)).Select(s => JudgeQuestion.Of(exchange.Request!.Segments[s.Segment], s, [.. found[s.Segment]]))];
        using var deadline = new Deadline(judge.Options.Timeout, time, exchange.Http.RequestAborted);
        var answers = await calls.AskAsync(judge, exchange.Principal!.AgentId, questions, deadline);
        exchange.Http.RequestAborted.ThrowIfCancellationRequested();
        exchange.Inspection = JudgeVerdicts.Apply(first, judge, band, questions, answers);
        foreach (var failure in answers.Where(a => !a.IsVerdict).Select(a => a.Failure).Distinct(StringComparer.Ordinal))
        {
            exchange.AddGuardFailure(JudgeVerdicts.Inspector, failure);
        }
    }
}
