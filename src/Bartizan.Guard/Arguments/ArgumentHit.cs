namespace Bartizan.Guard.Arguments;

/// <summary>A dangerous shape in one value.</summary>
/// <param name="Start">First unit in the value.</param>
/// <param name="End">One past the last.</param>
/// <param name="Label">Label of the finding.</param>
/// <param name="Score">How sure, 0 to 1.</param>
/// <param name="Reason">Why, in a sentence for people.</param>
internal readonly record struct ArgumentHit(int Start, int End, string Label, double Score, string Reason);
