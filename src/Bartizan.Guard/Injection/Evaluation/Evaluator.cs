using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Injection.Evaluation;

/// <summary>
/// Measures a model on labelled rows. Attacks are the labels <c>injection</c> and <c>jailbreak</c>; every other label counts as benign.
/// Recall at a share of false alarms is measured against all benign rows of the same channel.
/// </summary>
public static class Evaluator
{
    /// <summary>Scores the rows and sums up; <paramref name="progress"/> gets the number of rows done.</summary>
    public static EvaluationReport Evaluate(InjectionModel model, IEnumerable<LabelledText> rows, Action<int>? progress = null)
    {
        var scored = new List<ScoredRow>();
        foreach (var row in rows)
        {
            var logOdds = LogOdds(model, row);
            scored.Add(new ScoredRow(row.Source, row.Label, row.Channel, row.IsAttack, logOdds, InjectionModel.Probability(logOdds) >= model.Thresholds(row.Channel).Annotate.Score, InjectionModel.Probability(logOdds) >= model.Thresholds(row.Channel).Block.Score));
            progress?.Invoke(scored.Count);
        }

        var channels = Enum.GetValues<InjectionChannel>().ToDictionary(c => c, c => new ChannelScores([.. scored.Where(r => r.Channel == c)]));
        var sources = scored.GroupBy(r => (r.Source, r.Label, r.Channel))
            .OrderBy(g => g.Key.Source, StringComparer.Ordinal).ThenBy(g => g.Key.Label, StringComparer.Ordinal).ThenBy(g => g.Key.Channel)
            .Select(g => Source([.. g], channels[g.Key.Channel]));
        return new EvaluationReport([.. sources], Overall(scored, channels));
    }

    /// <summary>Log-odds of a row: the highest of its text and its decoded views, as the gateway sees it.</summary>
    public static double LogOdds(InjectionModel model, LabelledText row)
    {
        var text = TextNormalizer.Normalize(row.Text.AsMemory());
        var logOdds = model.LogOdds(text.Text.Span, row.Channel);
        foreach (var view in text.Views)
        {
            logOdds = Math.Max(logOdds, model.LogOdds(view.Text.Span, row.Channel));
        }

        return logOdds;
    }

    private static SourceResult Source(List<ScoredRow> rows, ChannelScores channel) => new()
    {
        Source = rows[0].Source,
        Label = rows[0].Label,
        Channel = InjectionChannels.Name(rows[0].Channel),
        N = rows.Count,
        Flagged = rows.Count(r => r.Flagged),
        FlaggedRate = Share(rows, r => r.Flagged)!.Value,
        BlockedRate = Share(rows, r => r.Blocked)!.Value,
        RecallAt1 = Share(rows, r => r.LogOdds > channel.At1)!.Value,
        RecallAt01 = Share(rows, r => r.LogOdds > channel.At01)!.Value,
        Auc = rows[0].IsAttack ? Ranking.Auc([.. rows.Select(r => r.LogOdds)], channel.Benign) : null,
    };

    private static OverallResult Overall(List<ScoredRow> rows, Dictionary<InjectionChannel, ChannelScores> channels)
    {
        var attacks = rows.Where(r => r.IsAttack).ToList();
        var ranked = channels.Values.Where(c => c.Auc is not null).ToList();
        return new OverallResult
        {
            N = rows.Count,
            Attacks = attacks.Count,
            Accuracy = Share(rows, r => r.Flagged == r.IsAttack) ?? 0,
            Precision = Share([.. rows.Where(r => r.Flagged)], r => r.IsAttack),
            Recall = Share(attacks, r => r.Flagged),
            Fpr = Share([.. rows.Where(r => !r.IsAttack)], r => r.Flagged),
            BlockedRecall = Share(attacks, r => r.Blocked),
            BlockedFpr = Share([.. rows.Where(r => !r.IsAttack)], r => r.Blocked),
            Auc = ranked.Count == 0 ? null : ranked.Sum(c => c.Auc!.Value * c.Attacks) / ranked.Sum(c => c.Attacks),
            RecallAt1 = Share(attacks, r => r.LogOdds > channels[r.Channel].At1),
            RecallAt01 = Share(attacks, r => r.LogOdds > channels[r.Channel].At01),
        };
    }

    private static double? Share(List<ScoredRow> rows, Predicate<ScoredRow> holds) =>
        rows.Count == 0 ? null : rows.FindAll(holds).Count / (double)rows.Count;

    private sealed record ScoredRow(string Source, string Label, InjectionChannel Channel, bool IsAttack, double LogOdds, bool Flagged, bool Blocked);

    private sealed class ChannelScores
    {
        public ChannelScores(List<ScoredRow> rows)
        {
            Benign = [.. rows.Where(r => !r.IsAttack).Select(r => r.LogOdds).Order()];
            At1 = Ranking.ScoreAt(Benign, 0.01);
            At01 = Ranking.ScoreAt(Benign, 0.001);
            Attacks = rows.Count(r => r.IsAttack);
            Auc = Ranking.Auc([.. rows.Where(r => r.IsAttack).Select(r => r.LogOdds)], Benign);
        }

        public double[] Benign { get; }

        public double At1 { get; }

        public double At01 { get; }

        public int Attacks { get; }

        public double? Auc { get; }
    }
}
