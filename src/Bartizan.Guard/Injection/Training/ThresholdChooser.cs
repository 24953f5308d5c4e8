using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Injection.Training;

/// <summary>Chooses each channel's threshold from benign rows that the model was not trained on.</summary>
internal static class ThresholdChooser
{
    /// <summary>What part of the user channel's false alarms the window head may use up: its evidence is thinner, a few words of many.</summary>
    private const double WindowShare = 0.2;

    /// <summary>Stands in until thresholds are chosen.</summary>
    public static readonly InjectionThreshold Unset = new(0.5, 0, 0, "not chosen");

    /// <summary>
    /// The header with thresholds. The user channel has two heads and one threshold: the whole-text head sets it, then the window head's
    /// bias is moved so that its own false alarms at that threshold are the share left to it.
    /// </summary>
    public static InjectionModelHeader Choose(InjectionModel model, IReadOnlyList<LabelledText> rows, string basis, double falseAlarms)
    {
        var benign = rows.Where(r => !r.IsAttack).Select(r => (r.Channel, Scores: Scores(model, r))).ToList();
        var whole = Sorted(benign, InjectionChannel.User, s => s.Whole);
        var window = Sorted(benign, InjectionChannel.User, s => s.Window);
        var data = Sorted(benign, InjectionChannel.Data, s => s.Window);

        var user = Quantile(whole, falseAlarms * (1 - WindowShare));
        var shift = Math.Min(0, user - Quantile(window, falseAlarms * WindowShare));
        var header = model.Header with { UserWindow = model.Header.UserWindow with { Bias = model.Header.UserWindow.Bias + shift } };
        var both = Sorted(benign, InjectionChannel.User, s => Math.Max(s.Whole, s.Window + shift));
        return header with
        {
            User = Threshold(user, both, basis, falseAlarms),
            Data = Threshold(Quantile(data, falseAlarms), data, basis, falseAlarms),
        };
    }

    private static (double Whole, double Window) Scores(InjectionModel model, LabelledText row)
    {
        var text = TextNormalizer.Normalize(row.Text.AsMemory());
        var (whole, window) = model.HeadLogOdds(text.Text.Span, row.Channel);
        foreach (var view in text.Views)
        {
            var (viewWhole, viewWindow) = model.HeadLogOdds(view.Text.Span, row.Channel);
            (whole, window) = (Math.Max(whole, viewWhole), Math.Max(window, viewWindow));
        }

        return (whole, window);
    }

    private static double[] Sorted(List<(InjectionChannel Channel, (double Whole, double Window) Scores)> rows, InjectionChannel channel, Func<(double Whole, double Window), double> pick) =>
        [.. rows.Where(r => r.Channel == channel).Select(r => pick(r.Scores)).OrderDescending()];

    /// <summary>The log-odds just above which lie at most <paramref name="share"/> of the rows.</summary>
    private static double Quantile(double[] descending, double share)
    {
        if (descending.Length == 0)
            return 0;
        var allowed = (int)(descending.Length * share);
        return Math.BitIncrement(descending[Math.Min(allowed, descending.Length - 1)]);
    }

    private static InjectionThreshold Threshold(double logOdds, double[] benign, string basis, double falseAlarms)
    {
        var score = Math.Clamp(InjectionModel.Probability(logOdds), 1e-6, 1 - 1e-6);
        var reached = benign.Count(s => InjectionModel.Probability(s) >= score);
        var rule = $"The least score that at most {falseAlarms * 100:0.##} % of the benign {basis} rows of this channel reach.";
        return new InjectionThreshold(score, benign.Length == 0 ? 0 : (double)reached / benign.Length, benign.Length, rule);
    }
}
