using System.Text.Json;
using Bartizan.Gateway.Metrics;

namespace Bartizan.Gateway.Judging;

/// <summary>Counts questions to the judge and how long it takes, for <c>/metrics</c>.</summary>
internal sealed class JudgeMetrics : IMetricSource
{
    private static readonly string[] Outcomes = [.. Enum.GetNames<JudgeOutcome>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    private readonly CounterFamily _questions = new("bartizan_judge_questions_total", "Texts in doubt, by what came of asking the judge.", "outcome");
    private readonly HistogramFamily _duration = new(
        "bartizan_judge_duration_seconds", "Questions to the judge, the wait for their turn included.", [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]);

    /// <summary>Counts what came of one question.</summary>
    public void Add(in JudgeAnswer answer)
    {
        _questions.Add(new(Outcomes[(int)answer.Outcome]));
        if (answer.Outcome is not (JudgeOutcome.Remembered or JudgeOutcome.NotAsked or JudgeOutcome.Resting))
        {
            _duration.Observe(answer.Took.TotalSeconds);
        }
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(MetricsText text, CancellationToken cancellationToken)
    {
        _questions.Write(text);
        _duration.Write(text);
        return ValueTask.CompletedTask;
    }
}
