using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard;

/// <summary>An inspector that gives every text it judges a score, also where that is too low for a finding. Scores are kept, so that thresholds can be set by them later.</summary>
public interface IScoringInspector : IInspector
{
    /// <summary>Version and digest of what scores: scores of different models are not comparable.</summary>
    string Model { get; }

    /// <summary>Adds what it finds, as <see cref="IInspector.Inspect"/> does, and returns the text's score, 0 to 1; null when it does not judge the text.</summary>
    double? Score(in Segment segment, NormalizedText text, ICollection<Finding> findings);
}
