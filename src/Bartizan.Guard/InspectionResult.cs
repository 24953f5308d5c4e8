using Bartizan.Core.Exchanges;

namespace Bartizan.Guard;

/// <summary>What inspection of one message found, and what could not be inspected.</summary>
/// <param name="Findings">Ordered by segment, start, longest first, label.</param>
/// <param name="Failures">Inspectors that did not finish; empty when everything was seen.</param>
public sealed record InspectionResult(IReadOnlyList<Finding> Findings, IReadOnlyList<InspectorFailure> Failures)
{
    /// <summary>Nothing found, nothing failed.</summary>
    public static InspectionResult Clean { get; } = new([], []);

    /// <summary>Scores of the segments that the scoring inspector judged, in order of segment.</summary>
    public IReadOnlyList<SegmentScore> Scores { get; init; } = [];

    /// <summary>What is said of whole texts without anything being found: recorded with the findings, never decided on.</summary>
    public IReadOnlyList<Finding> Notes { get; init; } = [];

    /// <summary>The score of a segment; null when it was not judged.</summary>
    public double? ScoreOf(int segment)
    {
        var (low, high) = (0, Scores.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Scores[middle].Segment == segment)
            {
                return Scores[middle].Score;
            }

            (low, high) = Scores[middle].Segment < segment ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}

/// <summary>An inspector that did not finish a segment. Policy decides what that means; the default is closed.</summary>
/// <param name="Inspector">Name of the inspector, or <c>budget</c>.</param>
/// <param name="Segment">Index of the segment.</param>
/// <param name="Reason">Why, in a sentence, without any of the text.</param>
public sealed record InspectorFailure(string Inspector, int Segment, string Reason);
