using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Gateway.Configuration;
using Bartizan.Gateway.Judging;
using Bartizan.Guard;
using Bartizan.Guard.Injection;

namespace Bartizan.Gateway.Pipeline;

/// <summary>
/// Where a judge is configured: asks it about texts of the request whose score lies in its band, and lets its word stand in the place of the injection
/// model's. Personal data and secrets that were found are masked in what it gets.
/// </summary>
internal static class JudgeStep
{
    /// <summary>Texts of one message that are asked about; of more, the others count as not answered.</summary>
    public const int MostTexts = 64;

    private const string Name = "judge";
    private const double Certain = 0.5;

    public static ValueTask RunAsync(Exchange exchange)
    {
        if (exchange.Snapshot.Judge is not { } judge)
        {
            return ValueTask.CompletedTask;
        }

        List<SegmentScore> doubtful = [.. exchange.Inspection.Scores.Where(s => judge.IsInBand(s.Score))];
        return doubtful.Count == 0 ? ValueTask.CompletedTask : AskAsync(exchange, judge, doubtful);
    }

    private static async ValueTask AskAsync(Exchange exchange, HttpJudge judge, List<SegmentScore> doubtful)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(exchange.Http.RequestAborted);
        deadline.CancelAfter(judge.Options.Timeout);
        var answers = await Task.WhenAll(doubtful.Select((score, i) => i < MostTexts
            ? judge.AskAsync(Masked(exchange, score.Segment), Channel(exchange, score.Segment), deadline.Token)
            : Task.FromResult(JudgeAnswer.Failed($"More than {MostTexts} texts were in doubt."))));
        exchange.Http.RequestAborted.ThrowIfCancellationRequested();

        List<Finding> findings = [.. exchange.Inspection.Findings];
        List<InspectorFailure> failures = [.. exchange.Inspection.Failures];
        foreach (var (score, answer) in doubtful.Zip(answers))
        {
            if (answer.Score is { } verdict)
            {
                findings.RemoveAll(f => f.Segment == score.Segment && Finding.Family(f.Label) == InjectionInspector.Label);
                if (verdict >= Certain)
                {
                    findings.Add(Found(exchange, judge, score, verdict));
                }

                continue;
            }

            exchange.AddGuardFailure(Name, answer.Failure);
            if (judge.Options.OnFailure == JudgeFailureMode.Closed)
            {
                failures.Add(new InspectorFailure(Name, score.Segment, answer.Failure));
            }
        }

        exchange.Inspection = exchange.Inspection with
        {
            Findings = [.. findings.OrderBy(f => f.Segment).ThenBy(f => f.Start).ThenByDescending(f => f.Length).ThenBy(f => f.Label, StringComparer.Ordinal)],
            Failures = failures,
        };
    }

    private static Finding Found(Exchange exchange, HttpJudge judge, SegmentScore first, double verdict) => new()
    {
        Label = InjectionInspector.CertainLabel,
        Score = verdict,
        Segment = first.Segment,
        Start = 0,
        Length = exchange.Request!.Segments[first.Segment].Text.Length,
        Reason = string.Create(
            CultureInfo.InvariantCulture,
            $"The judge {judge.Options.Model} gives this text {verdict:0.000}; the injection model alone gave it {first.Score:0.000}, which is in the band from {judge.Options.From:0.###} to {judge.Options.To:0.###} where the judge decides."),
        Inspector = Name,
    };

    private static InjectionChannel Channel(Exchange exchange, int segment)
    {
        ref readonly var judged = ref exchange.Request!.Segments[segment];
        return InjectionChannels.Of(judged.Role, judged.Provenance)!.Value;
    }

    private static string Masked(Exchange exchange, int segment)
    {
        var text = exchange.Request!.Segments[segment].Text.ToString();
        var end = text.Length;
        foreach (var finding in exchange.Inspection.Findings.Where(f => f.Segment == segment && Finding.Family(f.Label) is "pii" or "secret").OrderByDescending(f => f.Start + f.Length))
        {
            // Of spans that overlap the last is masked whole, and of the others what lies before it.
            var stop = Math.Min(finding.Start + finding.Length, end);
            if (finding.Start < stop)
            {
                text = string.Concat(text.AsSpan(0, finding.Start), $"[{finding.Label}]", text.AsSpan(stop));
                end = finding.Start;
            }
        }

        return text;
    }
}
