using Bartizan.Core.Exchanges;

namespace Bartizan.Guard;

/// <summary>What inspection of one message found, and what could not be inspected.</summary>
/// <param name="Findings">Ordered by segment, start, longest first, label.</param>
/// <param name="Failures">Inspectors that did not finish; empty when everything was seen.</param>
public sealed record InspectionResult(IReadOnlyList<Finding> Findings, IReadOnlyList<InspectorFailure> Failures)
{
    /// <summary>Nothing found, nothing failed.</summary>
    public static InspectionResult Clean { get; } = new([], []);
}

/// <summary>An inspector that did not finish a segment. Policy decides what that means; the default is closed.</summary>
/// <param name="Inspector">Name of the inspector, or <c>budget</c>.</param>
/// <param name="Segment">Index of the segment.</param>
/// <param name="Reason">Why, in a sentence, without any of the text.</param>
public sealed record InspectorFailure(string Inspector, int Segment, string Reason);
