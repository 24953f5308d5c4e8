using System.Globalization;
using Bartizan.Core.Exchanges;
using Bartizan.Guard.Injection.Explaining;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard.Injection;

/// <summary>
/// Finds instructions where none may stand, by the injection model: attempts to lift the application's rules in what users say, any
/// instruction to the model in data. Findings cover the words that fired and say which of them weighed how much.
/// </summary>
public sealed class InjectionInspector(InjectionModel model) : IScoringInspector, IAcrossInspector
{
    /// <summary>The label of a finding at or above the threshold to annotate, and the family of all.</summary>
    public const string Label = "injection";

    /// <summary>The label of a finding at or above the threshold to block.</summary>
    public const string CertainLabel = "injection.certain";

    /// <summary>Most findings for one segment; the best are kept.</summary>
    public const int MostFindings = 8;

    private readonly InjectionSeams _seams = new(model, "injection");

    /// <inheritdoc/>
    public string Name => "injection";

    /// <inheritdoc/>
    public bool Judges(SegmentRole role, Provenance provenance) => InjectionChannels.Of(role, provenance) is not null;

    /// <inheritdoc/>
    public string Model => model.Name;

    /// <inheritdoc/>
    public void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings) => Score(in segment, text, findings);

    /// <inheritdoc/>
    public double? Score(in Segment segment, NormalizedText text, ICollection<Finding> findings)
    {
        if (InjectionChannels.Of(segment.Role, segment.Provenance) is not { } channel)
            return null;
        var threshold = LeastOf(segment.Role, channel);
        var highest = model.LogOdds(text.Text.Span, channel);
        if (InjectionModel.Probability(highest) >= threshold)
        {
            foreach (var explanation in Explainer.Explain(model, text.Text, channel, MostFindings))
            {
                if (InjectionModel.Probability(explanation.LogOdds) >= threshold)
                {
                    findings.Add(InPlainSight(segment.Index, channel, text, explanation));
                }
            }
        }

        foreach (var view in text.Views)
        {
            var logOdds = model.LogOdds(view.Text.Span, channel);
            highest = Math.Max(highest, logOdds);
            if (InjectionModel.Probability(logOdds) >= threshold)
            {
                foreach (var explanation in Explainer.Explain(model, view.Text, channel, most: 1))
                {
                    findings.Add(InView(segment.Index, channel, view, explanation));
                }
            }
        }

        // Nothing of a text with too few words is judged, so it has no score.
        return double.IsNegativeInfinity(highest) ? null : InjectionModel.Probability(highest);
    }

    void IAcrossInspector.InspectAcross(ReadOnlySpan<Segment> segments, List<Finding> findings) => _seams.Inspect(segments, findings);

    // Definitions of tools tell the model what it must and must not do: that is what they are for. Only what is certain is a finding there.
    private double LeastOf(SegmentRole role, InjectionChannel channel)
    {
        var thresholds = model.Thresholds(channel);
        return role == SegmentRole.ToolDefinition ? thresholds.Block.Score : thresholds.Annotate.Score;
    }

    private Finding InPlainSight(int segment, InjectionChannel channel, NormalizedText text, Explanation explanation)
    {
        var start = text.ToOriginal(explanation.Start);
        return new Finding
        {
            Label = LabelOf(channel, explanation),
            Score = InjectionModel.Probability(explanation.LogOdds),
            Segment = segment,
            Start = start,
            Length = text.ToOriginal(explanation.End) - start,
            Reason = Reason(channel, explanation, encoding: ""),
            Inspector = Name,
            Normalisations = text.Steps,
            Contributions = [.. explanation.Contributions.Select(c => ToOriginal(c, text))],
        };
    }

    private Finding InView(int segment, InjectionChannel channel, DecodedView view, Explanation explanation) => new()
    {
        Label = LabelOf(channel, explanation),
        Score = InjectionModel.Probability(explanation.LogOdds),
        Segment = segment,
        Start = view.Start,
        Length = view.Length,
        Reason = Reason(channel, explanation, view.Encoding),
        Inspector = Name,
        Normalisations = [view.Encoding],

        // Words of a decoded text have no place of their own in the original: all stand where the encoded form does.
        Contributions = [.. explanation.Contributions.Select(c => c.Start < 0 ? c : c with { Start = view.Start, Length = view.Length })],
    };

    private string LabelOf(InjectionChannel channel, Explanation explanation) =>
        InjectionModel.Probability(explanation.LogOdds) >= model.Thresholds(channel).Block.Score ? CertainLabel : Label;

    private static Contribution ToOriginal(Contribution contribution, NormalizedText text)
    {
        if (contribution.Start < 0)
            return contribution;
        var start = text.ToOriginal(contribution.Start);
        return contribution with { Start = start, Length = text.ToOriginal(contribution.Start + contribution.Length) - start };
    }

    private string Reason(InjectionChannel channel, Explanation explanation, string encoding)
    {
        var what = channel == InjectionChannel.User ? "reads like an attempt to override the application's instructions" : "reads like an instruction to the model, and stands in data";
        var subject = encoding.Length == 0 ? "This" : $"The {encoding} text, decoded,";
        var score = InjectionModel.Probability(explanation.LogOdds);
        var thresholds = model.Thresholds(channel);
        return string.Create(CultureInfo.InvariantCulture, $"{subject} {what}: score {score:0.000}, thresholds {thresholds.Annotate.Score:0.000} to annotate and {thresholds.Block.Score:0.000} to block in the {InjectionChannels.Name(channel)} channel ({thresholds.Source}), model {model.Name}.");
    }
}
