using System.Globalization;
using Bartizan.Guard.Injection.Scoring;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Injection.Training;

/// <summary>Chooses each channel's thresholds from benign rows that the model was not trained on.</summary>
internal static class ThresholdChooser
{
    /// <summary>What part of the user channel's false alarms windows alone may use up: their evidence is thinner, a few words of many.</summary>
    private const double WindowShare = 0.2;

    /// <summary>What part of the false alarms allowed where texts are blocked the data channel has: on sources never seen there are more of them there.</summary>
    private const double DataBlockShare = 0.5;

    /// <summary>
    /// What the data channel's threshold to block is raised by, in log-odds: benign rows of sources never trained on score higher than the development
    /// rows, whose sources were. Chosen so that at most 0.2 % of such rows reach it.
    /// </summary>
    private const double DataBlockMargin = 1;

    /// <summary>Stands in until thresholds are chosen.</summary>
    public static readonly InjectionThresholds Unset = new(new(0.5, 0, 0, "not chosen"), new(0.5, 0, 0, "not chosen"));

    /// <summary>
    /// The header with thresholds. The user channel has two scores and one threshold: the blend sets it, then the margin of windows alone
    /// is chosen so that their own false alarms at that threshold are the share left to them.
    /// </summary>
    public static InjectionModelHeader Choose(InjectionModel model, IReadOnlyList<LabelledText> rows, string basis, InjectionTrainingOptions options)
    {
        var benign = rows.Where(r => !r.IsAttack).Select(r => (r.Channel, Scores: Scores(model, r))).ToList();
        var blend = Sorted(benign, InjectionChannel.User, s => s.Blend);
        var window = Sorted(benign, InjectionChannel.User, s => s.Window);
        var data = Sorted(benign, InjectionChannel.Data, s => s.Window);

        var user = Quantile(blend, options.UserFalseAlarms * (1 - WindowShare));
        var margin = Math.Min(0, user - Quantile(window, options.UserFalseAlarms * WindowShare));
        var both = Sorted(benign, InjectionChannel.User, s => Math.Max(s.Blend, s.Window + margin));
        var dataBlocks = options.BlockFalseAlarms * DataBlockShare;
        return model.Header with
        {
            UserWindowAlone = margin,
            User = new(Threshold(user, both, basis, options.UserFalseAlarms), Threshold(Quantile(both, options.BlockFalseAlarms), both, basis, options.BlockFalseAlarms)),
            Data = new(Threshold(Quantile(data, options.DataFalseAlarms), data, basis, options.DataFalseAlarms), Threshold(Quantile(data, dataBlocks), data, basis, dataBlocks, DataBlockMargin)),
        };
    }

    private static ChannelScores Scores(InjectionModel model, LabelledText row)
    {
        var text = TextNormalizer.Normalize(row.Text.AsMemory());
        var scores = model.Scores(text.Text.Span, row.Channel);
        foreach (var view in text.Views)
        {
            scores = scores.Max(model.Scores(view.Text.Span, row.Channel));
        }

        return scores;
    }

    private static double[] Sorted(List<(InjectionChannel Channel, ChannelScores Scores)> rows, InjectionChannel channel, Func<ChannelScores, double> pick) =>
        [.. rows.Where(r => r.Channel == channel).Select(r => pick(r.Scores)).OrderDescending()];

    /// <summary>The log-odds just above which lie at most <paramref name="share"/> of the rows.</summary>
    private static double Quantile(double[] descending, double share)
    {
        if (descending.Length == 0)
            return 0;
        var allowed = (int)(descending.Length * share);
        return Math.BitIncrement(descending[Math.Min(allowed, descending.Length - 1)]);
    }

    private static InjectionThreshold Threshold(double logOdds, double[] benign, string basis, double falseAlarms, double margin = 0)
    {
        var score = Math.Clamp(InjectionModel.Probability(logOdds + margin), 1e-6, 1 - 1e-6);
        if (benign.Count(s => InjectionModel.Probability(s) >= score) > benign.Length * falseAlarms)
        {
            score = Math.BitIncrement(score); // two log-odds that differ in their last bit are one probability
        }

        var reached = benign.Count(s => InjectionModel.Probability(s) >= score);
        var rule = string.Create(CultureInfo.InvariantCulture, $"The least score that at most {falseAlarms * 100:0.##} % of the benign {basis} rows of this channel reach{(margin > 0 ? $", and {margin:0.##} of log-odds more" : "")}.");
        return new InjectionThreshold(score, benign.Length == 0 ? 0 : (double)reached / benign.Length, benign.Length, rule);
    }
}
