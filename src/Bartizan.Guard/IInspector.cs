using Bartizan.Core.Exchanges;
using Bartizan.Guard.Normalization;

namespace Bartizan.Guard;

/// <summary>
/// Looks for one kind of thing in a segment. Pure and thread-safe: a compiled, immutable snapshot.
/// An exception is a failure of this inspector alone; the engine reports it and policy decides what it means.
/// </summary>
public interface IInspector
{
    /// <summary>Short name shown with its findings, e.g. <c>secrets</c>.</summary>
    string Name { get; }

    /// <summary>Adds what it finds. Offsets are in the segment's original text.</summary>
    void Inspect(in Segment segment, NormalizedText text, ICollection<Finding> findings);
}
