namespace Bartizan.Guard;

/// <summary>What the scoring inspector made of one segment.</summary>
/// <param name="Segment">Index of the segment.</param>
/// <param name="Score">Its score, 0 to 1.</param>
public readonly record struct SegmentScore(int Segment, double Score);
